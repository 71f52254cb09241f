"""Group commit: nobody waits for others, nobody is harmed by others, nothing is said too early."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Sequence
from itertools import count

import pytest

from plaudit.actions.batch import Arrival
from plaudit.core.ledger import Outcome
from plaudit.core.refusals import Code, Refused
from plaudit.ingest import gather as gathering
from plaudit.ingest.app import Door
from plaudit.ingest.gather import Gather
from plaudit.ingest.limits import SETTLED_DEEDS_MAX
from plaudit.ingest.ports import Settler
from tests.doors.bodies import body, deed
from tests.doors.fakes import BATCH, FakeBook, Gate, Reply, ask, members_of, opened, with_door


def one(number: int, event_id: str | None = None) -> bytes:
    return json.dumps(deed(number, **({"id": event_id} if event_id else {}))).encode()


def test_requests_that_wait_are_settled_together_in_their_order() -> None:
    book = FakeBook()
    gate = Gate(book)

    async def asking(door: Door) -> list[Reply]:
        first = asyncio.create_task(ask(door, one(0)))
        await gate.reached()
        others = []
        for number in range(1, 40):
            others.append(asyncio.create_task(ask(door, one(number))))
            await asyncio.sleep(0)
        await asyncio.sleep(0.05)
        gate.open()
        return await asyncio.gather(first, *others)

    replies = with_door(book, asking)

    assert [len(batch) for batch in book.batches] == [1, 39]
    assert book.settled == [f"till-7/{number:06d}" for number in range(40)]
    assert all(reply.status == 200 for reply in replies)


def test_nobody_is_answered_before_the_commit() -> None:
    book = FakeBook()
    gate = Gate(book)

    async def asking(door: Door) -> None:
        asked = asyncio.create_task(ask(door, one(1)))
        await gate.reached()
        await asyncio.sleep(0.05)
        assert not asked.done()
        gate.open()
        assert (await asked).status == 200

    with_door(book, asking)


def test_a_lone_request_is_not_held_up() -> None:
    async def asking(door: Door) -> float:
        await ask(door, one(0))
        started = time.perf_counter()
        for number in range(1, 51):
            await ask(door, one(number))
        return time.perf_counter() - started

    # Fifty in a row: a wait of even 10 ms for company would take half a second.
    assert with_door(FakeBook(), asking) < 0.4


def test_a_transaction_has_a_limited_number_of_deeds(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(book := FakeBook())
    settle, all_wait, numbers = Gather.settle, asyncio.Event(), count(1)

    async def seen(gather: Gather, arrivals: Sequence[Arrival]) -> list[Outcome]:
        if next(numbers) == 8:
            all_wait.set()
        return await settle(gather, arrivals)

    monkeypatch.setattr(Gather, "settle", seen)

    async def asking(door: Door) -> list[Reply]:
        first = asyncio.create_task(ask(door, one(0)))
        await gate.reached()
        others = [
            asyncio.create_task(
                ask(door, body(*map(deed, range(2000 * n, 2000 * n + 2000))), content_type=BATCH)
            )
            for n in range(1, 8)
        ]
        await all_wait.wait()  # until all of it was read
        gate.open()
        return await asyncio.gather(first, *others)

    replies = with_door(book, asking)

    assert max(len(batch) for batch in book.batches) <= SETTLED_DEEDS_MAX
    assert [len(batch) for batch in book.batches] == [1, 10_000, 4_000]
    assert [len(reply.json["outcomes"]) for reply in replies] == [1, *[2000] * 7]


def test_a_poisonous_request_harms_no_other_and_its_content_is_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    book = FakeBook()
    gate = Gate(book)
    caplog.set_level(logging.DEBUG)

    async def asking(door: Door) -> list[Reply]:
        first = asyncio.create_task(ask(door, one(0)))
        await gate.reached()
        others = [
            asyncio.create_task(ask(door, one(n, "poison-13" if n == 13 else None)))
            for n in range(1, 32)
        ]
        await asyncio.sleep(0.05)
        gate.open()
        return await asyncio.gather(first, *others)

    replies = with_door(book, asking)

    assert [reply.status for reply in replies].count(200) == 31
    assert replies[13].status == 500
    assert replies[13].json["code"] == Code.OUR_FAULT
    assert sorted(book.settled) == [f"till-7/{n:06d}" for n in range(32) if n != 13]
    assert "AssertionError" in caplog.text
    assert "poison-13" not in caplog.text
    assert deed()["subject"] not in caplog.text


def test_while_the_database_is_away_all_are_asked_to_come_back_and_it_is_found_again() -> None:
    book = FakeBook()

    async def asking(door: Door) -> tuple[list[Reply], Reply]:
        await ask(door, one(0))
        book.is_away = True
        away = await asyncio.gather(*(ask(door, one(n)) for n in range(1, 20)))
        book.is_away = False
        deadline = time.monotonic() + 10
        while (back := await ask(door, one(1))).status == 503:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)
        return list(away), back

    away, back = with_door(book, asking)

    assert {reply.status for reply in away} == {503}
    assert {reply.json["code"] for reply in away} == {Code.SERVICE_AWAY}
    assert all(int(reply.headers["retry-after"]) > 0 for reply in away)
    assert back.json["outcomes"][0]["status"] == "accepted"
    assert book.settled == ["till-7/000000", "till-7/000001"]


def test_the_door_opens_while_the_database_is_away() -> None:
    book = FakeBook()
    book.is_away = True

    assert with_door(book, lambda door: ask(door, one(1))).status == 503


def test_a_client_that_goes_away_stops_nobodys_commit() -> None:
    book = FakeBook()
    gate = Gate(book)

    async def asking(door: Door) -> Reply:
        first = asyncio.create_task(ask(door, one(0)))
        await gate.reached()
        leaving = asyncio.create_task(ask(door, one(1)))
        staying = asyncio.create_task(ask(door, one(2)))
        await asyncio.sleep(0.05)
        leaving.cancel()
        first.cancel()
        gate.open()
        reply = await staying
        assert (await ask(door, one(3))).status == 200
        return reply

    assert with_door(book, asking).status == 200
    assert book.settled == [f"till-7/{n:06d}" for n in range(4)]


def test_too_many_waiting_deeds_are_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "WAITING_DEEDS_MAX", 10)
    book = FakeBook()
    gate = Gate(book)

    async def asking(door: Door) -> list[Reply]:
        held = [asyncio.create_task(ask(door, one(n))) for n in range(10)]
        await gate.reached()
        await asyncio.sleep(0.05)
        busy = await ask(door, one(10))
        gate.open()
        return [busy, *await asyncio.gather(*held), await ask(door, one(11))]

    busy, *rest = with_door(book, asking)

    assert (busy.status, busy.json["code"]) == (503, Code.TOO_BUSY)
    assert int(busy.headers["retry-after"]) > 0
    assert {reply.status for reply in rest} == {200}
    assert len(book.settled) == 11


def test_stopping_settles_what_was_taken_in() -> None:
    book = FakeBook()

    async def run() -> list[Reply]:
        async with opened(book) as door:
            gate = Gate(book)
            asked = [asyncio.create_task(ask(door, one(n))) for n in range(20)]
            await gate.reached()
            await asyncio.sleep(0.05)
            stopping = asyncio.create_task(door._gather.stop())
            await asyncio.sleep(0)
            late = await ask(door, one(99))
            gate.open()
            await stopping
            return [late, *await asyncio.gather(*asked)]

    late, *replies = asyncio.run(run())

    assert late.status == 503
    assert {reply.status for reply in replies} == {200}
    assert len(book.settled) == 20
    assert book.opened == 1
    assert book.closed >= 1


def test_two_writers_lose_and_double_nothing() -> None:
    book = FakeBook()

    async def run() -> list[Reply]:
        async with opened(book, writers=2) as door:
            return await asyncio.gather(*(ask(door, one(n)) for n in range(500)))

    replies = asyncio.run(run())

    assert {reply.status for reply in replies} == {200}
    assert sorted(book.settled) == [f"till-7/{n:06d}" for n in range(500)]


def test_a_writer_that_cant_be_opened_answers_and_goes_on_trying() -> None:
    book = FakeBook()
    sound = book.open_settler
    faults = [OSError("no process"), RuntimeError("no right")]

    def open_settler() -> Settler:
        if faults:
            raise faults.pop()
        return sound()

    book.open_settler = open_settler  # type: ignore[method-assign]

    async def asking(door: Door) -> list[int]:
        statuses: list[int] = []
        while 200 not in statuses:
            statuses.append((await ask(door, one(len(statuses)))).status)
            await asyncio.sleep(0.05)
        return statuses

    assert set(with_door(book, asking)) <= {200, 503}
    assert faults == []


def test_no_deeds_need_no_writer() -> None:
    async def settle_nothing() -> None:
        gather = gathering.Gather(FakeBook().open_settler, members_of=members_of)
        assert await gather.settle([]) == []
        gather._is_stopping = True
        with pytest.raises(Refused):
            await gather.settle([None])  # type: ignore[list-item]

    asyncio.run(settle_nothing())
