"""Asking for a check: an auditor wants the book's checks now, or a month counted once more.

The press writes down what is wanted; a worker reads the book and does it (jobs/asked_checks.py).
"""

from __future__ import annotations

import psycopg

from plaudit.core.period import Calendar
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.settlement import month_named
from plaudit.core.staff import StaffPerson
from plaudit.store.asked_checks import add_asked_check, count_asked_checks

A_DAY_MAX = 20
"""How often a programme's auditors may ask in a day: each time the whole book is read."""
_DAY = 86_400_000_000


def ask_for_checks(connection: psycopg.Connection, by: StaffPerson, *, now: int) -> None:
    """Ask for the book's checks, the same as `plaudit audit`.

    Refuses: CHECK_WAITS, CHECKS_TOO_OFTEN.
    """
    with connection.transaction():
        _must_not_be_too_often(connection, by, now=now)
        if not add_asked_check(connection, by, "checks", month=None, now=now):
            raise Refused(refusal(Code.CHECK_WAITS))


def ask_for_recount(
    connection: psycopg.Connection, by: StaffPerson, month: str, *, now: int
) -> None:
    """Ask for a month to be counted once more, as `plaudit recount` does.

    Takes:   `month` as it is written: 2026-10.
    Refuses: MONTH_UNKNOWN for what is none, or is to come; CHECK_WAITS, CHECKS_TOO_OFTEN.
    """
    first = month_named(month)
    if first is None or first > Calendar(by.time_zone).day_of(now):
        raise Refused(refusal(Code.MONTH_UNKNOWN))
    with connection.transaction():
        _must_not_be_too_often(connection, by, now=now)
        if not add_asked_check(connection, by, "recount", month=first, now=now):
            raise Refused(refusal(Code.CHECK_WAITS))


def _must_not_be_too_often(connection: psycopg.Connection, by: StaffPerson, *, now: int) -> None:
    if count_asked_checks(connection, by.programme_id, since=now - _DAY) >= A_DAY_MAX:
        raise Refused(refusal(Code.CHECKS_TOO_OFTEN, limit=A_DAY_MAX))
