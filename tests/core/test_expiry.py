"""Expiry: no day early and no day late, in any time zone."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.expiry import NOTICE_DAYS, NoticePromise, Notices, ends_at
from plaudit.core.lots import first_day_of, month_number, spendable_points
from plaudit.core.period import DAY_SECONDS, SECOND, Calendar, day_number

ZONES = ("Asia/Bangkok", "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Kathmandu")
DAY = DAY_SECONDS * SECOND
calendars = st.sampled_from([Calendar(zone) for zone in ZONES])
months = st.integers(2011 * 12, 2040 * 12)


@given(calendars, months)
def test_a_lot_can_be_spent_to_the_last_moment_of_its_last_day_there(
    calendar: Calendar, month: int
) -> None:
    instant = ends_at(month, calendar)

    assert spendable_points([month, 7], today=calendar.day_of(instant - 1)) == 7
    assert spendable_points([month, 7], today=calendar.day_of(instant)) == 0


@st.composite
def promises(draw: st.DrawFn) -> tuple[NoticePromise, ...]:
    """One to three editions, in the order of their days."""
    starts = sorted(draw(st.sets(st.integers(14_000, 25_000), min_size=1, max_size=3)))
    return tuple(
        NoticePromise(on, draw(st.integers(12, 36)), draw(st.integers(30, 365))) for on in starts
    )


@given(calendars, promises(), st.dates(date(2011, 1, 1), date(2040, 1, 1)), st.integers(0, DAY))
def test_each_lot_is_announced_on_some_day_and_never_later_than_its_edition_promised(
    calendar: Calendar, promised: tuple[NoticePromise, ...], on: date, within: int
) -> None:
    now = day_number(on) * DAY + within
    notices = Notices(calendar, promised)
    this_month = month_number(calendar.day_of(now))
    due, late = notices.due(now=now), notices.late(now=now)

    for month in range(this_month + 1, this_month + 20):
        wanted_by = notices.told_by(month)
        if wanted_by - DAY <= now <= wanted_by:
            assert month in due
        filled_by = [
            one for one in promised if month_number(one.starts_on) + one.lasts_months < month
        ]
        for days in (NOTICE_DAYS, *(one.days_before for one in filled_by)):
            assert month in late or now + days * DAY <= ends_at(month, calendar)
            assert month not in due or now + days * DAY <= ends_at(month, calendar)
    later = notices.later_month(now=now)
    assert later > max(late)
    assert now <= notices.told_by(later)
    assert first_day_of(later) > on
