"""Expiry: no day early and no day late, in any time zone."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.expiry import (
    NOTICE_DAYS,
    ends_at,
    later_month,
    months_to_announce,
    told_by,
)
from plaudit.core.lots import first_day_of, month_number, spendable_points
from plaudit.core.period import DAY_SECONDS, SECOND, Calendar, day_number

ZONES = ("Asia/Bangkok", "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Kathmandu")
DAY = DAY_SECONDS * SECOND
calendars = st.sampled_from([Calendar(zone) for zone in ZONES])
months = st.integers(2011 * 12, 2040 * 12)
days_before = st.integers(30, 365)


@given(calendars, months)
def test_a_lot_can_be_spent_to_the_last_moment_of_its_last_day_there(
    calendar: Calendar, month: int
) -> None:
    instant = ends_at(month, calendar)

    assert spendable_points([month, 7], today=calendar.day_of(instant - 1)) == 7
    assert spendable_points([month, 7], today=calendar.day_of(instant)) == 0


@given(calendars, st.dates(date(2011, 1, 1), date(2040, 1, 1)), days_before, st.integers(0, DAY))
def test_each_lot_is_announced_on_some_day_and_never_less_than_30_days_before(
    calendar: Calendar, on: date, days_before: int, within: int
) -> None:
    now = day_number(on) * DAY + within
    ahead = range(month_number(day_number(on)) + 1, month_number(day_number(on)) + 16)
    due = months_to_announce(calendar, days_before=days_before, now=now)

    for month in ahead:
        wanted_by = told_by(month, calendar, days_before=days_before)
        if wanted_by - DAY <= now <= wanted_by:
            assert month in due
        if month in due:
            assert now + NOTICE_DAYS * DAY <= ends_at(month, calendar)
    later = later_month(calendar, days_before=days_before, now=now)
    assert now + days_before * DAY <= ends_at(later, calendar)
    assert first_day_of(later) > on
