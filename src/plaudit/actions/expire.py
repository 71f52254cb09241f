"""Expiring: what is past its month leaves the wallets for the programme's expiry account.

Nothing waits for this: a lot can't be spent from its instant on (core.lots.spendable_points).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import psycopg

from plaudit.actions.house import House
from plaudit.core.expiry import months_begun
from plaudit.store import expiry, wallets
from plaudit.store.expiry import Page

MEMBERS_A_PAGE = 4_000
"""How many members' numbers one transaction goes through at most."""


class Expired(NamedTuple):
    """What went: lots and points."""

    lots: int
    points: int


def expire(connection: psycopg.Connection, house: House, *, now: int) -> Expired:
    """Move what has expired, in every programme, page by page, and return what went.

    Run again it finds nothing. A restricted record stays as it is. A lot whose notice wasn't there
    as early as was promised stays, until `announce_expiry` has given its points a later month.

    Units:   `now` in microseconds since the epoch.
    """
    lots = points = 0
    newest = expiry.newest_member(connection)
    for programme_id, programme in house.programmes.items():
        notices = programme.notices
        begun = months_begun(programme.calendar, now=now)
        in_time = {month: notices.told_by(month) for month in begun}
        account_id = wallets.read_accounts(connection, programme_id).expiry
        for page in pages(programme_id, newest):
            with connection.transaction():
                members = expiry.lock_expired(connection, page, month=begun[-1])
                if members:
                    went = expiry.expire_lots(
                        connection, members, in_time, account_id=account_id, now=now
                    )
                    lots, points = lots + went[0], points + went[1]
    return Expired(lots, points)


def pages(programme_id: int, newest_member: int) -> Iterator[Page]:
    """Yield all members of a programme in pages, by their numbers."""
    for after_id in range(0, newest_member, MEMBERS_A_PAGE):
        yield Page(programme_id, after_id, after_id + MEMBERS_A_PAGE)
