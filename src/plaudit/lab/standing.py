"""How a programme's points stand: given, spent, expired and owed by month. Sums, never of few.

It is for who answers for the money, and reads in a transaction that can't write.
Source: charter, C10: group totals only from 20 members, rounded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import psycopg

from plaudit.core.few import MEMBERS_LEAST, gathered, joined, rounded
from plaudit.core.lots import first_day_of, month_number
from plaudit.core.period import Calendar, day_number
from plaudit.store.points_past import PointsPast, members_issued_to, points_past
from plaudit.store.reading import reading

MONTHS = 12
"""How many months are shown, the one that runs among them."""


class Month(NamedTuple):
    """What moved in one month, rounded. `month`: its number (core.lots). None: of too few."""

    month: int
    given: int | None
    spent: int | None
    expired: int | None


class Standing(NamedTuple):
    """Points of a programme, rounded. `owed`: in all wallets; None where few members hold them.

    `ends`: of them by the month at whose start they can't be spent any more.
    """

    months: list[Month]
    owed: int | None
    in_vouchers: int | None
    ends: Mapping[int, int]


def standing_of(
    connection: psycopg.Connection, programme_id: int, time_zone: str, *, now: int
) -> Standing:
    """Return how a programme's points stand. `now` in microseconds since the epoch."""
    calendar = Calendar(time_zone)
    this_month = month_number(calendar.day_of(now))
    shown = range(this_month - MONTHS + 1, this_month + 1)
    spans = [(_start(calendar, one), _start(calendar, one + 1)) for one in shown]
    with reading(connection):
        past = points_past(connection, programme_id, since=spans[0][0])
        given_to = members_issued_to(connection, programme_id, spans, enough=MEMBERS_LEAST)
    given, spent, expired = _by_month(past, shown, dict(zip(shown, given_to, strict=True)))
    is_crowd = past.holders >= MEMBERS_LEAST
    lots = {lot: points for lot, (points, _) in past.lots.items() if lot > this_month}
    holders = {lot: members for lot, (_, members) in past.lots.items()}
    points, members = past.in_vouchers
    return Standing(
        months=[Month(one, given.get(one), spent.get(one), expired.get(one)) for one in shown],
        owed=rounded(sum(lots.values())) if is_crowd else None,
        in_vouchers=rounded(points) if members >= MEMBERS_LEAST else None,
        ends=_rounded(gathered(lots, holders)) if is_crowd else {},
    )


def _by_month(
    past: PointsPast, shown: range, given_to: Mapping[int, int]
) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    given: Counter[int] = Counter()
    for day, points in past.issued:
        given[month_number(day)] += points
    for on, points in past.erased.items():
        given[month_number(day_number(on))] += points
    spent: Counter[int] = Counter()
    expired: Counter[int] = Counter()
    for move in past.moves:
        month = month_number(day_number(move.month_on))
        spent[month] += move.redeemed
        expired[month] += move.expired
    movers = {month_number(day_number(on)): some for on, some in past.movers.items()}
    of_shown = {month: points for month, points in given.items() if month in shown}
    return (
        _rounded(joined(of_shown, given_to)),
        _rounded(joined(spent, {month: some[0] for month, some in movers.items()})),
        _rounded(joined(expired, {month: some[1] for month, some in movers.items()})),
    )


def _rounded(points: Mapping[int, int]) -> dict[int, int]:
    return {month: rounded(max(0, some)) for month, some in points.items()}


def _start(calendar: Calendar, month: int) -> int:
    return calendar.start_of_day(day_number(first_day_of(month)))
