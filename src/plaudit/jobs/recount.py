"""Each day's awards are counted once more from their deeds, when none can come in late any more.

Its facts are still there then: they are kept up to 90 days, and a deed is 30 days late at most.
"""

from __future__ import annotations

import psycopg

from plaudit.actions.house import open_house
from plaudit.core.period import date_of
from plaudit.core.programme import Programme
from plaudit.jobs.job import HOUR, Alarm, Done, Job
from plaudit.lab.recounting import recounted
from plaudit.store import recounts
from plaudit.store.awarded import awarded_deeds

LATE_DAYS = 31
BACK_DAYS = 60
"""How far back the first recount of a programme begins."""
DAYS_AT_ONCE = 31
"""So many days are gone through in one batch where nobody did anything."""


def recount(connection: psycopg.Connection, now: int) -> Done:
    """Recount the next day of a programme that has deeds, and keep how many awards differ.

    Refuses: Alarm where some do; which ones says `plaudit recount`.
    """
    for programme in open_house(connection).programmes.values():
        days = 0
        while days < DAYS_AT_ONCE:
            day = _next_day(connection, programme, now=now)
            if day is None:
                break
            days += 1
            if _recount_day(connection, programme, day, now=now):
                break
        if days:
            return Done(days, more=True)
    return Done(0)


def _recount_day(
    connection: psycopg.Connection, programme: Programme, day: int, *, now: int
) -> bool:
    """Recount one day, and return whether it has a deed."""
    number = programme.programme_id
    result = recounted(programme, awarded_deeds(connection, number, day=day))
    recounts.add_day(connection, number, day, different=result.different, now=now)
    if result.different:
        raise Alarm(
            f"{result.different} awards of {programme.id} on {date_of(day)} aren't what their "
            f"deeds give. Stop and look: plaudit recount {programme.id} "
            f"--month {date_of(day):%Y-%m}."
        )
    return result.from_facts + result.from_totals > 0


def _next_day(connection: psycopg.Connection, programme: Programme, *, now: int) -> int | None:
    """Return the first day that is due and not recounted; None where there is none."""
    today = programme.calendar.day_of(now)
    last = recounts.last_day(connection, programme.programme_id)
    first_day = programme.counting.editions[0].starts_on
    day = max(first_day, today - BACK_DAYS) if last is None else last + 1
    return day if day <= today - LATE_DAYS else None


JOB = Job("recount", HOUR, "service", recount)
