"""The timetable: when each job is due, who runs it, and what the self-checks found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import psycopg
from psycopg.types.json import Jsonb

from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime

FAILED_SECONDS, FAILED_SECONDS_MOST = 60, 3600
"""How long a job that failed waits at least, and at most."""


class TimedJob(NamedTuple):
    """A job of the timetable. `failures`: since it last went well; `done`: in all."""

    job: str
    due_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    done: int
    failures: int


class AuditRun(NamedTuple):
    """One check of the book: rows found, by the checks that found any."""

    began_at: datetime
    ended_at: datetime
    checks: int
    findings: dict[str, int]


def add_jobs(connection: psycopg.Connection, jobs: Sequence[str], *, now: int) -> None:
    """Put jobs into the timetable where they are new; they are due at once."""
    given = {"jobs": list(jobs), "now": as_datetime(now)}
    connection.execute(query("add_timed_jobs"), given)


def due_jobs(connection: psycopg.Connection, jobs: Sequence[str], *, now: int) -> list[str]:
    """Return which of these jobs are due, the longest due first."""
    given = {"jobs": list(jobs), "now": as_datetime(now)}
    return [str(row[0]) for row in connection.execute(query("due_jobs"), given)]


def try_job(connection: psycopg.Connection, job: str) -> bool:
    """Take a job for as long as this connection lasts; False where another worker has it."""
    row = connection.execute(query("try_job_lock"), {"job": job}).fetchone()
    return row is not None and bool(row[0])


def is_due(connection: psycopg.Connection, job: str, *, now: int) -> bool:
    """Return whether a job is due: another worker may have done it a moment ago."""
    given = {"job": job, "now": as_datetime(now)}
    row = connection.execute(query("job_is_due"), given).fetchone()
    return row is not None and bool(row[0])


class Run(NamedTuple):
    """From when until when a batch ran (microseconds since the epoch), and how much it did."""

    began_at: int
    ended_at: int
    done: int = 0


def mark_job(connection: psycopg.Connection, job: str, run: Run, *, due_at: int) -> None:
    """Write down that a batch went well, and when the job is due again."""
    given = {
        "job": job,
        "due_at": as_datetime(due_at),
        "began_at": as_datetime(run.began_at),
        "ended_at": as_datetime(run.ended_at),
        "done": run.done,
    }
    connection.execute(query("mark_job"), given)


def mark_job_failed(connection: psycopg.Connection, job: str, run: Run) -> None:
    """Write down that a batch failed. Each failure in a row doubles the wait."""
    given = {
        "job": job,
        "began_at": as_datetime(run.began_at),
        "ended_at": as_datetime(run.ended_at),
        "least_seconds": FAILED_SECONDS,
        "most_seconds": FAILED_SECONDS_MOST,
    }
    connection.execute(query("mark_job_failed"), given)


def read_timetable(connection: psycopg.Connection) -> list[TimedJob]:
    """Return all jobs that ever were in the timetable."""
    return [TimedJob(*row) for row in connection.execute(query("timed_jobs"))]


def add_audit_run(
    connection: psycopg.Connection,
    findings: Mapping[str, int],
    *,
    checks: int,
    began_at: int,
    ended_at: int,
) -> None:
    """Keep what a check of the book found: names and numbers, never rows."""
    given = {
        "began_at": as_datetime(began_at),
        "ended_at": as_datetime(ended_at),
        "checks": checks,
        "findings": Jsonb(dict(findings)),
    }
    connection.execute(query("add_audit_run"), given)


def last_audit_run(connection: psycopg.Connection) -> AuditRun | None:
    """Return the newest check of the book, or None."""
    row = connection.execute(query("last_audit_run")).fetchone()
    return None if row is None else AuditRun(*row)


def clear_audit_runs(connection: psycopg.Connection, *, before: int) -> int:
    """Delete what was found before an instant, and return how many."""
    given = {"before": as_datetime(before)}
    return connection.execute(query("clear_audit_runs"), given).rowcount
