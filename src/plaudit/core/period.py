"""Periods of the calendar, and the local day of an instant.

A day is a whole number: days since 1970-01-01 in the programme's own calendar. An instant is a
whole number of microseconds since the epoch, UTC. Time zones come from `zoneinfo` alone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = date(1970, 1, 1).toordinal()
SECOND = 1_000_000
DAY_SECONDS = 86_400
_BUCKET_SECONDS = 900
"""Offsets are remembered for quarters of an hour; a quarter with a change in it is not."""
_BUCKETS_MAX = 200_000


class Period(StrEnum):
    """The spans over which a stage adds up. Weeks start on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    EVER = "ever"


_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
_HELD_BY_MONTHS = (Period.DAY, Period.MONTH, Period.QUARTER, Period.HALF_YEAR, Period.YEAR)


def holds(outer: Period, inner: Period) -> bool:
    """Return whether each `inner` period lies whole inside one `outer` period.

    Source: design, section 3, condition 2.

    >>> holds(Period.MONTH, Period.DAY), holds(Period.MONTH, Period.WEEK)
    (True, False)
    """
    if outer is inner or outer is Period.EVER or inner is Period.DAY:
        return True
    if outer in _MONTHS and inner in _MONTHS:
        return _MONTHS[outer] % _MONTHS[inner] == 0
    return False


def day_number(on: date) -> int:
    """Return a calendar day as days since 1970-01-01.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return on.toordinal() - EPOCH


def date_of(day: int) -> date:
    """Return the calendar day of a day number."""
    return date.fromordinal(day + EPOCH)


def weekday_of(day: int) -> int:
    """Return the weekday, Monday = 0. 1970-01-01 was a Thursday.

    >>> weekday_of(0)
    3
    """
    return (day + 3) % 7


@lru_cache(maxsize=20_000)
def start_of(period: Period, day: int) -> int:
    """Return the first day of the period that `day` lies in; 0 for `ever`.

    >>> date_of(start_of(Period.WEEK, day_number(date(2027, 1, 1)))).isoformat()
    '2026-12-28'
    """
    if period is Period.DAY:
        return day
    if period is Period.WEEK:
        return day - weekday_of(day)
    if period is Period.EVER:
        return 0
    on = date_of(day)
    months = _MONTHS[period]
    return day_number(date(on.year, (on.month - 1) // months * months + 1, 1))


@lru_cache(maxsize=20_000)
def end_of(period: Period, day: int) -> int | None:
    """Return the day after the last one of the period that `day` lies in; None for `ever`.

    >>> date_of(end_of(Period.QUARTER, day_number(date(2026, 12, 31)))).isoformat()
    '2027-01-01'
    """
    if period is Period.EVER:
        return None
    start = start_of(period, day)
    if period is Period.DAY:
        return start + 1
    if period is Period.WEEK:
        return start + 7
    on = date_of(start)
    month = on.month - 1 + _MONTHS[period]
    return day_number(date(on.year + month // 12, month % 12 + 1, 1))


@lru_cache(maxsize=1_000)
def calendar_of(zone_name: str) -> Calendar:
    """Return the calendar of a time zone: the same one, with what it remembers.

    Refuses: as Calendar.
    """
    return Calendar(zone_name)


class Calendar:
    """The calendar of one time zone.

    Refuses: ZoneInfoNotFoundError for a zone that the machine's zone data doesn't know.
    """

    def __init__(self, zone_name: str) -> None:
        self.zone_name = zone_name
        self._zone = ZoneInfo(zone_name)
        self._offsets: dict[int, int] = {}

    def _offset_seconds(self, second: int) -> int:
        at = datetime.fromtimestamp(second, tz=UTC).astimezone(self._zone)
        offset = at.utcoffset()
        assert offset is not None
        return int(offset.total_seconds())

    def day_of(self, instant: int) -> int:
        """Return the local day of an instant: what a calendar on the wall there would show.

        Units: microseconds since the epoch in, days since 1970-01-01 out.
        """
        second = instant // SECOND
        bucket = second // _BUCKET_SECONDS
        offset = self._offsets.get(bucket)
        if offset is None:
            offset = self._offset_seconds(second)
            first = bucket * _BUCKET_SECONDS
            last = first + _BUCKET_SECONDS - 1
            if offset == self._offset_seconds(first) == self._offset_seconds(last):
                if len(self._offsets) >= _BUCKETS_MAX:
                    self._offsets.clear()
                self._offsets[bucket] = offset
        return (second + offset) // DAY_SECONDS

    def local_time(self, instant: int) -> datetime:
        """Return an instant as an aware date and time on the wall clock there."""
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)).astimezone(
            self._zone
        )

    def instants_of(self, local: datetime) -> list[int]:
        """Return when a clock on the wall there shows a time: once, in some nights twice or never.

        >>> len(Calendar("Europe/Paris").instants_of(datetime(2026, 10, 25, 2, 30)))
        2
        """
        found = set()
        for fold in (0, 1):
            at = local.replace(tzinfo=self._zone, fold=fold).astimezone(UTC)
            if at.astimezone(self._zone).replace(tzinfo=None, fold=0) == local:
                found.add((at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1))
        return sorted(found)

    def start_of_day(self, day: int) -> int:
        """Return the first instant at which the wall there shows a local day.

        Where the clocks skip midnight (or the whole day) this is the first moment after the gap;
        where they go back over midnight, and the day begins twice, it is the earlier one.
        """
        midnight = datetime.combine(date_of(day), time(), tzinfo=self._zone)
        high = (midnight - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        assert self.day_of(high) >= day, (self.zone_name, day)
        if self.day_of(high - 1) < day:
            return high
        low = high - DAY_SECONDS * SECOND  # midnight fell into a gap that ended before `high`
        while high - low > 1:
            middle = (low + high) // 2
            if self.day_of(middle) < day:
                low = middle
            else:
                high = middle
        return high
