"""Transactions that can't write: all that one reads is of one instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def reading(connection: psycopg.Connection) -> Iterator[None]:
    """Open a read-only transaction on one snapshot; what would write in it fails.

    Once it has read it can't be made one that writes: PostgreSQL refuses.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def asking(connection: psycopg.Connection) -> Iterator[None]:
    """Send what the block asks in one go, on one snapshot, and wait once, at its end.

    Outside of any transaction. The block may ask and not read: answers are there after it.
    """
    try:
        with connection.pipeline():
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
            connection.execute("COMMIT")
    except BaseException:
        if not connection.closed:
            connection.rollback()
        raise
