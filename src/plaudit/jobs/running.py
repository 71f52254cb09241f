"""Running the timetable: one batch of one job at a time, by one worker at a time.

A worker takes an advisory lock on the job's name, on the connection that the job works with. If it
is killed, the lock ends with that connection, when the server has ended what it was doing; as the
job was never marked, it is due for the next worker.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import psycopg

from plaudit.jobs.job import Alarm, Done, Job
from plaudit.store import timetable
from plaudit.store.connect import connect
from plaudit.store.timetable import Run

_SECOND = 1_000_000

log = logging.getLogger(__name__)


class Timetable:
    """Runs the jobs that are due. `clock` gives microseconds since the epoch."""

    def __init__(self, url: str, jobs: Sequence[Job], *, clock: Callable[[], int]) -> None:
        self._url = url
        self._jobs = {job.name: job for job in jobs}
        self._clock = clock
        self._connection = connect(url)
        timetable.add_jobs(self._connection, list(self._jobs), now=clock())

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def run_due(self) -> int:
        """Run one batch of each job that is due, and return how many batches were run.

        Refuses: psycopg.OperationalError when the database is away. What is our doing, after it was
        written down. Alarm, after the other jobs that are due: a book in which something is wrong
        still has people to erase and rows past their last day.
        """
        now = self._clock()
        due = timetable.due_jobs(self._connection, list(self._jobs), now=now)
        ran, alarms = 0, []
        for name in due:
            try:
                ran += self._run(self._jobs[name], now)
            except Alarm as alarm:
                alarms.append(alarm)
            except BaseException:
                for found in alarms:  # not raised again: what it found was written down
                    log.critical("%s", found)
                raise
        if alarms:
            raise alarms[0]
        return ran

    def _run(self, job: Job, now: int) -> bool:
        """Run a batch, unless another worker is at it or has just done it."""
        with connect(self._url, role=job.role) as connection:
            if not timetable.try_job(connection, job.name):
                return False
            if not timetable.is_due(self._connection, job.name, now=now):
                return False
            began = self._clock()
            try:
                done = job.run(connection, began)
            except BaseException as fault:
                self._note(job, fault, began)
                if isinstance(fault, psycopg.OperationalError):
                    log.warning("%s: %s; it is tried again", job.name, type(fault).__name__)
                    return True
                raise
            due_at = began if done.more else began + job.every_seconds * _SECOND
            timetable.mark_job(self._connection, job.name, self._ran(began, done), due_at=due_at)
        if done.things:
            log.info("%s: %s done%s", job.name, done.things, ", more wait" if done.more else "")
        return True

    def _note(self, job: Job, fault: BaseException, began: int) -> None:
        """Write down that a batch failed. After an alarm the job is the first of a new start."""
        if isinstance(fault, Alarm):
            timetable.mark_job(self._connection, job.name, self._ran(began), due_at=began)
        else:
            timetable.mark_job_failed(self._connection, job.name, self._ran(began))

    def _ran(self, began: int, done: Done | None = None) -> Run:
        return Run(began, max(began, self._clock()), done.things if done else 0)
