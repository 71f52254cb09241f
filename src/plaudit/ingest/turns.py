"""Turns: few work at once, in the order in which they asked, unless that takes too long.

Threads of one interpreter that all have something to work out take it from each other in no order
and each of them slows the others: twenty pages at once cost more than twenty one after the other,
and once there are so many they stay so many. Source: docs/decisions/0037-processes.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

TURN_SECONDS = 0.05
"""How long a turn lasts, and how long it is waited for, at most: what takes longer waits itself,
for the book or a mail server, and is in nobody's way."""


class Turns:
    """So many turns at once."""

    def __init__(self, count: int) -> None:
        self._free = asyncio.Semaphore(count)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Have a turn, or go without one where none comes soon."""
        turn = _Turn(self._free)
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._free.acquire()
        except TimeoutError:
            turn.is_over = True
        over = asyncio.get_running_loop().call_later(TURN_SECONDS, turn.end)
        try:
            yield
        finally:
            over.cancel()
            turn.end()


class _Turn:
    """One that ends once, by itself or by who had it."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self.is_over = False

    def end(self) -> None:
        if not self.is_over:
            self.is_over = True
            self._free.release()
