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
        page: _Page | None = _Page(programme_id, Calendar(time_zone), now)
        while page is not None:
            with connection.transaction():
                went, page = _returned(connection, page)
            members, points = members + went.members, points + went.points
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
    _returned(connection, _Page(programme_id, calendar, now, member_id=member_id))


class _Page(NamedTuple):
    """Members of one programme whose points are looked at together; one of them, or the next."""

    programme_id: int
    calendar: Calendar
    now: int
    after_id: int = 0
    member_id: int | None = None


def _returned(connection: psycopg.Connection, page: _Page) -> tuple[Returned, _Page | None]:
    """Move the points of one page; return what went, and the next page, where there may be one."""
    before = leaving.left_before(connection, page.programme_id, page.calendar, now=page.now)
    if before is None:
        return Returned(0, 0), None
    found = leaving.lock_left(
        connection,
        page.programme_id,
        # Where clocks went forward, the days are over an hour before the 90 times 24 hours.
        before=min(before, page.now - leaving.USABLE),
        after_id=page.after_id,
        how_many=MEMBERS,
        member_id=page.member_id,
    )
    today = page.calendar.day_of(page.now)
    due = [
        member_id
        for member_id, was_held in found
        if not (was_held and leaving.can_use_points(connection, member_id, today=today))
    ]
    following = page._replace(after_id=found[-1][0]) if len(found) == MEMBERS else None
    if not due:
        return Returned(0, 0), following
    account_id = wallets.read_accounts(connection, page.programme_id).returned
    points = leaving.return_points(connection, due, account_id=account_id, now=page.now)
    return Returned(len(due), points), following
