"""What auditors asked for: the book's checks at once, or a month recounted, a day in each batch.

It is what `plaudit audit` and `plaudit recount` do. A finding stands on the auditor's page and in
the log; work goes on, and the checks that nobody asked for are those that stop it.
"""

from __future__ import annotations

import logging
from datetime import timedelta

import psycopg

from plaudit.actions.house import open_house
from plaudit.core.period import Period, date_of, day_number, end_of
from plaudit.jobs.job import DAY, MINUTE, Alarm, Done, Job
from plaudit.jobs.self_check import self_check
from plaudit.lab.recounting import recounted
from plaudit.store import asked_checks as store
from plaudit.store.asked_checks import DIFFERENT, AskedCheck
from plaudit.store.awarded import awarded_deeds
from plaudit.store.instants import as_instant
from plaudit.store.timetable import last_audit_run

_SECOND = 1_000_000

log = logging.getLogger(__name__)


def asked_checks(connection: psycopg.Connection, now: int) -> Done:
    """Do a part of what waits for the longest, and keep what came of it."""
    store.clear_asked_checks(connection, before=now - store.KEPT_DAYS * DAY * _SECOND)
    asked = store.next_asked_check(connection)
    if asked is None:
        return Done(0)
    if asked.kind == "checks":
        _check(connection, asked, now=now)
    else:
        _recount_a_day(connection, asked, now=now)
    return Done(1, more=True)


def _check(connection: psycopg.Connection, asked: AskedCheck, *, now: int) -> None:
    try:
        self_check(connection, now)
    except Alarm:
        log.exception("What an auditor asked for found something.")
    _keep(connection, asked)


def _keep(connection: psycopg.Connection, asked: AskedCheck) -> None:
    run = last_audit_run(connection)
    assert run is not None, "a check of the book leaves a row"
    ended_at = as_instant(run.ended_at)
    store.mark_asked_check(connection, asked.number, run.findings, ended_at=ended_at)


def _recount_a_day(connection: psycopg.Connection, asked: AskedCheck, *, now: int) -> None:
    """Recount the next day of a month; at its end, say what came of all its days."""
    assert asked.month_on is not None
    assert asked.next_on is not None
    programme = open_house(connection).programmes.get(asked.programme_id)
    end = end_of(Period.MONTH, day_number(asked.month_on))
    assert end is not None
    different = asked.findings.get(DIFFERENT, 0)
    if programme is not None:
        day = day_number(asked.next_on)
        deeds = awarded_deeds(connection, asked.programme_id, day=day)
        different += recounted(programme, deeds).different
    next_on = asked.next_on + timedelta(1)
    is_over = programme is None or day_number(next_on) >= end
    store.mark_asked_check(
        connection,
        asked.number,
        {DIFFERENT: different},
        next_on=date_of(end) if is_over else next_on,
        ended_at=now if is_over else None,
    )
    if is_over and different:
        assert programme is not None
        log.error(
            "%s awards of %s in %s aren't what their deeds give. Stop and look: plaudit recount.",
            different,
            programme.id,
            f"{asked.month_on:%Y-%m}",
        )


JOB = Job(store.JOB, MINUTE, "service", asked_checks)
