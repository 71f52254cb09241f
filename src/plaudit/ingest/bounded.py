"""A bound before the pages: how large a form may be and how long it may take, before it is kept.

The web framework keeps a whole body, in memory or in a temporary file, before it asks who sends it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.ingest.answers import Answer
from plaudit.ingest.body import ClientGone, Held, Incoming, head_of
from plaudit.ingest.limits import BUSY_SECONDS
from plaudit.ingest.ports import Application, Message, Receive, Scope, Send

_GONE: Message = {"type": "http.disconnect"}
Say = Callable[[Scope, Refusal], Answer]
"""How a refused request is answered; a page, where a browser shows it."""


class Bound:
    """What bodies for some addresses may come to.

    Units: bytes and seconds of one; `held_bytes` of all that are being read or answered.
    """

    def __init__(self, body_bytes: int, *, seconds: int, held_bytes: int) -> None:
        self.body_bytes = body_bytes
        self.seconds = seconds
        self.held_bytes = held_bytes
        self.held = Held()


class Bounded:
    """An ASGI application before another one, for HTTP requests alone."""

    def __init__(self, inside: Application, bound_of: Callable[[str], Bound], *, say: Say) -> None:
        self._inside = inside
        self._bound_of = bound_of
        self._say = say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3)."""
        bound, head = self._bound_of(scope["path"]), head_of(scope["headers"])
        if head.length is not None and head.length > bound.body_bytes:
            no = refusal(Code.BODY_TOO_LARGE, limit=bound.body_bytes)
            if await _can_hear(receive, drains=not head.waits_for_continue):
                await self._refuse(scope, send, no)
            return
        body = _Body(receive, bound)
        try:
            await self._inside(scope, body.receive, send)
        finally:
            body.let_go()
        if body.refused is not None:
            is_slow = body.refused.code is Code.BODY_TOO_SLOW
            if await _can_hear(receive, drains=not is_slow):
                await self._refuse(scope, send, body.refused)

    async def _refuse(self, scope: Scope, send: Send, no: Refusal) -> None:
        """Say no in words and end the connection."""
        status, headers, said = await asyncio.to_thread(self._say, scope, no)
        headers = [*headers, (b"connection", b"close")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": said})


class _Body:
    """One request's body on its way in; who reads it is told that the client went, once refused."""

    def __init__(self, receive: Receive, bound: Bound) -> None:
        self._receive = receive
        self._bound = bound
        self._ends_at = asyncio.get_running_loop().time() + bound.seconds
        self._read_bytes = 0
        self._is_whole = False
        self.refused: Refusal | None = None

    async def receive(self) -> Message:
        """Return the next message of ASGI."""
        if self.refused is not None:
            return _GONE
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._ends_at):
                message = await self._receive()
        except TimeoutError:
            self.refused = refusal(Code.BODY_TOO_SLOW, limit=self._bound.seconds)
            return _GONE
        size = len(message.get("body", b""))
        self._read_bytes += size
        self._bound.held.total_bytes += size
        self._is_whole = not message.get("more_body", False)
        if self._read_bytes > self._bound.body_bytes:
            self.refused = refusal(Code.BODY_TOO_LARGE, limit=self._bound.body_bytes)
        elif self._bound.held.total_bytes > self._bound.held_bytes:
            self.refused = refusal(Code.TOO_BUSY, wait_seconds=BUSY_SECONDS)
        return message if self.refused is None else _GONE

    def let_go(self) -> None:
        """Count this body no more."""
        self._bound.held.total_bytes -= self._read_bytes


async def _can_hear(receive: Receive, *, drains: bool) -> bool:
    """Drop what is still on its way, and return whether there is anybody to answer."""
    try:
        if drains:
            await Incoming(receive, Held()).drain()
    except ClientGone:
        return False
    return True
