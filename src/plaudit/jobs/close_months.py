"""Each reward partner gets its statement once a month has ended where its programme is."""

from __future__ import annotations

import psycopg

from plaudit.actions.close_month import close_ended_months
from plaudit.jobs.job import HOUR, Done, Job


def close_months(connection: psycopg.Connection, now: int) -> Done:
    """Close the months that are over. What a till tells later stands in the next statement."""
    return Done(len(close_ended_months(connection, now=now)))


JOB = Job("close_months", HOUR, "service", close_months)
