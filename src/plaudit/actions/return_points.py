"""Returning: points that who left didn't use in time go back to the programme.

Nothing waits for this: from the day on that the edition promised they can't be spent (core.taking),
and who comes back later comes back without them. Source: charter, C14.
"""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.core.period import Calendar
from plaudit.store import expiry, leaving, wallets

MEMBERS = 2_000
"""How many members one transaction locks at most."""


class Returned(NamedTuple):
    """What went: how many members' points, and how many points."""

    members: int
    points: int


def return_points(connection: psycopg.Connection, *, now: int) -> Returned:
    """Move what can't be used any more, in every programme, and return what went.

    Run again it finds nothing. A restricted record stays as it is.

    Units:   `now` in microseconds since the epoch.
    """
    members = points = 0
    for programme_id, _, time_zone in expiry.read_calendars(connection):
        found = MEMBERS
        while found == MEMBERS:
            with connection.transaction():
                found, moved = _returned(
                    connection, programme_id, Calendar(time_zone), now=now, member_id=None
                )
            members, points = members + found, points + moved
    return Returned(members, points)


def return_points_of(
    connection: psycopg.Connection,
    member_id: int,
    *,
    programme_id: int,
    calendar: Calendar,
    now: int,
) -> None:
    """The same for one member, in the open transaction."""
    _returned(connection, programme_id, calendar, now=now, member_id=member_id)


def _returned(
    connection: psycopg.Connection,
    programme_id: int,
    calendar: Calendar,
    *,
    now: int,
    member_id: int | None,
) -> tuple[int, int]:
    before = leaving.left_before(connection, programme_id, calendar, now=now)
    if before is None:
        return 0, 0
    # Where clocks went forward meanwhile, the days are over an hour before the 90 times 24 hours.
    before = min(before, now - leaving.USABLE)
    found = leaving.lock_left(
        connection, programme_id, before=before, how_many=MEMBERS, member_id=member_id
    )
    if not found:
        return 0, 0
    account_id = wallets.read_accounts(connection, programme_id).returned
    points = leaving.return_points(connection, found, account_id=account_id, now=now)
    return len(found), points
