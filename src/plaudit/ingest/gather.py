"""Group commit: requests that arrive while a transaction runs are settled together in the next.

No request is answered before all its deeds are committed, and none is held up to wait for others.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from zlib import crc32

from plaudit.actions.batch import Arrival
from plaudit.core.ledger import Outcome
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.ingest.lanes import places_by_lane
from plaudit.ingest.limits import (
    BUSY_SECONDS,
    DRAIN_SECONDS_MAX,
    ONE_LANE_DEEDS_MAX,
    WAITING_DEEDS_MAX,
)
from plaudit.ingest.ports import MembersOf, OpenSettler
from plaudit.ingest.writer import Answer, Queue, Settled, Waiting, Writer

_new_tuple = tuple.__new__
"""Makes a NamedTuple without the detour over its keywords: this runs for every deed."""


def wall_clock() -> int:
    """Return the present instant: microseconds since the epoch, UTC."""
    return time.time_ns() // 1_000


class Gather:
    """Takes deeds from many requests and gives each request its own outcomes back."""

    def __init__(
        self,
        open_settler: OpenSettler,
        *,
        members_of: MembersOf,
        writers: int = 1,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        assert writers >= 1, writers
        self._members_of = members_of
        self._lanes = [Queue() for _ in range(writers)]
        self._writers = [
            Writer(lane, open_settler, hand_back=self._hand_back, clock=clock)
            for lane in self._lanes
        ]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting_deeds = 0
        self._is_stopping = False

    def start(self) -> None:
        """Start the writers. The database may be away; they go on trying."""
        self._loop = asyncio.get_running_loop()
        for writer in self._writers:
            writer.start()

    async def stop(self) -> None:
        """Settle what was taken in, then let the writers go."""
        self._is_stopping = True
        for lane in self._lanes:
            lane.close()
        for writer in self._writers:
            ended = await asyncio.to_thread(writer.join, wait_seconds=DRAIN_SECONDS_MAX)
            assert ended, "a writer is still settling"

    async def settle(self, arrivals: Sequence[Arrival]) -> list[Outcome]:
        """Settle one request's deeds and return an outcome for each, once they are committed.

        Refuses: TOO_BUSY (nothing was stored), SERVICE_AWAY and OUR_FAULT (nothing, or only some
                 of it was stored: sending again is harmless).
        """
        if not arrivals:
            return []
        if self._is_stopping or self._waiting_deeds + len(arrivals) > WAITING_DEEDS_MAX:
            raise Refused(refusal(Code.TOO_BUSY, wait_seconds=BUSY_SECONDS))
        parts = places_by_lane(arrivals, members_of=self._members_of, lanes=len(self._lanes))
        answers = await asyncio.gather(
            *(
                self._put([arrivals[place] for place in places], lane=lane)
                for lane, places in parts.items()
            )
        )
        by_place: dict[int, Outcome] = {}
        for places, answer in zip(parts.values(), answers, strict=True):
            if isinstance(answer, Refusal):
                raise Refused(answer)
            by_place.update(zip(places, answer, strict=True))
        return [by_place[place] for place in range(len(arrivals))]

    def put(self, arrival: Arrival, tell: Callable[[Answer], None]) -> bool:
        """Put one deed where it waits for a writer; `tell` hears of it once it is committed.

        False: there is no room, and it wasn't put. Deeds by themselves share a lane while they are
        few: a transaction costs as much as thirty deeds, and two writers would need twice as many.
        """
        if self._is_stopping or self._waiting_deeds >= WAITING_DEEDS_MAX:
            return False
        lane = 0
        if self._waiting_deeds >= ONE_LANE_DEEDS_MAX:
            lane = crc32(arrival.report.subject.encode()) % len(self._lanes)
        self._waiting_deeds += 1
        self._lanes[lane].put(_new_tuple(Waiting, ((arrival,), tell)))
        return True

    def _put(self, arrivals: Sequence[Arrival], *, lane: int) -> asyncio.Future[Answer]:
        """Put deeds into a lane and return what will be their answer."""
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        def tell(answer: Answer) -> None:
            if not answered.done():  # a client that went away took its future with it
                answered.set_result(answer)

        self._waiting_deeds += len(arrivals)
        self._lanes[lane].put(Waiting(arrivals, tell))
        return answered

    def _hand_back(self, settled: Settled) -> None:
        """Have those who wait told, on the loop: one call for all, from a writer's thread."""
        assert self._loop is not None, "a writer that wasn't started"
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, settled)

    def _tell(self, settled: Settled) -> None:
        for waiting, answer in settled:
            self._waiting_deeds -= len(waiting.arrivals)
            waiting.tell(answer)
