"""Lots: points by the month in which they expire, and what of them can be spent.

A lot's month is `year * 12 + month - 1` of the first month in which its points can't be spent any
more: the instant is the first moment of that month in the programme's time zone. Lots are kept
flat (month, points, month, points …), the soonest first. Source: charter, C07; design, section 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plaudit.core.period import date_of

MONTHS_AT_LEAST = 12


def month_number(day: int) -> int:
    """Return the calendar month of a day as year * 12 + month - 1."""
    on = date_of(day)
    return on.year * 12 + on.month - 1


def first_day_of(month: int) -> date:
    """Return the first day of a month number."""
    return date(month // 12, month % 12 + 1, 1)


def lot_month_of(awarded_day: int, *, expires_after_months: int) -> int:
    """Return the first month in which points awarded on a day can't be spent any more.

    >>> from plaudit.core.period import day_number
    >>> first_day_of(
    ...     lot_month_of(day_number(date(2026, 4, 3)), expires_after_months=12)
    ... ).isoformat()
    '2027-05-01'
    """
    assert expires_after_months >= MONTHS_AT_LEAST, expires_after_months
    return month_number(awarded_day) + expires_after_months + 1


def add_to_lots(lots: list[int], month: int, *, points: int) -> None:
    """Add points to the lot of a month, in place; the soonest to expire stays first."""
    at = len(lots)
    while at and lots[at - 2] >= month:
        at -= 2
    if at < len(lots) and lots[at] == month:
        lots[at + 1] += points
    else:
        lots[at:at] = [month, points]


def spendable_points(lots: Sequence[int], *, today: int) -> int:
    """Return the points that can be spent on a day: lots past their month don't count.

    >>> spendable_points([24000, 5, 24011, 7], today=0), spendable_points([1, 5], today=0)
    (12, 0)
    """
    month = month_number(today)
    pairs = zip(lots[::2], lots[1::2], strict=True)
    return sum(points for lot_month, points in pairs if lot_month > month)
