"""Answers of the partners' API have a last day: the one after they were given."""

from __future__ import annotations

import psycopg

from plaudit.actions.once import KEPT_HOURS
from plaudit.jobs.job import HOUR, Done, Job
from plaudit.store import given_answers

BATCH = 10_000
_HOUR = HOUR * 1_000_000


def clear_answers(connection: psycopg.Connection, now: int) -> Done:
    """Delete what was kept for KEPT_HOURS, a batch of it."""
    cleared = given_answers.clear_answers(connection, before=now - KEPT_HOURS * _HOUR, most=BATCH)
    return Done(cleared, more=cleared == BATCH)


JOB = Job("clear_answers", HOUR, "service", clear_answers)
