"""Announcing: members are told in time which of their points will expire. Charter, C07."""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.actions.expire import pages
from plaudit.actions.house import House
from plaudit.core.lots import add_to_lots, take_from_lot
from plaudit.core.programme import Programme
from plaudit.core.transfer import Accounts, Transfer
from plaudit.store import expiry, wallets
from plaudit.store.expiry import Page


class Announced(NamedTuple):
    """How many lots were announced, and how many got a later month because it was too late."""

    lots: int
    extended: int


def announce_expiry(connection: psycopg.Connection, house: House, *, now: int) -> Announced:
    """Announce what expires soon, in every programme, and return how many lots that were.

    What wasn't announced in time is not lost: a whole lot, or points that came back into one since
    its notice, get the first later month whose notice is in time, and that is announced; where that
    month was announced before, what is added to it gets one more. Run again it finds nothing.

    Units:   `now` in microseconds since the epoch.
    """
    lots = extended = 0
    newest = expiry.newest_member(connection)
    for programme in house.programmes.values():
        months = programme.notices.due(now=now)
        accounts = wallets.read_accounts(connection, programme.programme_id)
        for page in pages(programme.programme_id, newest):
            with connection.transaction():
                if months:
                    lots += expiry.announce_lots(connection, page, months, now=now)
            with connection.transaction():
                late = _Late(programme, accounts, now=now)
                extended += late.extend(connection, page)
    return Announced(lots, extended)


class _Late:
    """Lots of one programme that weren't announced in time."""

    def __init__(self, programme: Programme, accounts: Accounts, *, now: int) -> None:
        notices = programme.notices
        self.now = now
        self.accounts = accounts
        self.into_month = notices.later_month(now=now)
        self.told_by = {month: notices.told_by(month) for month in notices.late(now=now)}

    def extend(self, connection: psycopg.Connection, page: Page) -> int:
        """Give their points a later month; return how many lots that were."""
        late = expiry.lock_unannounced(connection, page, self.told_by)
        if not late:
            return 0
        found = wallets.lock_wallets(connection, {member_id for member_id, *_ in late})
        moves: list[Transfer] = []
        notices: dict[int, int] = {}
        for member_id, month, unannounced in late:
            lots = found[member_id].lots
            points = take_from_lot(lots, month, points=unannounced)
            add_to_lots(lots, self.into_month, points=points)
            notices[member_id] = dict(zip(lots[::2], lots[1::2], strict=True))[self.into_month]
            account = self.accounts.expiry
            moves += (
                Transfer(member_id, account, "expire", points, month, self.now),
                Transfer(member_id, account, "extend", points, self.into_month, self.now),
            )
        wallets.add_transfers(connection, moves)
        wallets.write_wallets(connection, list(found.values()))
        added = [(member_id, self.into_month, points) for member_id, points in notices.items()]
        expiry.add_notices(connection, added, now=self.now)
        return len(late)
