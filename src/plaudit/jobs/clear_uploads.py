"""Tables that partners sent go a day after they came, whether or not they were taken in."""

from __future__ import annotations

import psycopg

from plaudit.jobs.job import HOUR, Done, Job
from plaudit.store import uploads


def clear_uploads(connection: psycopg.Connection, now: int) -> Done:
    """Delete what is past its last moment."""
    return Done(uploads.clear_uploads(connection, now=now))


JOB = Job("clear_uploads", HOUR, "service", clear_uploads)
