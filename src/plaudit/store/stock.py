"""The stock of a reward, and its tickets: one piece claimed or given back, never one too many.

A stock is divided into shards. Who takes gets one that nobody holds, so takers don't wait for
one another; only when all that have something left are held, one waits. A shard is locked after
its taker's row and before a ticket, and a batch locks its shards in one order. PostgreSQL locks a
row before it sees that the last piece went meanwhile, and keeps the lock: who goes on looking lets
such a one go first, or two who wait would wait for each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import psycopg

from plaudit.core.reward import SHARDS_MAX
from plaudit.sql.loader import query
from plaudit.store.arrays import bigints, integers


class Piece(NamedTuple):
    """One piece of a stock that a voucher took."""

    edition_id: int
    reward_id: int
    shard: int


def claim_stock(
    connection: psycopg.Connection, edition_id: int, reward_id: int, *, start: int
) -> Piece | None:
    """Take one piece out of a stock; None where nothing is left.

    `start`: any number; it spreads takers over the shards.
    """
    named = {"edition_id": edition_id, "reward_id": reward_id, "start": start % SHARDS_MAX}
    shard = _lock_one(connection, "lock_stock", named)
    while shard is None:
        left = connection.execute(query("is_stock_left"), named).fetchone()
        if left is None or not left[0]:
            return None
        shard = _lock_one(connection, "wait_for_stock", named)
    connection.execute(query("take_stock"), named | {"shard": shard})
    return Piece(edition_id, reward_id, shard)


def _lock_one(
    connection: psycopg.Connection, statement: str, named: Mapping[str, int]
) -> int | None:
    """Lock a shard that has something left, and return it; None locks nothing.

    Nothing is written under the savepoint: what is written belongs to the transaction itself.
    """
    connection.execute("SAVEPOINT looking")
    row = connection.execute(query(statement), named).fetchone()
    if row is None:
        connection.execute("ROLLBACK TO SAVEPOINT looking")
    connection.execute("RELEASE SAVEPOINT looking")
    return None if row is None else int(row[0])


def claim_ticket(connection: psycopg.Connection, *, reward_id: int, voucher_id: int) -> bool:
    """Put a free ticket aside for a voucher; False where none is free."""
    named = {"reward_id": reward_id, "voucher_id": voucher_id}
    row = connection.execute(query("lock_ticket"), named).fetchone()
    if row is None:
        return False
    connection.execute(query("take_ticket"), named | {"ticket_id": row[0]})
    return True


def give_back(
    connection: psycopg.Connection, pieces: Sequence[Piece], *, voucher_ids: Sequence[int]
) -> None:
    """Give back the pieces and tickets of vouchers that were cancelled or lapsed."""
    arrays = {
        "edition_ids": integers([one.edition_id for one in pieces]),
        "reward_ids": integers([one.reward_id for one in pieces]),
        "shards": integers([one.shard for one in pieces]),
    }
    connection.execute(query("lock_shards"), arrays)
    connection.execute(query("give_back_stock"), arrays)
    connection.execute(query("give_back_tickets"), {"voucher_ids": bigints(voucher_ids)})
