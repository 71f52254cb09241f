"""Spare connections: opened once and lent again, as a new one costs both ends milliseconds.

A pool with threads of its own would try for minutes to reach a database that is away; here who
asks is told at once.
"""

from __future__ import annotations

import atexit
import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.pq import TransactionStatus

from plaudit.store.connect import Role, connect

SPARE_MAX = 24
"""Connections that stay open while nobody uses them, of all roles: as many as pages have places.

With fewer each burst opens new ones, and a new one costs the server more than a page.
"""
IDLE_SECONDS = 60
"""Nobody knows any more what a network did to one that lay for longer."""


class Spare:
    """Lends connections to one database; to another URL than before, all are closed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._url = ""
        self._idle: dict[Role, list[tuple[float, psycopg.Connection]]] = {}
        self._most = SPARE_MAX

    def share(self, processes: int) -> None:
        """Keep the share of one of several processes."""
        self._most = max(1, SPARE_MAX // processes)

    @contextmanager
    def lent(self, url: str, role: Role = "service") -> Iterator[psycopg.Connection]:
        """Lend a connection in a role for as long as the block lasts.

        It is closed after a block that left a transaction open.
        Refuses: as store.connect.connect.
        """
        connection = self._taken(url, role) or connect(url, role=role)
        try:
            yield connection
        finally:
            self._put_back(url, role, connection)

    def close(self) -> None:
        """Close what nobody uses."""
        with self._lock:
            self._forget()

    def _taken(self, url: str, role: Role) -> psycopg.Connection | None:
        with self._lock:
            if url != self._url:
                self._forget()
                self._url = url
            idle = self._idle.setdefault(role, [])
            while idle:
                since, connection = idle.pop()
                if time.monotonic() - since < IDLE_SECONDS and _is_quiet(connection):
                    return connection
                connection.close()
        return None

    def _put_back(self, url: str, role: Role, lent: psycopg.Connection) -> None:
        closed: psycopg.Connection | None = lent
        with self._lock:
            is_idle = lent.info.transaction_status == TransactionStatus.IDLE
            if url == self._url and is_idle:
                self._idle.setdefault(role, []).append((time.monotonic(), lent))
                closed = self._one_too_many()
        if closed is not None:
            closed.close()

    def _one_too_many(self) -> psycopg.Connection | None:
        """Take out the one that has lain the longest, where there is one more than may stay."""
        if sum(map(len, self._idle.values())) <= self._most:
            return None
        longest = min(filter(None, self._idle.values()), key=lambda idle: idle[0][0])
        return longest.pop(0)[1]

    def _forget(self) -> None:
        for idle in self._idle.values():
            for _, connection in idle:
                connection.close()
        self._idle = {}


SPARE = Spare()
"""Those of this process."""
atexit.register(SPARE.close)


def _is_quiet(connection: psycopg.Connection) -> bool:
    """Return whether a connection is open: a server that ends one says so, and nothing else."""
    if connection.closed:
        return False
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return not poll.poll(0)
