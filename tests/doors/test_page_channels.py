"""The channels to page processes: lent in the order of asking, and never lost."""

from __future__ import annotations

import asyncio
from typing import cast

import pytest

from plaudit.core.refusals import Code, Refused
from plaudit.ingest import page_processes
from plaudit.ingest.page_process import Channel, PageProcess
from plaudit.ingest.page_processes import PageProcesses


class _Process:
    """A process of which only its channels are looked at."""

    def __init__(self) -> None:
        self.free: list[_Channel] = []


class _Channel:
    is_lost = False

    def __init__(self, process: _Process) -> None:
        self.process = process


class Lent:
    """One channel, lent out from the start."""

    def __init__(self) -> None:
        self.pages = PageProcesses(["nothing"], processes=1, threads=1)
        self.process = _Process()
        self.pages._ready.append(cast("PageProcess", self.process))
        self.channel = cast("Channel", _Channel(self.process))
        self.had: list[str] = []

    async def ask(self, called: str) -> None:
        async with self.pages._channel() as channel:
            assert channel is self.channel
            self.had.append(called)
            await asyncio.sleep(0)

    def asking(self, *called: str) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self.ask(one)) for one in called]

    def give_back(self) -> None:
        self.pages._take_back(self.channel)


def test_who_waits_longest_has_the_next_one_and_nobody_overtakes() -> None:
    async def run() -> list[str]:
        lent = Lent()
        first = lent.asking("a", "b")
        await asyncio.sleep(0.01)
        lent.give_back()
        later = lent.asking("c")
        await asyncio.gather(*first, *later)
        return lent.had

    assert asyncio.run(run()) == ["a", "b", "c"]


@pytest.mark.parametrize("is_given_first", [True, False])
def test_what_was_given_to_one_who_has_gone_is_given_to_the_next(*, is_given_first: bool) -> None:
    async def run() -> list[str]:
        lent = Lent()
        gone, next_one = lent.asking("gone", "next")
        await asyncio.sleep(0.01)
        if is_given_first:
            lent.give_back()
        gone.cancel()
        if not is_given_first:
            lent.give_back()
        await asyncio.wait_for(next_one, 5)
        assert gone.cancelled()
        assert len(lent.process.free) == 1
        return lent.had

    assert asyncio.run(run()) == ["next"]


def test_who_waits_too_long_is_told_and_takes_nothing_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page_processes, "WAIT_SECONDS", 0.05)

    async def run() -> list[str]:
        lent = Lent()
        with pytest.raises(Refused) as no:
            await lent.ask("too long")
        assert no.value.refusal.code is Code.TOO_BUSY
        lent.give_back()
        await lent.ask("later")
        return lent.had

    assert asyncio.run(run()) == ["later"]
