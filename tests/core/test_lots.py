"""Lots: points expire by calendar month, the soonest first, and never a day early."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.lots import (
    GRACE_DAYS,
    add_to_lots,
    first_day_of,
    give_back_to_lots,
    lot_month_of,
    month_number,
    spendable_points,
    take_from_lot,
    take_from_lots,
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


@given(added=ADDED, today=DAYS, share=st.integers(0, 100))
def test_the_soonest_to_expire_are_taken_first_and_expired_ones_never(
    added: list[tuple[int, int]], today: int, share: int
) -> None:
    before = lots_of(added)
    month = month_number(today)
    points = spendable_points(before, today=today) * share // 100

    after = list(before)
    parts = take_from_lots(after, points, month=month)

    assert sum(part for _, part in parts) == points
    held, left = (dict(zip(lots[::2], lots[1::2], strict=True)) for lots in (before, after))
    assert {lot: left.get(lot, 0) + dict(parts).get(lot, 0) for lot in held} == held
    assert all(part > 0 and lot > month for lot, part in parts)
    assert all(left.get(lot, 0) == 0 for lot, _ in parts[:-1]), "a later lot before an earlier one"
    assert all(points > 0 for points in after[1::2]), "an empty lot stays"
    assert after[::2] == sorted(set(after[::2]))


@given(added=ADDED, today=DAYS)
def test_more_than_can_be_spent_is_never_taken(added: list[tuple[int, int]], today: int) -> None:
    lots = lots_of(added)

    with pytest.raises(AssertionError):
        take_from_lots(lots, spendable_points(lots, today=today) + 1, month=month_number(today))


@given(added=ADDED, month=MONTHS, points=st.integers(0, 2_000))
def test_a_single_lot_gives_what_it_has_and_the_others_stay(
    added: list[tuple[int, int]], month: int, points: int
) -> None:
    lots = lots_of(added)
    held = dict(zip(lots[::2], lots[1::2], strict=True))

    taken = take_from_lot(lots, month, points=points)

    assert taken == min(points, held.get(month, 0))
    left = held | {month: held.get(month, 0) - taken}
    assert dict(zip(lots[::2], lots[1::2], strict=True)) == {
        lot: points for lot, points in left.items() if points
    }


@given(added=ADDED, today=DAYS, later=st.integers(0, 3_000), grace=st.integers(GRACE_DAYS, 365))
def test_what_is_given_back_can_be_spent_in_its_lot_or_for_the_days_of_grace(
    added: list[tuple[int, int]], today: int, later: int, grace: int
) -> None:
    lots = lots_of(added)
    whole = list(lots)
    parts = take_from_lots(lots, spendable_points(lots, today=today), month=month_number(today))
    kept = sum(lots[1::2])
    given = give_back_to_lots(lots, parts, today=today + later, grace_days=grace)

    total = sum(points for _, points in parts)
    assert sum(points for _, points in given) == total
    assert sum(lots[1::2]) == kept + total
    passed = [lot for lot, _ in parts if lot <= month_number(today + later)]
    if not passed:
        assert lots == whole
    for lot, _ in given:
        can_be_spent_until = day_number(first_day_of(lot)) - 1
        assert lot in dict(parts) or can_be_spent_until >= today + later + grace
        assert can_be_spent_until >= today + later
