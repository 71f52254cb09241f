"""The worker as a process: killed between sending and marking, stopped, stopped with its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest

from plaudit.actions.connect_webhook import connect_webhook
from plaudit.store.deliveries import last_deliveries
from plaudit.store.outbox import add_to_outbox
from tests.jobs.partners import free_port, partner
from tests.riverside import Riverside

WAIT_SECONDS = 60


@contextmanager
def running(database_url: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command on a book for the length of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "plaudit.cli.main", *words],
        env=os.environ
        | {"PLAUDIT_DATABASE_URL": database_url, "PLAUDIT_WEBHOOKS_TO_LOOPBACK": "yes"},
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        assert process.stdin is not None
        process.stdin.close()


def worker(database_url: str, *options: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """Run `plaudit work` on a book for the length of the block."""
    return running(database_url, "work", *options)


def until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not met():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def told(riverside: Riverside, url: str) -> None:
    """Give the café a webhook and something to be told."""
    now = time.time_ns() // 1000
    connect_webhook(riverside.connection, riverside.cafe, url=url, now=now, to_loopback=True)
    with riverside.connection.transaction():
        add_to_outbox(
            riverside.connection,
            "member.erased_at_partner",
            partner_id=riverside.cafe,
            payload={"member": "0f" * 16},
            now=now,
        )


def test_a_worker_killed_between_sending_and_marking_sends_once_more_with_the_same_id(
    connection: psycopg.Connection, owner: psycopg.Connection, database_url: str
) -> None:
    riverside = Riverside(connection, members=1)
    with partner(slow_seconds=WAIT_SECONDS) as there:
        told(riverside, there.url)
        with worker(database_url) as first:
            until(lambda: len(there.arrived) == 1)
            first.kill()
            first.wait()
        there.let_go.set()
        assert last_deliveries(connection, riverside.cafe, most=1)[0].ended_at is None

        with worker(database_url, "--once") as second:
            assert second.wait(WAIT_SECONDS) == 0
        assert len(there.arrived) == 1  # it is still the first one's, for two minutes
        owner.execute("UPDATE delivery SET next_try_at = next_try_at - INTERVAL '2 minutes'")
        with worker(database_url, "--once") as third:
            assert third.wait(WAIT_SECONDS) == 0

    assert len(there.arrived) == 2
    assert len({arrived.id for arrived in there.arrived}) == 1
    assert last_deliveries(connection, riverside.cafe, most=1)[0].was_delivered


@pytest.mark.parametrize("how", ["signal", "parent"])
def test_a_worker_stops_when_it_is_told_or_its_parent_is_gone(
    connection: psycopg.Connection, database_url: str, how: str
) -> None:
    riverside = Riverside(connection, members=1)
    with partner() as there, worker(database_url, "--beside") as process:
        told(riverside, there.url)
        until(lambda: last_deliveries(connection, riverside.cafe, most=1) != [])
        until(lambda: last_deliveries(connection, riverside.cafe, most=1)[0].was_delivered)
        if how == "signal":
            process.send_signal(signal.SIGTERM)
        else:
            assert process.stdin is not None
            process.stdin.close()

        assert process.wait(WAIT_SECONDS) == 0


def test_serve_runs_a_worker_that_ends_with_it_even_when_it_is_killed(
    connection: psycopg.Connection, database_url: str
) -> None:
    riverside = Riverside(connection, members=1)
    address = "--port", str(free_port())
    with partner() as there, running(database_url, "serve", *address) as process:
        told(riverside, there.url)
        until(lambda: len(there.arrived) == 1)
        process.kill()
        process.wait()

        until(lambda: others(connection) == 0)


def others(connection: psycopg.Connection) -> int:
    """How many other sessions are in this book."""
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.damages_the_book
def test_an_unsound_book_ends_the_worker_with_a_code(
    connection: psycopg.Connection, owner: psycopg.Connection, database_url: str
) -> None:
    Riverside(connection)
    owner.execute("UPDATE member SET points = points + 1")

    with worker(database_url) as process:
        assert process.wait(WAIT_SECONDS) == 1
