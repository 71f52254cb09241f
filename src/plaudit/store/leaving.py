"""Members who left: until when their points can be used, and what goes when that is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import psycopg

from plaudit.core.period import DAY_SECONDS, SECOND, Calendar, calendar_of, date_of
from plaudit.core.rights import THE_MEMBER
from plaudit.core.taking import Held, usable_until
from plaudit.sql.loader import query
from plaudit.store.arrays import bigints
from plaudit.store.instants import as_datetime, as_instant
from plaudit.store.members import Membership, read_membership

USABLE = 90 * DAY_SECONDS * SECOND
"""The database moves no points sooner after leaving (charter, C14), whatever clocks do."""


def left_before(
    connection: psycopg.Connection, programme_id: int, calendar: Calendar, *, now: int
) -> int | None:
    """Return the instant before which somebody left who can't use points any more.

    It is the edge of core.taking.usable_until, of whom the office never let stand still since.
    None where no edition is in force.
    """
    today = calendar.day_of(now)
    days = _usable_days(connection, programme_id, today=today)
    return None if days is None else calendar.start_of_day(today - days)


def ends_by_leaving(
    connection: psycopg.Connection, member: Membership, *, today: int
) -> int | None:
    """Return the day from which on who left can't use points any more; None for who takes part.

    Units:   days as day numbers in the programme's calendar.
    """
    if member.withdrawn_at is None:
        return None
    days = _usable_days(connection, member.programme_id, today=today)
    if days is None:
        return None
    left_at = as_instant(member.withdrawn_at)
    last = usable_until(
        calendar_of(member.time_zone),
        left_at,
        usable_days=days,
        held=held_days(member, today=today),
    )
    return None if last is None else last + 1


def held_days(member: Membership, *, today: int) -> list[Held]:
    """Return on which days since leaving the office let a member's record stand still."""
    calendar = calendar_of(member.time_zone)

    def day_of(at: datetime | None) -> int:
        return today if at is None else calendar.day_of(as_instant(at))

    return [Held(day_of(start), day_of(end)) for start, end in member.held]


def _usable_days(connection: psycopg.Connection, programme_id: int, *, today: int) -> int | None:
    asked = {"programme_id": programme_id, "today": date_of(today)}
    row = connection.execute(query("usable_days_in_force"), asked).fetchone()
    return None if row is None else int(row[0])


def lock_left(
    connection: psycopg.Connection,
    programme_id: int,
    *,
    before: int,
    after_id: int,
    how_many: int,
    member_id: int | None = None,
) -> list[tuple[int, bool]]:
    """Lock members who left before an instant and still have points; all of them, or one.

    Gives:   their numbers, in order, and whether the office let the record stand still since:
             of those `can_use_points` knows whether the days are over.
    """
    asked = {
        "programme_id": programme_id,
        "before": as_datetime(before),
        "after_id": after_id,
        "how_many": how_many,
        "member_id": member_id,
        "the_member": THE_MEMBER,
    }
    return connection.execute(query("lock_left"), asked).fetchall()


def can_use_points(connection: psycopg.Connection, member_id: int, *, today: int) -> bool:
    """Whether a member who left, and is locked, can still use points."""
    member = read_membership(connection, member_id)
    if member is None:
        return False
    ends_on = ends_by_leaving(connection, member, today=today)
    return ends_on is None or today < ends_on


def return_points(
    connection: psycopg.Connection, member_ids: Sequence[int], *, account_id: int, now: int
) -> int:
    """Move all points of members who are locked out of their wallets; return how many points."""
    named = {
        "member_ids": bigints(member_ids),
        "account_id": account_id,
        "now": as_datetime(now),
    }
    row = connection.execute(query("return_points"), named).fetchone()
    assert row is not None
    return int(row[0])


def members_to_forget(
    connection: psycopg.Connection, programme_id: int, *, before: int, how_many: int
) -> list[int]:
    """Return members who left before an instant, whose points and vouchers are gone."""
    asked = {
        "programme_id": programme_id,
        "before": as_datetime(before),
        "how_many": how_many,
    }
    return [row[0] for row in connection.execute(query("members_to_forget"), asked)]


def lock_to_forget(connection: psycopg.Connection, member_id: int, *, before: int) -> bool:
    """Lock a member to erase; False where it isn't one of members_to_forget any more."""
    asked = {"member_id": member_id, "before": as_datetime(before)}
    connection.execute(query("lock_leaving"))
    return connection.execute(query("lock_to_forget"), asked).fetchone() is not None
