"""Expiry in the book: notices, lots that end, and lots whose end wasn't announced in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import psycopg

from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime

ToldBy = Mapping[int, int]
"""By lot month: until which instant its notice had to be there."""


class Page(NamedTuple):
    """Members of one programme, by their numbers: above `after_id`, up to `upto_id`."""

    programme_id: int
    after_id: int
    upto_id: int


def read_calendars(connection: psycopg.Connection) -> list[tuple[int, str, str]]:
    """Return (number, id, time zone) of each programme."""
    return connection.execute(query("programme_calendar")).fetchall()


def newest_member(connection: psycopg.Connection) -> int:
    """Return the highest member number."""
    row = connection.execute(query("newest_member")).fetchone()
    assert row is not None
    return int(row[0])


def announce_lots(
    connection: psycopg.Connection, page: Page, months: Sequence[int], *, now: int
) -> int:
    """Add the notice of lots of these months that have none, and return how many.

    In a transaction: until it ends nobody is erased, whose notice would stay behind.
    """
    connection.execute(query("lock_leaving"))
    named = {"months": list(months), "now": as_datetime(now)} | page._asdict()
    return connection.execute(query("announce_lots"), named).rowcount


def lock_unannounced(
    connection: psycopg.Connection, page: Page, told_by: ToldBy
) -> list[tuple[int, int, int]]:
    """Lock members with points that weren't announced in time; (member, lot month, points)."""
    named = _calendar(told_by) | page._asdict() | {"last_month": max(told_by)}
    return connection.execute(query("lock_unannounced"), named).fetchall()


def add_notices(
    connection: psycopg.Connection, added: Sequence[tuple[int, int, int]], *, now: int
) -> None:
    """Add notices: (member, lot month, points)."""
    columns = zip(*added, strict=True) if added else ((), (), ())
    member_ids, lot_months, points = (list(column) for column in columns)
    connection.execute(
        query("add_notices"),
        {
            "member_ids": member_ids,
            "lot_months": lot_months,
            "points": points,
            "now": as_datetime(now),
        },
    )


def lock_expired(connection: psycopg.Connection, page: Page, *, month: int) -> list[int]:
    """Lock members with a lot of this month or an earlier one, and return their numbers."""
    rows = connection.execute(query("lock_expired"), {"month": month} | page._asdict())
    return [row[0] for row in rows.fetchall()]


def expire_lots(
    connection: psycopg.Connection,
    member_ids: Sequence[int],
    told_by: ToldBy,
    *,
    account_id: int,
    now: int,
) -> tuple[int, int]:
    """Move what has expired of members who are locked; return how many lots and points went."""
    named = _calendar(told_by) | {
        "member_ids": list(member_ids),
        "account_id": account_id,
        "now": as_datetime(now),
    }
    row = connection.execute(query("expire_lots"), named).fetchone()
    assert row is not None
    return row[0], row[1]


def _calendar(told_by: ToldBy) -> dict[str, object]:
    return {
        "months": list(told_by),
        "told_bys": [as_datetime(instant) for instant in told_by.values()],
    }
