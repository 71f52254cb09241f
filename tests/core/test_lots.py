"""Lots: points expire by calendar month, the soonest first, and never a day early."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.lots import (
    add_to_lots,
    first_day_of,
    lot_month_of,
    month_number,
    spendable_points,
)
from plaudit.core.period import day_number

MONTHS = st.integers(2026 * 12, 2040 * 12)
DAYS = st.dates(date(2026, 1, 1), date(2060, 12, 31)).map(day_number)
ADDED = st.lists(st.tuples(MONTHS, st.integers(1, 1_000)), max_size=40)


def lots_of(added: list[tuple[int, int]]) -> list[int]:
    lots: list[int] = []
    for month, points in added:
        add_to_lots(lots, month, points=points)
    return lots


@given(added=ADDED)
def test_lots_hold_what_was_added_month_by_month_the_soonest_first(
    added: list[tuple[int, int]],
) -> None:
    lots = lots_of(added)

    months = lots[::2]
    assert months == sorted(set(months))
    held = dict(zip(months, lots[1::2], strict=True))
    assert held == {
        month: sum(points for its_month, points in added if its_month == month)
        for month, _ in added
    }


@given(added=ADDED, today=DAYS)
def test_only_lots_of_months_to_come_can_be_spent(added: list[tuple[int, int]], today: int) -> None:
    spendable = spendable_points(lots_of(added), today=today)

    assert spendable == sum(
        points for month, points in added if day_number(first_day_of(month)) > today
    )


@given(awarded=DAYS, months=st.integers(12, 120), later=st.integers(0, 5_000))
def test_an_award_can_be_spent_for_its_month_and_all_the_months_after(
    awarded: int, months: int, later: int
) -> None:
    lots = lots_of([(lot_month_of(awarded, expires_after_months=months), 10)])
    whole_months = month_number(awarded + later) - month_number(awarded)

    assert spendable_points(lots, today=awarded + later) == (10 if whole_months <= months else 0)


@pytest.mark.parametrize(
    ("awarded", "last", "first_without"),
    [
        ("2026-04-01", "2027-04-30", "2027-05-01"),
        ("2026-04-30", "2027-04-30", "2027-05-01"),
        ("2027-02-28", "2028-02-29", "2028-03-01"),
        ("2026-12-31", "2027-12-31", "2028-01-01"),
    ],
)
def test_points_last_to_the_end_of_the_twelfth_month_after_their_own(
    awarded: str, last: str, first_without: str
) -> None:
    def day(text: str) -> int:
        return day_number(date.fromisoformat(text))

    lots = lots_of([(lot_month_of(day(awarded), expires_after_months=12), 7)])

    assert spendable_points(lots, today=day(last)) == 7
    assert spendable_points(lots, today=day(first_without)) == 0


def test_points_that_last_less_than_twelve_months_are_not_made() -> None:
    with pytest.raises(AssertionError):
        lot_month_of(0, expires_after_months=11)
