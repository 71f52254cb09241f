"""Closing the books: a month that is over is added up once, signed, and told in rounded sums.

By when it was recorded, not by when it happened: what comes late stands in the month in which it
came, so a month is over when it is over. Source: decision 0028.
"""

from __future__ import annotations

import secrets
from typing import NamedTuple

import psycopg

from plaudit.actions.house import open_house
from plaudit.core.closing import (
    BLIND_BYTES,
    Closing,
    Head,
    Sums,
    first_closing,
    next_closing,
)
from plaudit.core.few import gathered
from plaudit.core.figures import Group, Promised, parts_of, told, told_members, told_points
from plaudit.core.period import DAY_SECONDS, SECOND, Period, start_of
from plaudit.core.programme import Programme
from plaudit.core.settlement import month_after
from plaudit.store import closings
from plaudit.store.budgets import HORIZON
from plaudit.store.closing_key import sign_closing
from plaudit.store.closings import Deeds, MonthBook

REST = DAY_SECONDS * SECOND
"""A month rests a day before it is closed: clocks of several machines don't agree to the second."""
assert REST > HORIZON


class _Read(NamedTuple):
    """A month as the book says it, and as the edition of its last day promises to tell it."""

    sums: Sums
    taking: int
    """Members who took a voucher."""
    joined: int
    promised: Promised


def close_books(connection: psycopg.Connection, *, now: int) -> list[Closing]:
    """Close every month of every programme that is over, and return the new closings.

    It can run again, and twice at once: a month is closed once. Erasing waits for it, since it
    moves rows into the bucket.

    Units:   `now` in microseconds since the epoch.
    """
    made: list[Closing] = []
    for programme in open_house(connection).programmes.values():
        while (closing := _close_next(connection, programme, now=now)) is not None:
            made.append(closing)
    return made


def _close_next(
    connection: psycopg.Connection, programme: Programme, *, now: int
) -> Closing | None:
    """Close a programme's first month that is over and not closed; None where there is none."""
    over = start_of(Period.MONTH, programme.calendar.day_of(now - REST))
    number = programme.programme_id
    with connection.transaction():
        closings.lock_books(connection)
        last = closings.read_last(connection, number)
        month = (
            closings.first_month(connection, number)
            if last is None
            else month_after(last.head.month)
        )
        if month is None or month >= over:
            return None
        read = _read(MonthBook(connection, programme, month), programme, month)
        blind = secrets.token_hex(BLIND_BYTES)
        if last is None:
            made = first_closing(Head(programme.id, month, 1), read.sums, blind=blind)
        else:
            made = next_closing(last, read.sums, blind=blind)
        closings.add_closing(connection, number, made, sign_closing(made.text), now=now)
        _publish(connection, number, made, read)
    return made


def _read(book: MonthBook, programme: Programme, month: int) -> _Read:
    promised = programme.promises_on(month_after(month) - 1).statistics
    deeds = book.deeds()
    vouchers, taking = book.vouchers()
    parts = parts_of(
        _in_order(deeds, programme), together=book.together, least=promised.members_least
    )
    sums = Sums(
        moved=book.moved(),
        deeds=sum(part.deeds for part in parts) if parts else None,
        awarded_points=sum(part.points for part in parts) if parts else None,
        parts=tuple(parts),
        lots=_lots(deeds) if parts else {},
        vouchers=vouchers if taking >= promised.members_least else None,
    )
    return _Read(sums, taking, book.joined(), promised)


def _in_order(deeds: Deeds, programme: Programme) -> list[Group]:
    """Return the kinds of deeds in the order of the edition, whatever they came to."""
    by_id = {group.activity: group for group in deeds.groups}
    return [by_id[id] for id in programme.activities if id in by_id]


def _lots(deeds: Deeds) -> dict[int, int]:
    points = {lot: points for lot, points, _ in deeds.lots}
    return gathered(points, {lot: members for lot, _, members in deeds.lots})


def _publish(connection: psycopg.Connection, programme_id: int, made: Closing, read: _Read) -> None:
    """Add what anybody may read of the month: rounded, and nothing of few members."""
    promised, vouchers = read.promised, made.sums.vouchers
    spent_points = 0 if vouchers is None else vouchers.taken_points
    closings.publish_month(
        connection,
        programme_id,
        made.head.month,
        members_and_points=(
            told_members(read.joined, promised),
            told_points(spent_points, of_members=read.taking, promised=promised),
        ),
        parts=[told(part, promised) for part in made.sums.parts],
    )
