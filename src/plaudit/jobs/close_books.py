"""Each month of a programme is closed once it is over: added up, signed and told in public."""

from __future__ import annotations

import psycopg

from plaudit.actions.close_books import close_books as close_ended
from plaudit.jobs.job import HOUR, Done, Job


def close_books(connection: psycopg.Connection, now: int) -> Done:
    """Close the months that are over."""
    return Done(len(close_ended(connection, now=now)))


JOB = Job("close_books", HOUR, "service", close_books)
