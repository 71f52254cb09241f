"""A worker: the timetable in one thread, messages to partners in another, until told to stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import psycopg

from plaudit.jobs.job import Alarm, Job
from plaudit.jobs.posting import Post
from plaudit.jobs.running import Timetable
from plaudit.jobs.sending import Sender
from plaudit.store.connect import connect

IDLE_SECONDS = 1.0
"""How long a worker rests when nothing is due."""
AWAY_SECONDS = 5.0
"""How long it rests when the database is away."""

log = logging.getLogger(__name__)


def system_clock() -> int:
    """Return this instant in microseconds since the epoch."""
    return time.time_ns() // 1000


class _Part(Protocol):
    """What a thread of a worker does over and over."""

    def work(self) -> bool:
        """Do what is due; return whether anything was done."""

    def close(self) -> None:
        """Let go of everything."""


class _Jobs:
    def __init__(self, url: str, jobs: Sequence[Job]) -> None:
        self._timetable = Timetable(url, jobs, clock=system_clock)

    def work(self) -> bool:
        return self._timetable.run_due() > 0

    def close(self) -> None:
        self._timetable.close()


class _Messages:
    def __init__(self, url: str, post: Post) -> None:
        self._connection = connect(url)
        self._sender = Sender(self._connection, post, clock=system_clock)

    def work(self) -> bool:
        return self._sender.round(wait_seconds=IDLE_SECONDS)

    def close(self) -> None:
        if not self._connection.closed:
            self._sender.close()
        self._connection.close()


class Worker:
    """Does all that isn't a request. What is our doing ends it: `run` raises it."""

    def __init__(self, url: str, jobs: Sequence[Job], post: Post) -> None:
        self._parts: list[Callable[[], _Part]] = [
            lambda: _Jobs(url, jobs),
            lambda: _Messages(url, post),
        ]
        self._stop = threading.Event()
        self._faults: list[BaseException] = []

    def stop(self) -> None:
        """End `run`, after the batches that are under way."""
        self._stop.set()

    def once(self) -> None:
        """Do what is due now, jobs first, and return when nothing is left.

        Refuses: Alarm, after the messages: an unsound book holds up no erasure at a partner.
        """
        alarms = []
        for make in self._parts:
            part = make()
            try:
                while part.work():
                    pass
            except Alarm as alarm:
                alarms.append(alarm)
            finally:
                part.close()
        if alarms:
            raise alarms[0]

    def run(self) -> None:
        """Work until `stop`; what goes wrong in one part stops the other and is raised here."""
        threads = [
            threading.Thread(target=self._run, args=(make,), daemon=True) for make in self._parts
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(IDLE_SECONDS)  # in between, signals are heard
        if self._faults:
            raise self._faults[0]

    def _run(self, make: Callable[[], _Part]) -> None:
        try:
            while not self._stop.is_set():
                try:
                    self._work(make)
                except psycopg.OperationalError as away:
                    log.warning("the database is away (%s)", type(away).__name__)
                    self._stop.wait(AWAY_SECONDS)
        except BaseException as fault:  # noqa: BLE001 (raised again by `run`)
            self._faults.append(fault)
            self._stop.set()

    def _work(self, make: Callable[[], _Part]) -> None:
        part = make()
        try:
            while not self._stop.is_set():
                if not part.work():
                    self._stop.wait(IDLE_SECONDS)
        finally:
            part.close()
