"""Group commit: requests that arrive while a transaction runs are settled together in the next.

No request is answered before its deeds are committed, and none is held up to wait for others.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from plaudit.actions.batch import Arrival
from plaudit.core.ledger import Outcome
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.ingest.limits import BUSY_SECONDS, DRAIN_SECONDS_MAX, WAITING_DEEDS_MAX
from plaudit.ingest.ports import OpenSettler
from plaudit.ingest.writer import Answer, Queue, Waiting, Writer


def wall_clock() -> int:
    """Return the present instant: microseconds since the epoch, UTC."""
    return time.time_ns() // 1_000


class Gather:
    """Takes deeds from many requests and gives each request its own outcomes back."""

    def __init__(
        self,
        open_settler: OpenSettler,
        *,
        writers: int = 1,
        clock: Callable[[], int] = wall_clock,
    ) -> None:
        assert writers >= 1, writers
        self._queue = Queue()
        self._writers = [Writer(self._queue, open_settler, clock=clock) for _ in range(writers)]
        self._waiting_deeds = 0
        self._is_stopping = False

    def start(self) -> None:
        """Start the writers. The database may be away; they go on trying."""
        for writer in self._writers:
            writer.start()

    async def stop(self) -> None:
        """Settle what was taken in, then let the writers go."""
        self._is_stopping = True
        self._queue.close()
        for writer in self._writers:
            ended = await asyncio.to_thread(writer.join, wait_seconds=DRAIN_SECONDS_MAX)
            assert ended, "a writer is still settling"

    async def settle(self, arrivals: Sequence[Arrival]) -> list[Outcome]:
        """Settle one request's deeds and return an outcome for each, once they are committed.

        Refuses: TOO_BUSY, SERVICE_AWAY (nothing was stored, or it can't be known: sending again is
                 harmless), OUR_FAULT (nothing was stored).
        """
        if not arrivals:
            return []
        if self._is_stopping or self._waiting_deeds + len(arrivals) > WAITING_DEEDS_MAX:
            raise Refused(refusal(Code.TOO_BUSY, wait_seconds=BUSY_SECONDS))
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[Answer] = loop.create_future()

        def arrive(answer: Answer) -> None:
            self._waiting_deeds -= len(arrivals)
            if not answered.done():  # a client that went away took its future with it
                answered.set_result(answer)

        def tell(answer: Answer) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(arrive, answer)

        self._waiting_deeds += len(arrivals)
        self._queue.put(Waiting(arrivals, tell))
        answer = await answered
        if isinstance(answer, Refusal):
            raise Refused(answer)
        return answer
