"""Lanes: a request over several writers is answered as one, and members stay with theirs."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Sequence

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.core.deed import Report
from plaudit.core.ledger import Outcome
from plaudit.ingest.gather import Gather
from plaudit.ingest.lanes import places_by_lane
from plaudit.ingest.limits import ONE_LANE_DEEDS_MAX
from plaudit.ingest.writer import Answer
from tests.doors.bodies import ACTIVITIES, deed
from tests.doors.fakes import BATCH, NOW, FakeBook, Reply, ask, members_of, opened


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


def test_deeds_by_themselves_share_a_lane_until_many_wait() -> None:
    book, told = FakeBook(), list[Answer]()
    all_wait = threading.Event()
    book.before_commit = lambda: all_wait.wait(10)
    deeds = [arrival(f"e-{n}", f"member-{n % 10}") for n in range(ONE_LANE_DEEDS_MAX + 40)]
    beyond = deeds[ONE_LANE_DEEDS_MAX:]
    other_lane = {one.report.event_id for one in beyond if members_of([one])[0] % 2}

    async def run() -> None:
        gather = Gather(book.open_settler, members_of=members_of, writers=2, clock=lambda: NOW)
        gather.start()
        assert all(gather.put(one, told.append) for one in deeds)
        all_wait.set()
        await gather.stop()
        await asyncio.sleep(0)

    asyncio.run(run())

    batches = [{report.event_id for _, report in batch} for batch in book.batches]
    assert sorted(book.settled) == sorted(one.report.event_id for one in deeds)
    assert 0 < len(other_lane) < len(beyond)
    assert all(batch <= other_lane or not batch & other_lane for batch in batches)
    assert [answer[0].status for answer in told if isinstance(answer, list)] == ["accepted"] * 240
