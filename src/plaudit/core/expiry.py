"""Expiry: when a lot ends, when its notice is due, and what becomes of one that had none.

A lot ends at the first moment of its month in the programme's time zone, whether or not anything
runs then. Source: charter, C07; docs/decisions/0016-reversal.md.
"""

from __future__ import annotations

from functools import lru_cache

from plaudit.core.lots import first_day_of, month_number
from plaudit.core.period import DAY_SECONDS, SECOND, Calendar, day_number

NOTICE_DAYS = 30
"""Charter, C07: announced at least so many days before; an edition may promise more."""

MONTHS_BACK = 240
"""How far back lots may still stand that should have gone."""


def ends_at(month: int, calendar: Calendar) -> int:
    """Return the instant from which the points of a lot can't be spent.

    >>> ends_at(24317, Calendar("Asia/Bangkok")) == ends_at(
    ...     24317, Calendar("UTC")
    ... ) - 7 * 3600 * SECOND
    True
    """
    return _ends_at(month, calendar.zone_name)


@lru_cache(maxsize=4_096)
def _ends_at(month: int, zone_name: str) -> int:
    return Calendar(zone_name).start_of_day(day_number(first_day_of(month)))


def told_by(month: int, calendar: Calendar, *, days_before: int) -> int:
    """Return the last instant at which the notice of a lot is in time."""
    return ends_at(month, calendar) - days_before * DAY_SECONDS * SECOND


def months_begun(calendar: Calendar, *, now: int) -> list[int]:
    """Return the months whose lots have ended, back to where none can be left."""
    month = month_number(calendar.day_of(now))
    return list(range(month - MONTHS_BACK, month + 1))


def months_to_announce(calendar: Calendar, *, days_before: int, now: int) -> list[int]:
    """Return the months that begin soon, whose notice is due now and still in time.

    It is due from two days before the edition wants it there, so that a job that is late by a day
    makes no harm, and it is in time until 30 days before.
    """
    first = month_number(calendar.day_of(now)) + 1
    soon = now + 2 * DAY_SECONDS * SECOND
    return [
        month
        for month in range(first, first + days_before // 28 + 2)
        if told_by(month, calendar, days_before=days_before) <= soon
        and told_by(month, calendar, days_before=NOTICE_DAYS) >= now
    ]


def later_month(calendar: Calendar, *, days_before: int, now: int) -> int:
    """Return the first month whose notice is in time if it is given now."""
    month = month_number(calendar.day_of(now)) + 1
    while told_by(month, calendar, days_before=days_before) < now:
        month += 1
    return month
