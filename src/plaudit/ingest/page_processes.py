"""Processes that answer pages: an interpreter runs one thread at a time, and a machine has cores.

One process listens, and hands whole requests over to that of the others which has the fewest under
way. What has to be one for the whole service stays with it: the lanes of deeds, the limits, keys
and news. Source: docs/decisions/0037-processes.md.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import IO

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.ingest.answers import Answer
from plaudit.ingest.faults import log, log_fault
from plaudit.ingest.limits import AWAY_SECONDS, BUSY_SECONDS, FIRST_PAUSE_SECONDS
from plaudit.ingest.page_process import Channel, Ended, NeverAsked, PageProcess
from plaudit.ingest.ports import Scope
from plaudit.ingest.turns import Turns

STOP_SECONDS = 30
"""How long a process may take to end what it is at; then it is killed."""
WAIT_SECONDS = 15
"""How long a request waits for a process that has a thread free."""
ANSWER_SECONDS = 300
"""How long a process may take for an answer: the largest table that a partner may send takes half a
minute. Then the request is answered without it, and the process ends."""
TRIES = 2
"""Processes that are asked where one ends before it answers: a request may be what ends it."""
STEADY_SECONDS = 10
"""How long a process lives at least if the next one needn't wait before it begins."""
_SAFE = ("GET", "HEAD")


class PageProcesses:
    """Answers whole requests by processes; where one ends, another one begins.

    Takes:   `command`: the module that they run, and what it is told before its sockets.
    """

    def __init__(self, command: Sequence[str], *, processes: int, threads: int) -> None:
        assert processes >= 1, processes
        self._command = command
        self._threads = threads
        self._count = processes
        self._all: set[PageProcess] = set()
        self._ready: list[PageProcess] = []
        self._turns = Turns(processes)
        self._waiting: deque[asyncio.Future[Channel]] = deque()
        self._keepers: list[asyncio.Task[None]] = []
        self._is_stopping = False
        self._stop_begins = asyncio.Event()

    def start(self) -> None:
        """Start the processes. Requests wait until one is ready."""
        self._keepers = [asyncio.create_task(self._keep()) for _ in range(self._count)]

    async def stop(self) -> None:
        """Let the processes end what they are at and go; none is left."""
        self._is_stopping = True
        self._stop_begins.set()
        for process in self._all:
            process.end()
        if self._keepers:
            await asyncio.wait(self._keepers, timeout=STOP_SECONDS)
        for process in self._all:
            process.kill()
        await asyncio.gather(*self._keepers)

    async def __call__(self, scope: Scope, body: IO[bytes]) -> Answer:
        """Return the answer to a request.

        Refuses: TOO_BUSY where none is free for too long, OUR_FAULT where one ended, or gave no
                 answer in time, in the middle of what may have been done: who sent it decides
                 whether to send it again.
        """
        for _ in range(TRIES):
            async with self._turns.one(), self._channel() as channel:
                try:
                    async with asyncio.timeout(ANSWER_SECONDS):
                        return await channel.ask(scope, body)
                except TimeoutError:
                    log.error(
                        "A page gave no answer within %d s; its process ends.", ANSWER_SECONDS
                    )
                    break
                except Ended as ended:
                    if scope["method"] not in _SAFE and not isinstance(ended, NeverAsked):
                        break
        raise Refused(refusal(Code.OUR_FAULT))

    def _drop(self, process: PageProcess) -> None:
        """Ask a process nothing more; when it has ended, its keeper starts another one.

        It may end what it is at, where that has an end.
        """
        process.end()
        asyncio.get_running_loop().call_later(ANSWER_SECONDS, process.kill)
        if process in self._ready:
            self._ready.remove(process)

    @asynccontextmanager
    async def _channel(self) -> AsyncIterator[Channel]:
        """Lend a channel, to those who wait in the order in which they asked."""
        channel = (None if self._waiting else self._free()) or await self._given()
        try:
            yield channel
        finally:
            if channel.is_lost:  # and with it one thread of the process
                channel.close()
                self._drop(channel.process)
            else:
                self._take_back(channel)

    def _free(self) -> Channel | None:
        """Take a channel of the process that has the most of them free; None where none has one."""
        process = max(self._ready, key=lambda one: len(one.free), default=None)
        if process is None or not process.free:
            return None
        self._ready.remove(process)
        self._ready.append(process)  # of equals, the one that was asked longest ago comes first
        return process.free.pop()

    async def _given(self) -> Channel:
        """Wait until a channel is given.

        Refuses: TOO_BUSY where that takes too long.
        """
        asked: asyncio.Future[Channel] = asyncio.get_running_loop().create_future()
        self._waiting.append(asked)
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return await asked
        except BaseException as fault:
            if asked.done() and not asked.cancelled():  # it was given in that moment
                self._take_back(asked.result())
            if isinstance(fault, TimeoutError):
                raise Refused(refusal(Code.TOO_BUSY, wait_seconds=BUSY_SECONDS)) from None
            raise

    def _take_back(self, channel: Channel) -> None:
        channel.process.free.append(channel)
        self._hand_out()

    def _hand_out(self) -> None:
        """Give what is free to those who wait; who has gone meanwhile gets nothing."""
        while self._waiting:
            if self._waiting[0].done():
                self._waiting.popleft()
            elif (channel := self._free()) is None:
                return
            else:
                self._waiting.popleft().set_result(channel)

    async def _keep(self) -> None:
        """Keep one process: where it ends, another one begins, after a pause if it ended soon."""
        clock, pause_seconds = asyncio.get_running_loop().time, 0.0
        while not self._is_stopping:
            began_at = clock()
            try:
                await self._run()
            except Exception as fault:  # noqa: BLE001 (no process, socket or thread left: later)
                log_fault("A process that answers pages could not be started", fault)
            least = max(FIRST_PAUSE_SECONDS, 2 * pause_seconds)
            is_steady = clock() - began_at >= STEADY_SECONDS
            pause_seconds = 0.0 if is_steady else min(AWAY_SECONDS, least)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause_seconds):
                    await self._stop_begins.wait()

    async def _run(self) -> None:
        """Run a process to its end."""
        process = PageProcess(self._command, threads=self._threads)
        self._all.add(process)
        try:
            if await process.is_ready():
                self._ready.append(process)
                self._hand_out()
            else:
                process.kill()
            code = await process.ended()
        finally:
            process.kill()
            self._all.discard(process)
            self._drop(process)
            process.close()
        if not self._is_stopping:
            log.warning("A process that answers pages ended (%d); another one begins.", code)
