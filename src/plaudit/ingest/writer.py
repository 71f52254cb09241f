"""Writers: threads that settle what is waiting, in one transaction at a time.

A writer takes all that waits as soon as it is free: a lone request is not held up, and the more
arrive while a transaction runs, the more the next one takes with it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import NamedTuple

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.core.ledger import Outcome
from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.ingest.faults import log, log_fault
from plaudit.ingest.limits import AWAY_SECONDS, FIRST_PAUSE_SECONDS, SETTLED_DEEDS_MAX
from plaudit.ingest.ports import OpenSettler, Settler

Answer = list[Outcome] | Refusal
"""What becomes of one request: an outcome for each of its deeds, or a no to all of it."""


class Waiting(NamedTuple):
    """One request's deeds, and who wants to know. `tell` is called once, by the door."""

    arrivals: Sequence[Arrival]
    tell: Callable[[Answer], None]


Settled = list[tuple[Waiting, Answer]]
"""Requests with what became of them."""


class Queue:
    """Requests in their order of arrival, between the door and one writer."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Waiting | None] = SimpleQueue()
        """None: it is closed."""
        self._next: Waiting | None = None
        """A request that was too much for the last transaction."""
        self._is_closed = False

    def put(self, waiting: Waiting) -> None:
        """Add a request and wake the writer."""
        self._waiting.put(waiting)

    def take(self, *, wait_seconds: float | None) -> list[Waiting] | None:
        """Return what waits, up to SETTLED_DEEDS_MAX deeds; an empty list after `wait_seconds`.

        None says: the queue is closed and empty.
        """
        first, self._next = self._next, None
        taken: list[Waiting] = []
        deeds = 0
        try:
            waiting = first or self._waiting.get(not self._is_closed, wait_seconds)
            while waiting is not None:
                deeds += len(waiting.arrivals)
                if deeds > SETTLED_DEEDS_MAX and taken:
                    self._next = waiting
                    return taken
                taken.append(waiting)
                waiting = self._waiting.get_nowait()
            self._is_closed = True
        except Empty:
            pass
        return None if self._is_closed and not taken else taken

    def close(self) -> None:
        """Let the writer go once nothing waits any more."""
        self._waiting.put(None)


class Writer:
    """Settles what a queue holds until the queue is closed and empty.

    `hand_back` is called on the writer's thread, once for all requests of a transaction.
    """

    def __init__(
        self,
        queue: Queue,
        open_settler: OpenSettler,
        *,
        hand_back: Callable[[Settled], None],
        clock: Callable[[], int],
    ) -> None:
        self._queue = queue
        self._open_settler = open_settler
        self._hand_back = hand_back
        self._clock = clock
        self._settler: Settler | None = None
        self._pause_seconds = 0.0
        self._try_at = 0.0
        self._thread = threading.Thread(target=self._work, name="plaudit-writer", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def join(self, *, wait_seconds: float) -> bool:
        """Wait for the thread and return whether it has ended."""
        self._thread.join(wait_seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        self._connected()
        while True:
            wait_seconds = None
            if self._settler is None:
                wait_seconds = max(0.0, self._try_at - time.monotonic())
            taken = self._queue.take(wait_seconds=wait_seconds)
            if taken is None:
                break
            if taken:
                self._settle(taken)
            else:
                self._connected()
        self._disconnect()

    def _settle(self, taken: list[Waiting]) -> None:
        settler = self._connected()
        if settler is None:
            self._tell_away(taken)
            return
        arrivals = [arrival for waiting in taken for arrival in waiting.arrivals]
        try:
            outcomes = settler.settle(arrivals, now=self._clock())
            assert len(outcomes) == len(arrivals), (len(outcomes), len(arrivals))
        except psycopg.OperationalError as away:
            log.warning("The database went away while settling: %s", type(away).__name__)
            self._disconnect()
            self._tell_away(taken)
        except Exception as fault:  # noqa: BLE001 (one poisonous request may not stop the others)
            self._disconnect()
            self._split(taken, fault)
        else:
            settled: Settled = []
            first = 0
            for waiting in taken:
                last = first + len(waiting.arrivals)
                settled.append((waiting, outcomes[first:last]))
                first = last
            self._hand_back(settled)

    def _split(self, taken: list[Waiting], fault: Exception) -> None:
        """Settle the two halves by themselves; a request that fails alone is the poisonous one."""
        if len(taken) > 1:
            half = len(taken) // 2
            self._settle(taken[:half])
            self._settle(taken[half:])
            return
        log_fault("A request could not be settled", fault)
        self._hand_back([(taken[0], refusal(Code.OUR_FAULT))])

    def _tell_away(self, taken: list[Waiting]) -> None:
        away = refusal(Code.SERVICE_AWAY, wait_seconds=AWAY_SECONDS)
        self._hand_back([(waiting, away) for waiting in taken])

    def _connected(self) -> Settler | None:
        """Return the settler, opened anew where it is time to try; None: the database is away."""
        if self._settler is not None or time.monotonic() < self._try_at:
            return self._settler
        try:
            self._settler = self._open_settler()
        except psycopg.OperationalError as away:
            self._pause()
            log.warning(
                "The database is away (%s); the next try is in %.1f seconds.",
                type(away).__name__,
                self._pause_seconds,
            )
        except Exception as fault:  # noqa: BLE001 (a writer that ended would leave its lane waiting)
            self._pause()
            log_fault("Settling could not be opened", fault)
        else:
            self._pause_seconds = 0.0
        return self._settler

    def _pause(self) -> None:
        self._pause_seconds = min(AWAY_SECONDS, max(FIRST_PAUSE_SECONDS, 2 * self._pause_seconds))
        self._try_at = time.monotonic() + self._pause_seconds

    def _disconnect(self) -> None:
        if self._settler is not None:
            self._settler.close()
            self._settler = None
