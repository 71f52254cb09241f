"""Embedded servers for the tests of this room: started, looked into, killed, stopped."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import psycopg

from plaudit.store.embedded import Server

SMALL = {"shared_buffers": "32MB", "max_wal_size": "64MB"}
Start = Callable[..., Server]


def put_row(server: Server) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word TEXT)")
        connection.execute("INSERT INTO kept VALUES ('here')")


def rows(server: Server) -> int:
    with psycopg.connect(server.url) as connection:
        found = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert found is not None
    return int(found[0])


def kill(server: Server) -> None:
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
