"""Lapsing: vouchers that nobody used until their last day give their points back."""

from __future__ import annotations

import psycopg

from plaudit.actions.give_back import back_now, give_back
from plaudit.core.voucher import State
from plaudit.store import vouchers
from plaudit.store.members import programmes_of
from plaudit.store.wallets import lock_wallets

BATCH_VOUCHERS = 1_000


def lapse(connection: psycopg.Connection, *, now: int, how_many: int = BATCH_VOUCHERS) -> int:
    """Close up to so many vouchers whose last day is over, in one transaction; return how many.

    Whether it ran or not, a voucher can't be honoured after its last day. Call it again until it
    returns 0. Units: `now` in microseconds since the epoch.
    """
    with connection.transaction():
        over = vouchers.vouchers_over(connection, now=now, how_many=how_many)
        if not over:
            return 0
        member_ids = {member_id for member_id, _ in over}
        wallets = lock_wallets(connection, member_ids)
        over = [one for one in over if one[0] in wallets]  # no record that stands still
        of = programmes_of(connection, member_ids)
        back = {
            one: back_now(connection, *one[:2], time_zone=one[2], now=now) for one in {*of.values()}
        }
        backs = {member: back[one] for member, one in of.items()}
        closed = vouchers.close_vouchers(connection, over, State.LAPSED, now=now)
        give_back(connection, closed, wallets, backs=backs, now=now)
    return len(over)
