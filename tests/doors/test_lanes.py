"""Lanes: a request over several writers is answered as one, and members stay with theirs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.core.deed import Report
from plaudit.core.ledger import Outcome
from plaudit.ingest.lanes import places_by_lane
from tests.doors.bodies import ACTIVITIES, deed
from tests.doors.fakes import BATCH, FakeBook, Reply, ask, members_of, opened


def test_a_batch_over_two_writers_is_answered_in_its_own_order() -> None:
    book = FakeBook()
    ids = [f"nobody-{n}" if n % 3 else f"e-{n}" for n in range(90)]
    raw = json.dumps([deed(n, id=id, subject=f"{n:032x}") for n, id in enumerate(ids)])

    async def run() -> Reply:
        async with opened(book, writers=2) as door:
            return await ask(door, raw.encode(), content_type=BATCH)

    outcomes = asyncio.run(run()).json["outcomes"]

    assert len(book.batches) == 2
    assert [one["id"] for one in outcomes] == ids
    assert [one["status"] for one in outcomes] == ["accepted", "refused", "refused"] * 30


def test_a_batch_is_away_when_one_of_its_writers_is() -> None:
    book = FakeBook()
    sound = book.settle

    def settle(arrivals: Sequence[Arrival], *, now: int) -> list[Outcome]:
        if any(report.event_id == "till-7/000007" for _, report in arrivals):
            raise psycopg.OperationalError("away")
        return sound(arrivals, now=now)

    book.settle = settle  # type: ignore[method-assign]
    raw = json.dumps([deed(n, subject=f"{n:032x}") for n in range(50)]).encode()

    async def run() -> Reply:
        async with opened(book, writers=2) as door:
            return await ask(door, raw, content_type=BATCH)

    assert asyncio.run(run()).status == 503
    assert 0 < len(book.settled) < 50


def arrival(event_id: str, subject: str) -> Arrival:
    return Arrival(1, Report(event_id, "cafe-lotus", subject, ACTIVITIES["cup_return"], 0, ()))


def test_a_members_deeds_go_down_one_lane() -> None:
    deeds = [arrival(f"e-{n}", f"member-{n % 10}") for n in range(100)]

    parts = places_by_lane(deeds, members_of=members_of, lanes=3)

    assert sorted(place for places in parts.values() for place in places) == list(range(100))
    whose = [{deeds[place].report.subject for place in places} for places in parts.values()]
    assert len(parts) > 1
    assert sum(map(len, whose)) == len(set().union(*whose))


def test_an_event_named_twice_keeps_its_request_whole() -> None:
    deeds = [arrival(event_id, f"member-{n}") for n, event_id in enumerate("abcdefa")]

    [places] = places_by_lane(deeds, members_of=members_of, lanes=3).values()

    assert list(places) == list(range(7))
