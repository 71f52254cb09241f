"""Codes, challenges and counted tries of signing in go when their time is over."""

from __future__ import annotations

import psycopg

from plaudit.jobs.job import MINUTE, Done, Job
from plaudit.store import sign_in


def clear_sign_ins(connection: psycopg.Connection, now: int) -> Done:
    """Delete what is over."""
    return Done(sign_in.clear_sign_ins(connection, now=now))


JOB = Job("clear_sign_ins", 10 * MINUTE, "doorkeeper", clear_sign_ins)
