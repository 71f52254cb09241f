"""Lots: points by the month in which they expire, and what of them can be spent.

A lot's month is `year * 12 + month - 1` of the first month in which its points can't be spent any
more: the instant is the first moment of that month in the programme's time zone. Lots are kept
flat (month, points, month, points …), the soonest first. Source: charter, C07; design, section 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from plaudit.core.period import date_of

MONTHS_AT_LEAST = 12

GRACE_DAYS = 30
"""Points that come back after their month has begun can be spent for this many days at least.

More where an edition promised a longer notice (core.expiry.grace_days).
"""

Part = tuple[int, int]
"""Points of one lot: its month, and how many."""


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


def take_from_lot(lots: list[int], month: int, *, points: int) -> int:
    """Take up to so many points from the lot of a month, in place; return how many there were.

    >>> lots = [24320, 5, 24322, 7]
    >>> take_from_lot(lots, 24322, points=9), take_from_lot(lots, 24321, points=9), lots
    (7, 0, [24320, 5])
    """
    for at in range(0, len(lots), 2):
        if lots[at] == month:
            taken = min(points, lots[at + 1])
            if taken == lots[at + 1]:
                del lots[at : at + 2]
            else:
                lots[at + 1] -= taken
            return taken
    return 0


def take_from_lots(lots: list[int], points: int, *, month: int) -> list[Part]:
    """Take points that can be spent in a month, the soonest to expire first, in place.

    Takes:   `points`, at most what can be spent. Gives: what was taken from which lot.

    >>> lots = [24320, 5, 24322, 7, 24323, 4]
    >>> take_from_lots(lots, 8, month=24320), lots
    ([(24322, 7), (24323, 1)], [24320, 5, 24323, 3])
    """
    parts: list[Part] = []
    for lot_month in [lot_month for lot_month in lots[::2] if lot_month > month]:
        if points:
            taken = take_from_lot(lots, lot_month, points=points)
            points -= taken
            parts += [(lot_month, taken)] if taken else []
    assert points == 0, f"{points} points more than can be spent"
    return parts


def give_back_to_lots(
    lots: list[int], parts: Iterable[Part], *, today: int, grace_days: int = GRACE_DAYS
) -> list[Part]:
    """Give points back to the lots they came from, in place; return what went into which lot.

    A lot whose month has begun meanwhile can't be spent from: its points go into the first lot
    that lasts for `grace_days` more. Nobody loses points because a reward fell through.

    >>> lots = []
    >>> give_back_to_lots(lots, [(24320, 5), (24330, 7)], today=20662), lots  # 28 July 2026
    ([(24320, 5), (24330, 7)], [24320, 5, 24330, 7])
    >>> give_back_to_lots([], [(24318, 5)], today=20662)  # 30 days on it is 27 August
    [(24320, 5)]
    """
    assert grace_days >= GRACE_DAYS, grace_days
    grace_month = month_number(today + grace_days) + 1
    given: list[int] = []
    for lot_month, points in parts:
        into_month = lot_month if lot_month > month_number(today) else grace_month
        add_to_lots(lots, into_month, points=points)
        add_to_lots(given, into_month, points=points)
    return list(zip(given[::2], given[1::2], strict=True))
