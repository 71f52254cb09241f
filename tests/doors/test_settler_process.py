"""Settlers with processes of their own: the same outcomes, and no death of one loses a deed."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from plaudit.actions.batch import Arrival
from plaudit.core.activity import Activity
from plaudit.core.deed import Report
from plaudit.core.refusals import Code
from plaudit.ingest import settler_pipe
from plaudit.ingest.app import Door
from plaudit.ingest.connected import ConnectedRegistry, KnownHandles
from plaudit.ingest.gather import Gather
from plaudit.ingest.keys import Keys
from plaudit.ingest.settler_process import SettlerProcess, UnsettledBatch
from tests.doors.fakes import BATCH, Reply, ask
from tests.doors.test_door_on_the_book import event
from tests.riverside import ACTIVITIES, NOW, Riverside

KILLS = 2
REQUESTS = 40
EACH = 25


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    return Riverside(connection, members=5)


@pytest.fixture
def settler(database_url: str, riverside: Riverside) -> Iterator[SettlerProcess]:
    settler = SettlerProcess(database_url)
    yield settler
    settler.close()


def arrival(riverside: Riverside, event_id: str, subject: str) -> Arrival:
    report = Report(event_id, "cafe", subject, ACTIVITIES["cup_return"], NOW - 10, (2_000_000,))
    return Arrival(riverside.cafe, report)


def is_alive(process_id: int) -> bool:
    status = Path(f"/proc/{process_id}/stat")
    try:
        return status.read_text("ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_it_settles_as_one_in_the_same_process_does(
    settler: SettlerProcess, riverside: Riverside
) -> None:
    whose = riverside.handle(0, riverside.cafe)
    sent = [("a", whose), ("a", whose), ("b", "0" * 32)]

    outcomes = settler.settle([arrival(riverside, *one) for one in sent], now=NOW)

    assert [(one.event_id, one.status) for one in outcomes] == [
        ("a", "accepted"), ("a", "duplicate"), ("b", "refused"),
    ]  # fmt: skip
    assert outcomes[2].refusal is not None
    assert outcomes[2].refusal.code is Code.MEMBER_UNKNOWN
    assert riverside.all_points() == [2, 0, 0, 0, 0]


def test_a_batch_that_cant_be_settled_is_said_to_be_one(
    settler: SettlerProcess, riverside: Riverside
) -> None:
    poisonous = arrival(riverside, "a", riverside.handle(0, riverside.cafe))
    poisonous = poisonous._replace(report=poisonous.report._replace(facts=("two",)))  # type: ignore[arg-type]

    with pytest.raises(UnsettledBatch):
        settler.settle([poisonous], now=NOW)

    assert riverside.all_points() == [0, 0, 0, 0, 0]


def test_a_killed_one_is_away_and_the_next_one_settles(
    settler: SettlerProcess, riverside: Riverside, database_url: str
) -> None:
    deed = arrival(riverside, "a", riverside.handle(0, riverside.cafe))
    os.kill(settler.process_id, signal.SIGKILL)
    with pytest.raises(psycopg.OperationalError):
        settler.settle([deed], now=NOW)

    following = SettlerProcess(database_url)
    [outcome] = following.settle([deed], now=NOW)
    following.close()

    assert outcome.status == "accepted"
    assert not is_alive(following.process_id)


def test_one_without_a_database_is_refused(database_url: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        SettlerProcess(database_url.replace("/plaudit", "/no-such-folder/plaudit"))


def test_the_child_ends_when_its_parent_is_killed(database_url: str, riverside: Riverside) -> None:
    made = (
        "import sys, time; from plaudit.ingest.settler_process import SettlerProcess; "
        "print(SettlerProcess(sys.argv[1]).process_id, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", made, database_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(child, signal.SIGTERM)  # as a stop of the whole group does: the parent decides
        was_alive = is_alive(child)
        parent.kill()
    until = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < until:
        time.sleep(0.02)

    assert was_alive
    assert not is_alive(child)


def test_kills_of_settlers_lose_and_double_nothing(
    database_url: str, riverside: Riverside, owner: psycopg.Connection
) -> None:
    """Each request is sent again until it is answered; meanwhile settlers are killed."""
    chance = random.Random(1)
    opened: list[SettlerProcess] = []

    def open_settler() -> SettlerProcess:
        opened.append(SettlerProcess(database_url))
        return opened[-1]

    async def send(door: Door, raw: bytes) -> Reply:
        while True:
            reply = await ask(door, raw, key=riverside.cafe_key, content_type=BATCH)
            if reply.status != 503:
                return reply
            await asyncio.sleep(0.05)

    async def kill() -> None:
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.05, 0.3))
            while not (alive := [one for one in opened if is_alive(one.process_id)]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            os.kill(chance.choice(alive).process_id, signal.SIGKILL)

    async def run() -> list[Reply]:
        gather = Gather(
            open_settler, members_of=KnownHandles().members_of, writers=2, clock=lambda: NOW
        )
        door = Door(Keys(ConnectedRegistry(database_url)), gather)
        await door.start()
        while len(opened) < 2:  # noqa: ASYNC110 (threads open them)
            await asyncio.sleep(0.01)
        raws = [
            json.dumps([event(riverside, n) for n in range(EACH * k, EACH * k + EACH)]).encode()
            for k in range(REQUESTS)
        ]
        killing = asyncio.create_task(kill())
        replies = [reply for raw in raws for reply in [await send(door, raw)]]
        await killing
        await door.stop()
        return replies

    replies = asyncio.run(run())

    said = {one["status"] for reply in replies for one in reply.json["outcomes"]}
    assert said <= {"accepted", "duplicate"}
    assert len(opened) > 2
    assert not any(is_alive(one.process_id) for one in opened)
    assert owner.execute("SELECT count(*) FROM deed").fetchone() == (REQUESTS * EACH,)
    assert owner.execute("SELECT sum(deeds) FROM batch_total").fetchone() == (REQUESTS * EACH,)


def test_a_child_is_told_of_each_activity_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settler_pipe, "ACTIVITIES_TOLD_MAX", 3)
    told = settler_pipe.Told()
    known: list[Activity] = []
    cup, ride = (
        ACTIVITIES["cup_return"],
        next(one for id, one in ACTIVITIES.items() if id != "cup_return"),
    )
    new_cup = dataclasses.replace(cup)  # as after a change of the catalogue
    sent = []
    for kinds in ([cup, cup], [cup], [ride, new_cup], [new_cup], [ride, dataclasses.replace(cup)]):
        batch = [
            Arrival(number, Report("id", "cafe", "handle", kind, NOW, ()))
            for number, kind in enumerate(kinds)
        ]
        asked = pickle.loads(pickle.dumps(told.asked_of(batch, now=NOW)))
        sent.append((asked.first, len(asked.activities)))
        assert asked.arrivals(known) == batch

    assert sent == [(0, 1), (1, 0), (1, 2), (0, 1), (1, 2)]
