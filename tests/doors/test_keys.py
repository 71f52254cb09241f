"""Partners' keys at the door: remembered for seconds, looked up once, and guessing harms nobody."""

from __future__ import annotations

import asyncio
import json

from plaudit.ingest.app import Door
from tests.doors.bodies import deed
from tests.doors.fakes import KEY, FakeBook, Reply, ask, with_door


def one(number: int) -> bytes:
    return json.dumps(deed(number)).encode()


def test_a_withdrawn_key_stops_within_five_seconds() -> None:
    book = FakeBook()
    now = [0.0]

    async def asking(door: Door) -> list[int]:
        door._keys._clock = lambda: now[0]
        statuses = [(await ask(door, one(0))).status]
        del book.keys[KEY]
        now[0] = 4.9
        statuses.append((await ask(door, one(1))).status)
        now[0] = 5.0
        statuses.append((await ask(door, one(2))).status)
        return statuses

    assert with_door(book, asking) == [200, 200, 401]


def test_a_key_is_looked_up_once_for_many_requests() -> None:
    book = FakeBook()

    async def asking(door: Door) -> None:
        await asyncio.gather(*(ask(door, one(n)) for n in range(50)))

    with_door(book, asking)

    assert book.asked_keys == [KEY]


def test_guessing_keys_holds_up_nobody_who_has_one() -> None:
    book = FakeBook()
    now = [0.0]

    async def asking(door: Door) -> tuple[list[Reply], Reply]:
        door._keys._clock = lambda: now[0]
        await ask(door, one(0))
        now[0] = 6.0  # the known key has to be looked up anew, in the middle of it
        guesses = [asyncio.create_task(ask(door, one(1), key=f"guess{n}")) for n in range(100)]
        reply = await ask(door, one(2))
        return await asyncio.gather(*guesses), reply

    guessed, reply = with_door(book, asking)

    assert reply.status == 200
    assert {answer.status for answer in guessed} == {401, 503}
    assert len(book.asked_keys) < 20
