"""Closings: what a month came to, read from the book once, and kept with what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import psycopg

from plaudit.core.closing import KINDS, Closing, Kind, Vouchers, closing_of
from plaudit.core.closing_chain import Signed
from plaudit.core.figures import OTHERS, Group, Part
from plaudit.core.period import Calendar, date_of, day_number
from plaudit.core.programme import Programme
from plaudit.core.settlement import month_after
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime, as_instant


class Deeds(NamedTuple):
    """A month's deeds by kind, and points by lot with how many members got them."""

    groups: Sequence[Group]
    lots: Sequence[tuple[int, int, int]]
    """Month in which they end, points, members."""


class PublishedMonth(NamedTuple):
    """What anybody may read of a month. `month` a day number; hash, signature and key in hex."""

    month: int
    joined_members: int | None
    spent_points: int | None
    parts: tuple[Part, ...]
    number: int
    sha256: str
    signature: str
    public_key: str


class Kept(NamedTuple):
    """A closing as it is kept. `closed_at` in microseconds since the epoch."""

    signed: Signed
    closed_at: int


class MonthBook:
    """What the book says of one month of a programme. `month`: its first day, a day number."""

    def __init__(self, connection: psycopg.Connection, programme: Programme, month: int) -> None:
        self._connection = connection
        calendar: Calendar = programme.calendar
        self._named: dict[str, object] = {
            "programme_id": programme.programme_id,
            "month": date_of(month),
            "starts_at": as_datetime(calendar.start_of_day(month)),
            "ends_at": as_datetime(calendar.start_of_day(month_after(month))),
        }

    def moved(self) -> dict[Kind, int]:
        """Return what each kind of account got, less what it gave."""
        rows = self._connection.execute(query("closing_moves"), self._named).fetchall()
        found: dict[str, int] = dict(rows)
        assert set(found) <= set(KINDS), found
        return {kind: found.get(kind, 0) for kind in KINDS}

    def deeds(self) -> Deeds:
        """Return the deeds by kind, and the points by lot."""
        groups: list[Group] = []
        lots: list[tuple[int, int, int]] = []
        for row in self._connection.execute(query("closing_deeds"), self._named):
            activity, lot, deeds, points, doing, earning = row
            if activity is not None:
                groups.append(Group(activity, deeds, points, doing, earning))
            elif points:
                lots.append((lot, points, earning))
        return Deeds(groups, lots)

    def together(self, activities: Sequence[str]) -> tuple[int, int]:
        """Return how many members did one of some kinds of deeds, and how many got points."""
        named = self._named | {"activities": list(activities)}
        [(doing, earning)] = self._connection.execute(query("closing_together"), named)
        return doing, earning

    def vouchers(self) -> tuple[Vouchers, int]:
        """Return the month's vouchers, and how many members took one."""
        [(*counts, taking)] = self._connection.execute(query("closing_vouchers"), self._named)
        return Vouchers(*counts), taking

    def joined(self) -> int:
        """Return how many members said yes to the programme."""
        [(members,)] = self._connection.execute(query("closing_joined"), self._named)
        return int(members)


def lock_books(connection: psycopg.Connection) -> None:
    """Let nobody else close, erase or purge in this transaction: rows go into the bucket then."""
    connection.execute(query("lock_leaving"))


def first_month(connection: psycopg.Connection, programme_id: int) -> int | None:
    """Return the first day of the month in which a programme's book begins; None where it's empty.

    Units: a day number.
    """
    named = {"programme_id": programme_id}
    [(first_on,)] = connection.execute(query("closing_first_month"), named)
    return None if first_on is None else day_number(first_on.replace(day=1))


def read_last(connection: psycopg.Connection, programme_id: int) -> Closing | None:
    """Return a programme's newest closing, or None."""
    named = {"programme_id": programme_id}
    row = connection.execute(query("last_closing"), named).fetchone()
    return None if row is None else closing_of(row[0])


def add_closing(
    connection: psycopg.Connection, programme_id: int, made: Closing, signed: Signed, *, now: int
) -> None:
    """Add a closing with its signature."""
    given = {
        "programme_id": programme_id,
        "number": made.head.number,
        "month": date_of(made.head.month),
        "previous_sha256": made.previous_sha256,
        "sha256": made.sha256,
        "closed_at": as_datetime(now),
    }
    connection.execute(query("add_closing"), given | signed._asdict())


def publish_month(
    connection: psycopg.Connection,
    programme_id: int,
    month: int,
    *,
    members_and_points: tuple[int | None, int | None],
    parts: Sequence[Part],
) -> None:
    """Add what anybody may read of a closed month: members who joined and points spent, parts."""
    joined, spent = members_and_points
    given = {"programme_id": programme_id, "month": date_of(month)}
    connection.execute(
        query("add_published_month"), given | {"joined_members": joined, "spent_points": spent}
    )
    for place, part in enumerate(parts, start=1):
        named = part._asdict() | {"activity": None if part.activity == OTHERS else part.activity}
        connection.execute(query("add_published_activity"), given | named | {"place": place})


def read_closings(connection: psycopg.Connection, programme_id: int) -> list[Kept]:
    """Return a programme's closings in the order of their numbers."""
    rows = connection.execute(query("closings"), {"programme_id": programme_id})
    return [
        Kept(Signed(text, bytes(signature), bytes(key)), as_instant(closed_at))
        for text, signature, key, closed_at in rows
    ]


def read_published(
    connection: psycopg.Connection, programme_id: int, *, how_many: int
) -> list[PublishedMonth]:
    """Return what is published of a programme's newest months, the newest first."""
    named = {"programme_id": programme_id, "how_many": how_many}
    found: dict[date, PublishedMonth] = {}
    for row in connection.execute(query("published_months"), named):
        on, joined, spent, number, *marks = row[:7]
        place, activity, deeds, points = row[7:]
        sha256, signature, key = (bytes(mark).hex() for mark in marks)
        known = found.get(on) or PublishedMonth(
            day_number(on), joined, spent, (), number, sha256, signature, key
        )
        if place is not None:
            known = known._replace(parts=(*known.parts, Part(activity or OTHERS, deeds, points)))
        found[on] = known
    return list(found.values())
