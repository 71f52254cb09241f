"""Processes that answer pages: which one is asked, what becomes of one that ends, a clean stop."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest

from plaudit.core.refusals import Code, Refused
from plaudit.ingest import page_process, page_processes, turns
from plaudit.ingest.answers import Answer
from plaudit.ingest.page_answering import answer_all
from plaudit.ingest.page_process import PageProcess
from plaudit.ingest.page_processes import PageProcesses
from tests.doors import answering_child
from tests.doors.test_settler_process import is_alive

Ask = Callable[..., Awaitable[Answer]]
CHILD = answering_child.__name__
LARGE = bytes(range(256)) * 8_192
"""Two megabytes: more than a socket takes at a time."""


@asynccontextmanager
async def running(
    how: str = "usual", *, module: str = CHILD, processes: int = 2
) -> AsyncIterator[Ask]:
    """Run some processes, and lend what asks them."""
    served = PageProcesses([module, how], processes=processes, threads=4)
    served.start()

    async def ask(path: str, body: bytes | BytesIO = b"", *, method: str = "GET") -> Answer:
        scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "state": {}}
        return await served(scope, BytesIO(body) if isinstance(body, bytes) else body)

    try:
        yield ask
    finally:
        await served.stop()


async def several_at_once(ask: Ask, how_many: int = 4) -> set[int]:
    """Return which processes answer when so many ask at once."""
    found = await asyncio.gather(*(ask("/slow") for _ in range(how_many)))
    return {int(answer.body) for answer in found}


async def both_ready(ask: Ask) -> set[int]:
    """Wait until both processes answer, and return which they are."""
    while len(found := await several_at_once(ask)) < 2:
        pass
    return found


def test_requests_are_shared_a_killed_process_is_replaced_and_a_stop_leaves_none(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def run() -> tuple[set[int], set[int]]:
        async with running() as ask:
            before = await both_ready(ask)
            more = await several_at_once(ask, 12)  # than there are threads: some wait
            assert more == before
            assert (await ask("/echo", LARGE, method="POST")).body == LARGE
            assert (await ask("/fault")).status == 500

            asked = asyncio.gather(*(ask("/slow") for _ in range(6)))
            await asyncio.sleep(2 * turns.TURN_SECONDS)
            os.kill(min(before), signal.SIGTERM)  # as a stop of the whole group: the parent decides
            os.kill(max(before), signal.SIGKILL)
            answered = {int(one.body) for one in await asked}
            assert min(before) in answered
            assert max(before) not in answered

            after = await both_ready(ask)
            assert before & after == {min(before)}

            with pytest.raises(Refused) as no:  # it may have been done: no other one is asked
                await ask("/end", method="POST")
            assert no.value.refusal.code is Code.OUR_FAULT
            assert (await ask("/echo", b"x", method="POST")).body == b"x"
            return before, after

    before, after = asyncio.run(run())

    assert not any(map(is_alive, before | after))
    assert "ended (-9); another one begins" in caplog.text
    assert "what was sent" not in caplog.text


def test_a_process_works_at_one_request_at_a_time_where_none_takes_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "TURN_SECONDS", 10.0)  # none takes long on a busy machine either

    async def run() -> list[bytes]:
        async with running() as ask:
            await both_ready(ask)
            return [one.body for one in await asyncio.gather(*(ask("/moment") for _ in range(8)))]

    moments = sorted([int(number) for number in said.split()] for said in asyncio.run(run()))

    assert len({process for process, _, _ in moments}) == 2
    for (one, _, ended_at), (other, began_at, _) in pairwise(moments):
        assert one != other or ended_at <= began_at, moments


def test_where_none_begins_a_request_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_processes, "WAIT_SECONDS", 0.2)

    async def run() -> None:
        async with running(module="keyword") as ask:  # a module that ends at once
            await ask("/")

    with pytest.raises(Refused) as no:
        asyncio.run(run())
    assert no.value.refusal.code is Code.TOO_BUSY


class Unreadable(BytesIO):
    """A body on a disk that gives nothing back."""

    def read(self, _size: int | None = -1, /) -> bytes:
        raise OSError(errno.EIO, "nothing")


def test_a_body_that_cannot_be_kept_or_read_takes_nobody_elses_answer_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def run() -> None:
        async with running("full") as ask:
            before = await both_ready(ask)
            others = asyncio.gather(*(ask("/slow", method="POST") for _ in range(4)))
            assert (await ask("/echo", 2 * LARGE, method="POST")).status == 500
            assert {int(one.body) for one in await others} == before
            assert await both_ready(ask) == before

            others = asyncio.gather(*(ask("/slow", method="POST") for _ in range(4)))
            await asyncio.sleep(0.05)
            with pytest.raises(OSError, match="nothing"):
                await ask("/echo", Unreadable(b"x"), method="POST")
            assert {int(one.body) for one in await others} == before

    asyncio.run(run())
    assert "ended (-9)" not in caplog.text


def test_one_that_gives_no_answer_is_ended_and_the_request_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def run() -> None:
        async with running(processes=1) as ask:
            first = (await ask("/")).body
            monkeypatch.setattr(page_processes, "ANSWER_SECONDS", 0.5)
            with pytest.raises(Refused) as no:
                await ask("/never")
            assert no.value.refusal.code is Code.OUR_FAULT
            async with asyncio.timeout(20):
                assert (await ask("/")).body != first
            assert not is_alive(int(first))

    asyncio.run(run())


def test_a_stop_waits_for_no_pause(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_processes, "FIRST_PAUSE_SECONDS", 600)
    monkeypatch.setattr(page_processes, "AWAY_SECONDS", 600)

    async def run() -> None:
        async with asyncio.timeout(20):
            async with running("dies", processes=1):
                await told(caplog, "ended (4)", times=1)

    asyncio.run(run())


async def told(caplog: pytest.LogCaptureFixture, what: str, *, times: int) -> None:
    """Wait until the log says something so many times."""
    async with asyncio.timeout(20):
        while caplog.text.count(what) < times:  # noqa: ASYNC110 (a log wakes nobody)
            await asyncio.sleep(0.02)


def test_one_that_dies_as_soon_as_it_is_ready_begins_again_after_a_pause(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_processes, "FIRST_PAUSE_SECONDS", 1)

    async def run() -> None:
        async with running("dies", processes=1):
            await told(caplog, "ended (4)", times=1)
            await asyncio.sleep(0.6)
            assert caplog.text.count("ended (4)") == 1

    asyncio.run(run())


def test_one_that_is_never_ready_is_killed_and_another_one_begins(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_process, "READY_SECONDS", 0.1)

    async def run() -> None:
        async with running("hangs"):
            await told(caplog, "ended (-9)", times=3)

    asyncio.run(run())


def test_one_that_can_not_be_watched_is_killed_and_another_one_begins(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, unwatched = PageProcess.ended, list[PageProcess]()

    async def ended_or_not(process: PageProcess) -> int:
        if len(unwatched) < 2:
            unwatched.append(process)
            raise RuntimeError("can't start new thread")
        return await ended(process)

    monkeypatch.setattr(PageProcess, "ended", ended_or_not)

    async def run() -> set[int]:
        async with running() as ask:
            await told(caplog, "could not be started: RuntimeError", times=2)
            assert [await ended(one) for one in unwatched] == [-signal.SIGKILL] * 2
            return await both_ready(ask)

    assert not any(map(is_alive, asyncio.run(run())))


def test_none_is_ready_where_the_system_has_no_thread_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    ours, theirs = socket.socketpair()
    monkeypatch.setattr(threading.Thread, "start", start)
    monkeypatch.setattr(socket, "socket", lambda fileno: theirs)  # noqa: ARG005 (it is that one)
    with ours, theirs:
        with pytest.raises(RuntimeError, match="thread"):
            answer_all(answering_child.answer, [theirs.fileno()])
        with pytest.raises(BlockingIOError):
            ours.recv(1, socket.MSG_DONTWAIT)


def halt(process_id: int) -> None:
    """Let a process stand still until it is told to go on."""
    os.kill(process_id, signal.SIGSTOP)
    os.waitid(os.P_PID, process_id, os.WSTOPPED)


@pytest.mark.skipif(sys.platform != "linux", reason="there the socket doesn't say so")
def test_what_a_killed_process_never_read_is_asked_of_another_one() -> None:
    async def run() -> None:
        async with running() as ask:
            both = await both_ready(ask)
            for one in both:
                halt(one)
            forms = asyncio.gather(*(ask("/", b"a=1", method="POST") for _ in both))
            await asyncio.sleep(0.05)  # one lies unread at each
            os.kill(min(both), signal.SIGKILL)
            os.kill(max(both), signal.SIGCONT)
            answered = {int(one.body) for one in await forms}
            assert min(both) not in answered
            assert max(both) in answered

    asyncio.run(run())


LEAVING = f"""
import asyncio, io
from plaudit.ingest.page_processes import PageProcesses
async def main():
    served = PageProcesses([{CHILD!r}, "usual"], processes=2, threads=1)
    served.start()
    return (await served({{"method": "GET", "path": "/"}}, io.BytesIO())).body
print(asyncio.run(main()).decode())
"""


def test_a_service_that_ends_without_a_stop_waits_for_no_process_and_leaves_none() -> None:
    command = [sys.executable, "-c", LEAVING]
    # What it and its processes say is read to its end, which comes with that of the last one.
    told = subprocess.run(command, check=True, capture_output=True, timeout=20)

    assert int(told.stdout) > 0
    assert told.stderr == b""
