"""Messages have a last day: what waits too long is given up, what has ended is deleted."""

from __future__ import annotations

import psycopg

from plaudit.core.retrying import WAIT_DAYS_MOST
from plaudit.jobs.job import DAY, HOUR, Done, Job
from plaudit.store import deliveries

KEPT_DAYS = 30
"""How long it is shown what became of a message."""
BATCH = 10_000
_DAY = DAY * 1_000_000


def clear_deliveries(connection: psycopg.Connection, now: int) -> Done:
    """Give up and delete what is past its last day, a batch of it."""
    given_up = deliveries.give_up_deliveries(
        connection, before=now - WAIT_DAYS_MOST * _DAY, now=now
    )
    cleared = deliveries.clear_deliveries(connection, before=now - KEPT_DAYS * _DAY, most=BATCH)
    return Done(given_up + cleared, more=cleared == BATCH)


JOB = Job("clear_deliveries", HOUR, "service", clear_deliveries)
