"""What is past its last day is deleted, every hour."""

from __future__ import annotations

import psycopg

from plaudit.actions import bring_forward, purge, purge_words
from plaudit.jobs.job import HOUR, Done, Job


def purge_all(connection: psycopg.Connection, now: int) -> Done:
    """Delete what is past its last day; each part is a transaction of its own."""
    done = sum(purge.purge(connection, now=now))
    done += sum(bring_forward.bring_forward(connection, now=now))
    done += sum(purge_words.purge_words(connection, now=now))
    return Done(done)


JOB = Job("purge", HOUR, "purger", purge_all)
