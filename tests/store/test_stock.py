"""A stock's shards: what a taker locks, and what it lets go."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg

from plaudit.store.connect import connect
from plaudit.store.stock import claim_stock
from tests.market import Market, reward

PATIENCE_SECONDS = 30


def test_who_waited_for_the_last_piece_in_vain_holds_no_shard(
    connection: psycopg.Connection, owner: psycopg.Connection, database_url: str
) -> None:
    market = Market(connection, rewards=[reward("last", "meal", "cafe", price=10, stock=1)])
    [(edition_id, reward_id)] = owner.execute(
        "SELECT edition_id, reward_id FROM reward_stock"
    ).fetchall()
    assert market.programme_id

    with connect(database_url) as second, ThreadPoolExecutor(1) as pool:
        connection.execute("BEGIN")
        assert claim_stock(connection, edition_id, reward_id, start=0) is not None
        second.execute("BEGIN")
        waiting = pool.submit(claim_stock, second, edition_id, reward_id, start=0)
        _until_it_waits(owner, second.info.backend_pid)
        connection.execute("COMMIT")

        assert waiting.result(PATIENCE_SECONDS) is None
        [(free,)] = owner.execute("SELECT free FROM reward_stock FOR UPDATE NOWAIT").fetchall()
        second.execute("ROLLBACK")
    assert free == 0


def _until_it_waits(owner: psycopg.Connection, backend_pid: int) -> None:
    """Return when another connection waits for a lock."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        row = owner.execute("SELECT pg_blocking_pids(%s) <> '{}'", (backend_pid,)).fetchone()
        if row is not None and row[0]:
            return
        time.sleep(0.005)
    raise AssertionError("it doesn't wait")
