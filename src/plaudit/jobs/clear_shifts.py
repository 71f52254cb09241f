"""Shifts and invitations of the staff go when they are over."""

from __future__ import annotations

import psycopg

from plaudit.jobs.job import MINUTE, Done, Job
from plaudit.store import staff


def clear_shifts(connection: psycopg.Connection, now: int) -> Done:
    """Delete what is over."""
    return Done(staff.clear_shifts(connection, now=now))


JOB = Job("clear_shifts", 10 * MINUTE, "doorkeeper", clear_shifts)
