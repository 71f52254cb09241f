"""The service and its worker as processes: killed, stopped, stopped with their parent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import pytest

from plaudit.actions.connect_webhook import connect_webhook
from plaudit.jobs.job import HOUR, Alarm, Done, Job
from plaudit.jobs.posting import Post
from plaudit.jobs.working import Worker
from plaudit.pages.passes import COOKIE, PATH, pass_for
from plaudit.store.deliveries import last_deliveries
from plaudit.store.outbox import add_to_outbox
from tests.doors.test_settler_process import is_alive
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


def test_serve_answers_by_several_processes_and_leaves_none_when_it_is_killed(
    connection: psycopg.Connection, database_url: str
) -> None:
    riverside = Riverside(connection, members=1)
    port = free_port()
    options = "--port", str(port), "--processes", "2"
    with partner() as there, running(database_url, "serve", *options) as process:
        told(riverside, there.url)
        until(lambda: len(there.arrived) == 1)  # by the worker beside it
        until(lambda: len(of_pages(process.pid)) == 2)
        pages = of_pages(process.pid)
        cookie = {"Cookie": f"{COOKIE}={pass_for(riverside.members[0])}"}
        tills = [HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS) for _ in range(2)]
        for number in range(6):
            said = asked(tills[number % 2], "/v1/deeds", **deed_of(riverside, number))
            assert '"accepted"' in said, said
            if number == 3:
                os.kill(pages[0], signal.SIGKILL)
            assert f"{number + 1} point" in asked(tills[0], PATH, headers=cookie)
        until(lambda: len(set(of_pages(process.pid)) - set(pages)) == 1)
        for till in tills:
            till.close()

        process.kill()
        process.wait()
        until(lambda: others(connection) == 0)
        until(lambda: not any(map(is_alive, pages)))


def others(connection: psycopg.Connection) -> int:
    """How many other sessions are in this book."""
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    ).fetchone()
    assert row is not None
    return int(row[0])


def of_pages(server: int) -> list[int]:
    """Return the processes that answer pages for a server."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text("ascii").split()
    told = {int(one): Path(f"/proc/{one}/cmdline").read_bytes() for one in children}
    return [one for one, command in told.items() if b"plaudit.config.page_child" in command]


def deed_of(riverside: Riverside, number: int) -> dict[str, Any]:
    """Return a cup that the café reports just now, as a request has it."""
    now = datetime.now(UTC) - timedelta(minutes=1)
    event = {
        "specversion": "1.0",
        "id": f"till-7/{number:06d}",
        "source": "cafe",
        "type": "deed.cup_return",
        "subject": riverside.handle(0, riverside.cafe),
        "time": now.isoformat(),
        "data": {"cups": 1},
    }
    headers = {
        "Authorization": f"Bearer {riverside.cafe_key}",
        "Content-Type": "application/cloudevents+json",
    }
    return {"method": "POST", "body": json.dumps(event).encode(), "headers": headers}


def asked(connection: HTTPConnection, path: str, *, method: str = "GET", **sent: Any) -> str:
    """Return what a page or the door answers."""
    connection.request(method, path, **sent)
    return connection.getresponse().read().decode()


@pytest.mark.damages_the_book
def test_an_unsound_book_ends_the_worker_with_a_code(
    connection: psycopg.Connection, owner: psycopg.Connection, database_url: str
) -> None:
    Riverside(connection)
    owner.execute("UPDATE member SET points = points + 1")

    with worker(database_url) as process:
        assert process.wait(WAIT_SECONDS) == 1


def test_partners_are_told_though_a_check_finds_something(
    connection: psycopg.Connection, database_url: str
) -> None:
    riverside = Riverside(connection, members=1)

    def finds(connection: psycopg.Connection, now: int) -> Done:
        raise Alarm("The book is not sound.")

    with partner() as there:
        told(riverside, there.url)
        worker = Worker(
            database_url, (Job("self_check", HOUR, "service", finds),), Post(to_loopback=True)
        )
        with pytest.raises(Alarm, match="not sound"):
            worker.once()

    assert len(there.arrived) == 1
