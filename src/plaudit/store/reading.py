"""A transaction that can't write: all that it reads is of one instant."""

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
