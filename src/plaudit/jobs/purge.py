"""What is past its last day is deleted, every hour."""

from __future__ import annotations

import psycopg

from plaudit.actions import purge
from plaudit.jobs.job import HOUR, Done, Job


def purge_all(connection: psycopg.Connection, now: int) -> Done:
    """Delete what is past its last day; each part is a transaction of its own."""
    return Done(sum(purge.purge(connection, now=now)))


JOB = Job("purge", HOUR, "purger", purge_all)
