"""The door before the real PostgreSQL. After each test the book's checks must find nothing."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import psycopg
import pytest

from plaudit.actions.register_partner import register_partner
from plaudit.core.ledger import Registration
from plaudit.ingest.app import Door
from plaudit.ingest.connected import ConnectedRegistry, ConnectedSettler, KnownHandles
from plaudit.ingest.gather import Gather
from plaudit.ingest.keys import Keys
from plaudit.store.partners import hash_of_key, withdraw_keys
from tests.doors.fakes import BATCH, Reply, ask
from tests.doors.test_malformed import WAYS
from tests.riverside import JOINED, NOW, Riverside

MALFORMED_EACH = 40
T = TypeVar("T")


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    return Riverside(connection, members=5)


def with_book(url: str, asking: Callable[[Door], Coroutine[Any, Any, T]], *, writers: int = 1) -> T:
    """Open a door on a book and return what `asking` found."""

    async def run() -> T:
        gather = Gather(
            lambda: ConnectedSettler(url),
            members_of=KnownHandles().members_of,
            writers=writers,
            clock=lambda: NOW,
        )
        door = Door(Keys(ConnectedRegistry(url)), gather)
        await door.start()
        try:
            return await asking(door)
        finally:
            await door.stop()

    return asyncio.run(run())


def event(riverside: Riverside, number: int = 1, **changed: Any) -> dict[str, Any]:
    """Return a sound deed of the café's for one of the members."""
    return {
        "specversion": "1.0",
        "id": f"till-7/{number:06d}",
        "source": "cafe",
        "type": "deed.cup_return",
        "subject": riverside.handle(number % 5, riverside.cafe),
        "time": f"2026-11-{1 + number % 19:02d}T09:12:00+07:00",
        "data": {"cups": 1},
    } | changed


def rows_of_all_tables(connection: psycopg.Connection) -> dict[str, int]:
    tables = connection.execute(
        "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables "
        "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    ).fetchall()
    found = {}
    for (name,) in tables:
        row = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
        assert row is not None
        found[name] = row[0]
    assert len(found) > 10
    return found


def test_a_deed_sent_over_http_becomes_points_once(database_url: str, riverside: Riverside) -> None:
    raw = json.dumps(event(riverside)).encode()

    async def asking(door: Door) -> list[Any]:
        return [(await ask(door, raw, key=riverside.cafe_key)).json for _ in range(2)]

    first, second = with_book(database_url, asking)

    assert first == {"outcomes": [{"id": "till-7/000001", "status": "accepted"}]}
    assert second == {"outcomes": [{"id": "till-7/000001", "status": "duplicate"}]}
    assert riverside.all_points() == [0, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"data": {"cups": 2}}, 409, "content_conflict"),
        ({"id": "x", "source": "depot"}, 403, "source_not_yours"),
        ({"id": "x", "subject": "0" * 32}, 404, "member_unknown"),
        ({"id": "x", "time": "2026-11-25T09:12:00+07:00"}, 422, "in_the_future"),
        ({"id": "x", "time": "2026-09-01T09:12:00+07:00"}, 422, "too_late"),
        ({"id": "x", "type": "deed.litter_pick", "data": {"bags": 1}}, 403, "not_registered_for"),
    ],
)
def test_what_the_book_refuses_is_a_problem(
    database_url: str, riverside: Riverside, changed: dict[str, Any], status: int, code: str
) -> None:
    async def asking(door: Door) -> Reply:
        await ask(door, json.dumps(event(riverside)).encode(), key=riverside.cafe_key)
        refused = json.dumps(event(riverside, **changed)).encode()
        return await ask(door, refused, key=riverside.cafe_key)

    reply = with_book(database_url, asking)

    assert (reply.status, reply.json["code"]) == (status, code)
    assert riverside.all_points() == [0, 1, 0, 0, 0]


def test_many_requests_share_transactions_and_all_are_counted_once(
    database_url: str, riverside: Riverside, owner: psycopg.Connection
) -> None:
    async def asking(door: Door) -> list[Reply]:
        singles = [json.dumps(event(riverside, n)).encode() for n in range(300)]
        batches = [json.dumps([event(riverside, n) for n in range(100 * k, 100 * k + 100)]).encode()
                   for k in range(3)]  # fmt: skip
        key = riverside.cafe_key
        return await asyncio.gather(
            *(ask(door, raw, key=key) for raw in singles),
            *(ask(door, raw, key=key, content_type=BATCH) for raw in batches),
        )

    replies = with_book(database_url, asking, writers=2)

    said = [one["status"] for reply in replies for one in reply.json["outcomes"]]
    assert sorted(said) == ["accepted"] * 300 + ["duplicate"] * 300
    batches = owner.execute("SELECT count(*), sum(deeds) FROM batch_total").fetchone()
    assert batches is not None
    assert batches[0] < 100
    assert batches[1] == 300
    assert owner.execute("SELECT count(*) FROM deed").fetchone() == (300,)


def test_one_event_told_of_five_members_at_once_is_counted_for_one(
    database_url: str, riverside: Riverside
) -> None:
    async def asking(door: Door) -> list[Reply]:
        told = [event(riverside, 1, subject=riverside.handle(n, riverside.cafe)) for n in range(5)]
        raws = [json.dumps(one).encode() for one in told]
        return await asyncio.gather(*(ask(door, raw, key=riverside.cafe_key) for raw in raws))

    replies = with_book(database_url, asking, writers=3)

    assert sorted(reply.status for reply in replies) == [200, 409, 409, 409, 409]
    assert sum(riverside.all_points()) == 1


def test_malformed_inputs_leave_no_row_anywhere(
    database_url: str, riverside: Riverside, owner: psycopg.Connection
) -> None:
    chance = random.Random(7)

    async def asking(door: Door) -> set[int]:
        statuses = set()
        for way, breaks in WAYS.items():
            for number in range(MALFORMED_EACH):
                sound = event(riverside, number, subject="mfrggz" + "0" * 26, source="cafe-lotus")
                raw = breaks(chance, sound)
                reply = await ask(door, raw, key=riverside.cafe_key)
                statuses.add(reply.status)
                assert 400 <= reply.status < 500, (way, raw)
        return statuses

    before = rows_of_all_tables(owner)
    with_book(database_url, asking)

    assert rows_of_all_tables(owner) == before
    assert riverside.all_points() == [0] * 5


def test_a_partner_that_is_registered_while_the_door_is_open_can_report(
    database_url: str, riverside: Riverside
) -> None:
    async def asking(door: Door) -> Reply:
        await ask(door, json.dumps(event(riverside)).encode(), key=riverside.cafe_key)
        kiosk = Registration(riverside.programme_id, "kiosk", "Kiosk", ["cup_return"], 30)
        partner_id, key = register_partner(riverside.connection, kiosk, now=JOINED)
        handle = riverside.handle(0, partner_id)
        raw = json.dumps(event(riverside, source="kiosk", subject=handle)).encode()
        return await ask(door, raw, key=key)

    reply = with_book(database_url, asking)

    assert reply.json == {"outcomes": [{"id": "till-7/000001", "status": "accepted"}]}


def test_a_withdrawn_key_is_refused(database_url: str, riverside: Riverside) -> None:
    async def asking(door: Door) -> list[int]:
        raw = json.dumps(event(riverside)).encode()
        first = await ask(door, raw, key=riverside.cafe_key)
        hashed = [hash_of_key(riverside.cafe_key)]
        assert withdraw_keys(riverside.connection, hashed, now=NOW) == 1
        door._keys._clock = lambda: time.monotonic() + 5
        return [first.status, (await ask(door, raw, key=riverside.cafe_key)).status]

    assert with_book(database_url, asking) == [200, 401]


def test_connections_that_break_are_opened_again_and_nothing_is_lost(
    database_url: str, riverside: Riverside, owner: psycopg.Connection
) -> None:
    async def asking(door: Door) -> list[int]:
        statuses = []
        for number in range(60):
            raw = json.dumps(event(riverside, number)).encode()
            if number % 10 == 5:
                owner.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
                    (riverside.connection.info.backend_pid,),
                )
            while (reply := await ask(door, raw, key=riverside.cafe_key)).status == 503:
                statuses.append(503)
                await asyncio.sleep(0.05)
            statuses.append(reply.status)
        return statuses

    statuses = with_book(database_url, asking)

    assert statuses.count(200) == 60
    assert set(statuses) == {200, 503}
    assert owner.execute("SELECT count(*) FROM deed").fetchone() == (60,)
    # Each member: twelve cups on twelve days, and 10 points for every five days with a deed.
    assert riverside.all_points() == [12 + 20] * 5
