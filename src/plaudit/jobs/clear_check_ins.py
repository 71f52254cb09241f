"""Check-ins go when no deed of them can be counted any more, and with them the codes used there."""

from __future__ import annotations

import psycopg

from plaudit.jobs.job import HOUR, Done, Job
from plaudit.store import check_ins


def clear_check_ins(connection: psycopg.Connection, now: int) -> Done:
    """Delete the check-ins that are past their last day."""
    return Done(check_ins.clear_check_ins(connection, now=now))


JOB = Job("clear_check_ins", HOUR, "purger", clear_check_ins)
