"""Expiry: when a lot ends, when its notice is due, and what becomes of one that had none.

A lot ends at the first moment of its month in the programme's time zone, whether or not anything
runs then. Source: charter, C07; docs/decisions/0016-reversal.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from plaudit.core.lots import GRACE_DAYS, first_day_of, month_number
from plaudit.core.period import DAY_SECONDS, SECOND, Calendar, day_number

NOTICE_DAYS = 30
"""Charter, C07: announced at least so many days before; an edition may promise more."""

DUE_DAYS = 2
"""A notice is due so long before it has to be there: a job that is late by a day does no harm."""

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


class NoticePromise(NamedTuple):
    """What an edition promises about the end of its points.

    Units: `starts_on` a day number; `lasts_months` calendar months after that of the award;
    `days_before`: how many days before they end members are told.
    """

    starts_on: int
    lasts_months: int
    days_before: int


def days_before(month: int, promised: Sequence[NoticePromise]) -> int:
    """Return how many days before its end a lot has to be announced.

    That is the most that any edition promised whose points can be in it. Points move into a later
    lot (a voucher comes back, a notice was late) and keep what they were given with; so an edition
    counts for all lots from the first one that it can fill. Source: charter, C07 and C08.

    >>> promised = [NoticePromise(20544, 12, 60), NoticePromise(20819, 12, 30)]  # from April, 2027
    >>> days_before(24330, promised), days_before(24327, promised), days_before(24340, promised)
    (60, 30, 60)
    """
    days = [
        one.days_before
        for one in promised
        if month_number(one.starts_on) + one.lasts_months < month
    ]
    return max(days, default=NOTICE_DAYS)


def grace_days(promised: Sequence[NoticePromise]) -> int:
    """Return for how many days points can be used at least that come back after their lot ended.

    As long as the longest notice: what they end with once more is told in time.

    >>> grace_days([]), grace_days([NoticePromise(20544, 12, 60), NoticePromise(20819, 12, 30)])
    (30, 60)
    """
    return max(GRACE_DAYS, longest_notice(promised))


def longest_notice(promised: Sequence[NoticePromise]) -> int:
    """Return the most days before an end that any edition promised to tell it."""
    return max((NOTICE_DAYS, *(one.days_before for one in promised)))


@dataclass(frozen=True, slots=True)
class Notices:
    """When the lots of one programme are announced."""

    calendar: Calendar
    promised: tuple[NoticePromise, ...] = ()

    def told_by(self, month: int) -> int:
        """Return the last instant at which the notice of a lot is in time."""
        days = days_before(month, self.promised)
        return ends_at(month, self.calendar) - days * DAY_SECONDS * SECOND

    def due(self, *, now: int) -> list[int]:
        """Return the months whose notice is due now and still in time."""
        soon = now + DUE_DAYS * DAY_SECONDS * SECOND
        return [month for month in self._ahead(now) if now <= self.told_by(month) <= soon]

    def late(self, *, now: int) -> list[int]:
        """Return the months that have begun, and those for whose notice it is too late."""
        ahead = [month for month in self._ahead(now) if self.told_by(month) < now]
        return [*months_begun(self.calendar, now=now), *ahead]

    def later_month(self, *, now: int) -> int:
        """Return the first month of those that can all be announced in time now."""
        return self.late(now=now)[-1] + 1

    def _ahead(self, now: int) -> range:
        """Return the months to come that may have to be announced now."""
        first = month_number(self.calendar.day_of(now)) + 1
        return range(first, first + longest_notice(self.promised) // 28 + 2)


def months_begun(calendar: Calendar, *, now: int) -> list[int]:
    """Return the months whose lots have ended, back to where none can be left."""
    month = month_number(calendar.day_of(now))
    return list(range(month - MONTHS_BACK, month + 1))
