"""The journal of erasures has a last day as well: backups that are older are not restored."""

from __future__ import annotations

import psycopg

from plaudit.jobs.job import DAY, Done, Job
from plaudit.store.erasures import JOURNAL_DAYS, journal_here

_DAY = DAY * 1_000_000


def clear_journal(_connection: psycopg.Connection, now: int) -> Done:
    """Leave out the lines of the journal that are past their last day."""
    return Done(journal_here().forget_before(now - JOURNAL_DAYS * _DAY))


JOB = Job("clear_journal", DAY, "service", clear_journal)
