"""Periods and local days, against the calendar of `datetime` and every zone that is known here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.period import (
    DAY_SECONDS,
    SECOND,
    Calendar,
    Period,
    date_of,
    day_number,
    end_of,
    holds,
    start_of,
    weekday_of,
)
from tests.core.oracle import label_of, local_day
from tests.core.random_editions import many

FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
DAYS = st.dates(date(1990, 1, 1), date(2110, 12, 31)).map(day_number)
ZONES = sorted(available_timezones() - {"localtime"})
MINUTE = 60 * SECOND


def instant_of(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@cache
def changes() -> dict[str, list[int]]:
    """Return the seconds at which each zone's clocks change; of zones that are alike, one."""
    weeks = [
        FIRST + timedelta(weeks=number) for number in range((LAST - FIRST) // timedelta(weeks=1))
    ]
    found: dict[str, list[int]] = {}
    alike: set[tuple[timedelta | None, ...]] = set()
    for name in ZONES:
        zone = ZoneInfo(name)
        offsets = tuple(at.astimezone(zone).utcoffset() for at in weeks)
        if offsets in alike:
            continue
        alike.add(offsets)
        found[name] = [
            _change_between(zone, before, after)
            for before, after, was, now in zip(weeks, weeks[1:], offsets, offsets[1:], strict=False)
            if was != now
        ]
    return found


def _change_between(zone: ZoneInfo, before: datetime, after: datetime) -> int:
    low, high = int(before.timestamp()), int(after.timestamp())
    was = before.astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        at = datetime.fromtimestamp(middle, tz=UTC).astimezone(zone)
        low, high = (middle, high) if at.utcoffset() == was else (low, middle)
    return high


def around(second: int) -> Iterator[int]:
    """Return instants close to a change of the clocks, and the midnights next to it."""
    for minutes in (0, 1, 14, 15, 16, 29, 30, 59, 60, 61, 120, 720):
        for seconds in (minutes * 60, -minutes * 60):
            yield (second + seconds) * SECOND
            yield (second + seconds) * SECOND - 1


def test_the_local_day_is_that_of_the_wall_around_every_change_of_clocks() -> None:
    seen = 0
    for name, seconds in changes().items():
        calendar = Calendar(name)
        for second in seconds:
            for instant in around(second):
                assert date_of(calendar.day_of(instant)) == local_day(instant, name), name
                seen += 1
    assert seen > 100_000


def test_the_local_day_is_the_same_whatever_was_asked_before() -> None:
    """A remembered quarter of an hour never answers for one in which the clocks change."""
    for name in ("America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"):
        for second in changes().get(name, [])[-40:]:
            for ascending in (True, False):
                calendar = Calendar(name)
                for instant in sorted(around(second), reverse=not ascending):
                    assert date_of(calendar.day_of(instant)) == local_day(instant, name)


@many(10)
@given(
    name=st.sampled_from(ZONES),
    at=st.datetimes(datetime(1999, 12, 30), datetime(2101, 1, 3)),  # noqa: DTZ001 (made aware here)
)
def test_the_local_day_is_that_of_the_wall_at_any_instant_in_any_zone(
    name: str, at: datetime
) -> None:
    instant = instant_of(at.replace(tzinfo=UTC))

    assert date_of(Calendar(name).day_of(instant)) == local_day(instant, name)


@pytest.mark.parametrize(
    ("zone", "on", "starts_at"),
    [
        ("Asia/Bangkok", "2026-04-03", "2026-04-02T17:00"),
        ("Asia/Kathmandu", "2026-04-03", "2026-04-02T18:15"),
        ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00"),  # 00:00 is skipped: it starts at 01:00
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00"),
        ("Africa/Cairo", "2026-10-30", "2026-10-29T22:00"),  # 24:00 came twice
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00"),
        ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00"),
        ("America/St_Johns", "2011-03-13", "2011-03-13T03:30"),  # at 00:01 it becomes 01:01
        ("America/St_Johns", "2010-11-07", "2010-11-07T02:30"),  # 00:01 is 23:01 again
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00"),
        ("Australia/Lord_Howe", "2026-10-05", "2026-10-04T13:00"),
        ("Pacific/Apia", "2011-12-29", "2011-12-29T10:00"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00"),  # a day that never was
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00"),
        ("America/Toronto", "1919-03-31", "1919-03-31T04:30"),  # 23:30 became 00:30
    ],
)
def test_a_local_day_starts_when_the_wall_first_shows_it(
    zone: str, on: str, starts_at: str
) -> None:
    starts = instant_of(datetime.fromisoformat(starts_at + "Z"))

    assert Calendar(zone).start_of_day(day_number(date.fromisoformat(on))) == starts


def test_no_moment_before_the_start_of_a_day_is_of_that_day_or_later() -> None:
    for name, seconds in changes().items():
        calendar = Calendar(name)
        for second in seconds[-30:]:
            for day in range(second // DAY_SECONDS - 1, second // DAY_SECONDS + 3):
                starts = calendar.start_of_day(day)
                assert calendar.day_of(starts) >= day
                for minutes in (0, 1, 29, 30, 31, 59, 60, 61, 119, 121, 24 * 60):
                    before = starts - 1 - minutes * MINUTE
                    assert date_of(calendar.day_of(before)) < date_of(day), (name, date_of(day))


@many(3)
@given(name=st.sampled_from(ZONES), day=DAYS)
def test_the_start_of_any_day_is_its_first_moment(name: str, day: int) -> None:
    calendar = Calendar(name)
    starts = calendar.start_of_day(day)

    assert calendar.day_of(starts) == day
    assert calendar.day_of(starts - 1) == day - 1
    assert calendar.day_of(starts + 22 * 60 * MINUTE) == day
    assert calendar.local_time(starts).date() == date_of(day)


def test_a_zone_that_is_not_known_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        Calendar("Europe/Atlantis")


@many(3)
@given(period=st.sampled_from(Period), day=DAYS)
def test_a_period_starts_and_ends_where_its_name_changes(period: Period, day: int) -> None:
    name = label_of(period, date_of(day))
    starts, ends = start_of(period, day), end_of(period, day)

    if period is Period.EVER:
        assert (starts, ends) == (0, None)
        return
    assert ends is not None
    assert label_of(period, date_of(starts)) == label_of(period, date_of(ends - 1)) == name
    assert label_of(period, date_of(starts - 1)) != name
    assert label_of(period, date_of(ends)) != name
    assert starts <= day < ends


def test_a_period_holds_another_when_no_such_period_is_ever_cut_in_two() -> None:
    days = [date(2000, 1, 1) + timedelta(days=number) for number in range(366 * 30)]
    for inner in Period:
        spans: dict[object, list[date]] = defaultdict(list)
        for on in days:
            spans[label_of(inner, on)].append(on)
        whole = list(spans.values())[1:-1] or list(spans.values())
        for outer in Period:
            is_whole = all(
                len({label_of(outer, on) for on in (span[0], span[-1])}) == 1 for span in whole
            )
            assert holds(outer, inner) is (
                is_whole and (inner is not Period.EVER or outer is inner)
            )


@given(day=DAYS)
def test_days_are_counted_from_1970_and_weeks_begin_on_monday(day: int) -> None:
    on = date_of(day)

    assert on == date(1970, 1, 1) + timedelta(days=day)
    assert day_number(on) == day
    assert weekday_of(day) == on.weekday()
    assert date_of(start_of(Period.WEEK, day)).weekday() == 0


@pytest.mark.parametrize(("year", "days"), [(2000, 29), (2024, 29), (2026, 28), (2100, 28)])
def test_february_ends_on_its_last_day(year: int, days: int) -> None:
    february = day_number(date(year, 2, 1))

    assert end_of(Period.MONTH, february) == february + days
    assert end_of(Period.YEAR, february) == day_number(date(year + 1, 1, 1))
