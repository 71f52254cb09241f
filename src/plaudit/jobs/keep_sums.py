"""Sums of what programmes gave out, so that a budget is known without adding up a year."""

from __future__ import annotations

import psycopg

from plaudit.actions.house import open_house
from plaudit.jobs.job import HOUR, Done, Job
from plaudit.store.funding import keep_issued_sum


def keep_sums(connection: psycopg.Connection, now: int) -> Done:
    """Keep what each programme gave out this year so far."""
    programmes = open_house(connection).programmes.values()
    return Done(sum(keep_issued_sum(connection, one, now=now) for one in programmes))


JOB = Job("keep_sums", 6 * HOUR, "service", keep_sums)
