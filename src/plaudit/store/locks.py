"""Locks and transactions: where locks are taken, in which order (by member id), for how long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import psycopg
from psycopg.pq import TransactionStatus

from plaudit.sql.loader import query
from plaudit.store.arrays import bigints
from plaudit.store.exchange import AsksInBinary, Rows

WAIT_MILLISECONDS = 2_000
"""How long a page waits for a lock at most."""


def lock_members(asks: AsksInBinary, member_ids: Iterable[int]) -> Rows:
    """Ask by the statement that locks members in the order of their ids and reads their rows.

    It answers in binary: instants and days as the server counts them (store.arrays).
    """
    named = {"member_ids": bigints(sorted(member_ids))}
    return asks.execute(query("lock_members"), named, binary=True)


def in_one_transaction(connection: psycopg.Connection) -> AbstractContextManager[object]:
    """Open a transaction, or stay in the one that is open: never a savepoint.

    The book's triggers look at the rows of one transaction, and those of a savepoint bear another
    number (0005_charter.sql).
    """
    is_idle = connection.info.transaction_status == TransactionStatus.IDLE
    return connection.transaction() if is_idle else nullcontext()


@contextmanager
def waiting_briefly(connection: psycopg.Connection) -> Iterator[None]:
    """Let a connection wait no longer for a lock than that, for as long as the block lasts.

    Refuses: psycopg.errors.LockNotAvailable, an OperationalError, in the block.
    """
    connection.execute(query("wait_briefly"), {"milliseconds": str(WAIT_MILLISECONDS)})
    try:
        yield
    finally:
        # In a transaction that failed nothing can be set; such a connection isn't used again.
        if connection.info.transaction_status == TransactionStatus.IDLE:
            connection.execute(query("wait_as_usual"))
