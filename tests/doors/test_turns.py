"""Turns: in the order of asking, nobody waits long for one, and each is given back once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from plaudit.ingest import turns as told
from plaudit.ingest.turns import Turns

TURN_SECONDS = 0.4
"""Longer than in earnest: a busy machine stops for less."""
LONG = 20 * TURN_SECONDS


@pytest.fixture(autouse=True)
def _longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "TURN_SECONDS", TURN_SECONDS)


def at_work(work: Callable[[Turns, list[str]], Awaitable[None]], *, turns: int) -> list[str]:
    """Let something be done with so many turns, and return what it noted."""
    noted: list[str] = []

    async def run() -> None:
        await work(Turns(turns), noted)

    asyncio.run(asyncio.wait_for(run(), LONG))
    return noted


async def working(turns: Turns, called: str, noted: list[str], *, seconds: float = 0.0) -> None:
    """Have a turn, and note when it begins and ends."""
    async with turns.one():
        noted.append(f"{called} begins")
        await asyncio.sleep(seconds)
        noted.append(f"{called} ends")


def test_who_asked_first_comes_first_and_so_many_at_once() -> None:
    async def work(turns: Turns, noted: list[str]) -> None:
        brief = TURN_SECONDS / 20
        await asyncio.gather(*(working(turns, one, noted, seconds=brief) for one in "abc"))

    begun = [one for one in at_work(work, turns=2) if one.endswith("begins")]
    assert begun == ["a begins", "b begins", "c begins"]
    noted = at_work(work, turns=1)
    assert noted == [f"{one} {what}" for one in "abc" for what in ("begins", "ends")]


def test_nobody_waits_for_one_that_takes_long() -> None:
    async def work(turns: Turns, noted: list[str]) -> None:
        long = asyncio.create_task(working(turns, "long", noted, seconds=LONG))
        await asyncio.sleep(0)
        began = asyncio.get_running_loop().time()
        await working(turns, "next", noted)
        assert asyncio.get_running_loop().time() - began < LONG / 2
        # The long one's turn is over: whoever comes now needn't wait for anything.
        began = asyncio.get_running_loop().time()
        await working(turns, "after", noted)
        assert asyncio.get_running_loop().time() - began < TURN_SECONDS / 2
        long.cancel()

    assert at_work(work, turns=1) == [
        f"{one} {what}"
        for one, what in [
            ("long", "begins"), ("next", "begins"), ("next", "ends"), ("after", "begins"),
            ("after", "ends"),
        ]
    ]  # fmt: skip


def test_a_turn_that_ended_by_itself_is_not_given_back_again() -> None:
    async def work(turns: Turns, noted: list[str]) -> None:
        await working(turns, "long", noted, seconds=1.5 * TURN_SECONDS)
        noted.clear()
        brief = TURN_SECONDS / 20
        await asyncio.gather(*(working(turns, one, noted, seconds=brief) for one in "ab"))

    assert at_work(work, turns=1) == ["a begins", "a ends", "b begins", "b ends"]


def test_a_fault_gives_its_turn_back() -> None:
    async def work(turns: Turns, noted: list[str]) -> None:
        for _ in range(3):
            with pytest.raises(OSError, match="gone"):
                async with turns.one():
                    raise OSError("gone")
        began = asyncio.get_running_loop().time()
        await working(turns, "next", noted)
        assert asyncio.get_running_loop().time() - began < TURN_SECONDS / 2

    assert at_work(work, turns=1) == ["next begins", "next ends"]
