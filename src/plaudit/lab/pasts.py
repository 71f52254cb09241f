"""The past that a forecast stands on: sums by day and month, from the live book or from deeds.

With each sum goes of how many members it is, so that sums of few are never shown (`few`). The book
is read in a transaction that can't write.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import psycopg

from plaudit.core.few import MEMBERS_LEAST, gathered
from plaudit.core.lots import first_day_of, month_number
from plaudit.core.period import Calendar, day_number
from plaudit.lab.backtest import Series
from plaudit.lab.forecasting import Known
from plaudit.lab.spending import Moved, Past, Shares, spent_as_assumed
from plaudit.replay.columns import Ints
from plaudit.replay.counting import Counted, Replay
from plaudit.replay.running import Job, pieces_counted
from plaudit.replay.snapshot import Deeds, Piece, Snapshot
from plaudit.store.catalogue import Published
from plaudit.store.points_past import PointsPast, members_issued_to, points_past
from plaudit.store.reading import reading


class Crowds(NamedTuple):
    """Of how many members sums are: by month, by lot, and of all that is owed."""

    issued: Mapping[int, int]
    redeemed: Mapping[int, int]
    expired: Mapping[int, int]
    lots: Mapping[int, int]
    all: int
    vouchers: int = 0


class Learned(NamedTuple):
    """A past, with its crowds. `in_vouchers`: points of vouchers that are still open."""

    known: Known
    crowds: Crowds
    in_vouchers: int | None


def past_of_book(
    connection: psycopg.Connection, programme: Published, *, now: int, months: int, assumed: Shares
) -> Learned | None:
    """Return the past of a programme of the book; None where it gave nothing before today.

    `months`: for how many whole months moves of points are kept, at most.
    """
    calendar = Calendar(programme.time_zone)
    today = calendar.day_of(now)
    with reading(connection):
        start = _start_of(calendar, month_number(today) - months)
        found = points_past(connection, programme.programme_id, since=start)
        issued_on = [day for day, _ in found.issued if day < today]
        if not issued_on:
            return None
        series = _series(found, first_day=min(issued_on), today=today)
        known_months = range(month_number(series.first_day), month_number(today) + 1)
        spans = [(_start_of(calendar, one), _start_of(calendar, one + 1)) for one in known_months]
        counts = members_issued_to(connection, programme.programme_id, spans, enough=MEMBERS_LEAST)
    past = _past(found, series, programme, today=today, months=months)
    movers = {month_number(day_number(on)): some for on, some in found.movers.items()}
    past = _without_few(past, movers)
    crowds = Crowds(
        issued=dict(zip(known_months, counts, strict=True)),
        redeemed={month: spending for month, (spending, _) in movers.items()},
        expired={month: expiring for month, (_, expiring) in movers.items()},
        lots={lot: members for lot, (_, members) in found.lots.items()},
        all=found.holders,
        vouchers=found.in_vouchers[1],
    )
    known = Known(
        series,
        past,
        assumed,
        held=gathered(past.lots, crowds.lots),
        hides_issued=crowds.issued[past.month] < MEMBERS_LEAST,
    )
    return Learned(known, crowds, found.in_vouchers[0])


def _start_of(calendar: Calendar, month: int) -> int:
    return calendar.start_of_day(day_number(first_day_of(month)))


def _series(found: PointsPast, *, first_day: int, today: int) -> Series:
    """Return points by day. What was erased since is added to the days of its month, evenly."""
    points = np.zeros(today - first_day, np.int64)
    for day, some in found.issued:
        if day < today:
            points[day - first_day] = some
    for on, some in found.erased.items():
        start = day_number(on)
        end = day_number(first_day_of(month_number(start) + 1))
        days = points[max(0, start - first_day) : max(0, end - first_day)]
        if len(days) and some > 0:
            days += some // len(days)
            days[: some % len(days)] += 1
    return Series(first_day, points)


def _keeps(programme: Published, day: int) -> int:
    """Return for how many months points last by the edition in force on a day, or the first one."""
    edition = max(
        (one.edition for one in programme.editions if one.edition.starts_on <= day),
        key=lambda one: one.starts_on,
        default=programme.editions[0].edition,
    )
    return edition.expires_after_months


def _past(
    found: PointsPast, series: Series, programme: Published, *, today: int, months: int
) -> Past:
    into: Counter[int] = Counter()
    for day, points in found.issued:
        into[month_number(day)] += points
    moved = {
        (one.lot_month, month_number(day_number(one.month_on))): Moved(
            one.redeemed, one.expired, one.other
        )
        for one in found.moves
    }
    month = month_number(today)
    return Past(
        month=month,
        first_month=max(month_number(series.first_day), month - months),
        lots={lot: points for lot, (points, _) in found.lots.items()},
        moved=moved,
        into=into,
        fresh=_keeps(programme, today) + 1,
        ends={
            at: at + _keeps(programme, day_number(first_day_of(at))) + 1
            for at in range(month_number(series.first_day), month + 1)
        },
        today=sum(points for day, points in found.issued if day >= today),
    )


def _without_few(past: Past, movers: Mapping[int, tuple[int, int]]) -> Past:
    """Return a past in which what few members spent, or lost, can't be worked out from the rest.

    Where no month has enough members who spent, their points count as still held; where none has
    enough whose points expired, these count as spent. What too few did this month so far counts as
    still held, too.
    """
    many_spend, many_lose = (
        any(of_month[side] >= MEMBERS_LEAST for of_month in movers.values()) for side in (0, 1)
    )
    few_spend = {
        month
        for month in range(past.first_month, past.month + 1)
        if movers.get(month, (0, 0))[0] < MEMBERS_LEAST
    }
    few_lose_now = movers.get(past.month, (0, 0))[1] < MEMBERS_LEAST
    lots, moved = Counter(past.lots), dict(past.moved)
    for (lot, month), one in past.moved.items():
        redeemed, expired, is_now = one.redeemed, one.expired, month == past.month
        if is_now and few_lose_now:
            lots[lot] += expired
            expired = 0
        elif not many_lose:
            redeemed, expired = redeemed + expired, 0
        if not many_spend or (is_now and month in few_spend):
            lots[lot] += redeemed if lot > past.month else 0
            redeemed = 0
        moved[lot, month] = Moved(redeemed, expired, one.other)
    held = {lot: some for lot, some in lots.items() if some > 0}
    return past._replace(lots=held, moved=moved, few=frozenset(few_spend))


def past_of_deeds(
    snapshot: Snapshot,
    replay: Replay,
    *,
    assumed: Shares,
    threads: int,
    moved: Callable[[int], None] = lambda _: None,
) -> Learned | None:
    """Return what deeds of files would have given, as if points were spent as is assumed.

    At the start of the first day nobody has any. None where there are no deeds.
    """
    days: Counter[int] = Counter()
    issued: Counter[int] = Counter()
    holders = 0
    for piece, (by_day, by_month, members) in pieces_counted(
        Job(snapshot, replay, threads), snapshot.pieces(), then=_counted
    ):
        days.update(by_day)
        issued.update(by_month)
        holders += members
        moved(piece.rows)
    if not days:
        return None
    first, last = min(days), max(days)
    series = Series(first, np.array([days[day] for day in range(first, last + 1)], np.int64))
    months = range(month_number(first), month_number(last + 1) + 1)
    into = {month: series.month(month) for month in months if series.month(month)}
    keeps = replay.editions[-1].expires_after_months
    start = Past(months[0], months[0], {}, {}, into, keeps + 1)
    past = spent_as_assumed(start, last=months[-1], assumed=assumed)
    of_lots = {lot: issued[lot - past.fresh] for lot in past.lots}
    crowds = Crowds(issued, {}, {}, of_lots, all=holders)
    hides = issued[past.month] < MEMBERS_LEAST
    known = Known(series, past, assumed, gathered(past.lots, of_lots), hides_issued=hides)
    return Learned(known, crowds, None)


def _counted(
    piece: Piece, deeds: Deeds, counted: Counted
) -> tuple[Piece, tuple[Counter[int], Counter[int], int]]:
    """Return points by day, of how many members those of each month are, and of how many all."""
    columns = deeds.columns
    by_day: Counter[int] = Counter()
    paid = np.zeros(len(columns), np.bool_)
    for rises in counted.rules.values():
        paid[rises.rows[rises.points > 0]] = True
        found, at = np.unique(columns.day[rises.rows], return_inverse=True)
        sums = np.zeros(len(found), np.int64)
        np.add.at(sums, at, rises.points)
        by_day.update(dict(zip(found.tolist(), sums.tolist(), strict=True)))
    members, days = columns.member[paid], columns.day[paid]
    by_month = Counter(month for _, month in _member_months(members, days))
    return piece, (by_day, by_month, len(np.unique(members)))


def _member_months(members: Ints, days: Ints) -> list[tuple[int, int]]:
    """Return each pair of a member and a month in which one of these days is."""
    if not len(days):
        return []
    first = int(days.min())
    table = [month_number(day) for day in range(first, int(days.max()) + 1)]
    pairs: Ints = np.unique(members << 32 | np.array(table, np.int64)[days - first])
    return [(pair >> 32, pair & 0xFFFF_FFFF) for pair in pairs.tolist()]
