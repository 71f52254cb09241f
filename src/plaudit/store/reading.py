"""Transactions that can't write: all that one reads is of one instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from plaudit.store.together import Together


@contextmanager
def reading(connection: psycopg.Connection) -> Iterator[None]:
    """Open a read-only transaction on one snapshot; what would write in it fails.

    Once it has read it can't be made one that writes: PostgreSQL refuses.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def asking(connection: psycopg.Connection) -> Iterator[Together]:
    """Lend what the block asks by; all is sent at its end, on one snapshot, with one wait.

    Outside of any transaction. The block may ask and not read: answers are there after it.
    Refuses: as Together.send.
    """
    together = Together(connection)
    yield together
    together.send()
