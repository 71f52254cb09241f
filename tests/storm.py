"""Clients that do something at once, each with a connection of its own."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg

from plaudit.core.refusals import Refused
from plaudit.store.connect import connect

CLIENTS = 48
Work = Callable[[psycopg.Connection, int], list[str]]
"""What one client does with its connection; it returns what became of each try."""


class Storm:
    """Clients that start together; `said` counts what became of all their tries."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.seconds: list[float] = []

    def run(self, work: Work, *, clients: int = CLIENTS) -> Counter[str]:
        """Let all clients do their work at once."""
        barrier = Barrier(clients)

        def one(client: int) -> list[str]:
            with connect(self._url) as connection:
                barrier.wait()
                return work(connection, client)

        with ThreadPoolExecutor(clients) as pool:
            return Counter(said for answers in pool.map(one, range(clients)) for said in answers)

    def timed(self, act: Callable[[], object]) -> str:
        """Do something, and return "done" or the code of its refusal."""
        started = time.perf_counter()
        try:
            act()
        except Refused as refused:
            return refused.refusal.code
        finally:
            self.seconds.append(time.perf_counter() - started)
        return "done"

    def print_p99(self, what: str) -> None:
        """Print how long the slowest hundredth took at least."""
        slow = sorted(self.seconds)[int(len(self.seconds) * 0.99)]
        print(f"{what}: {len(self.seconds)} tries, p99 {slow * 1000:.0f} ms")
