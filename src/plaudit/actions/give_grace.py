"""Giving grace: points whose month began while the office held a record get days to be used.

It is done where the record begins to move again, so that no job can come before it. Source:
charter, C07 and C18; docs/decisions/0017-rights.md.
"""

from __future__ import annotations

import psycopg

from plaudit.actions.give_back import back_now
from plaudit.core.lots import month_number, take_from_lot
from plaudit.core.period import calendar_of
from plaudit.core.transfer import Transfer
from plaudit.store import wallets
from plaudit.store.members import read_membership


def give_grace(connection: psycopg.Connection, member_id: int, *, since: int, now: int) -> None:
    """Let points last longer that couldn't be spent in their last month, in the open transaction.

    They get as many days as points that come back out of a voucher (core.lots): as the longest
    notice at least. What had ended before stays ended.

    Takes:   a member whose record moves again.
    Units:   `since`, when it began to stand still, and `now` in microseconds since the epoch.
    """
    member = read_membership(connection, member_id)
    wallet = wallets.lock_wallet(connection, member_id)
    assert member is not None, member_id
    assert wallet is not None, member_id
    calendar = calendar_of(member.time_zone)
    began, month = month_number(calendar.day_of(since)), month_number(calendar.day_of(now))
    pairs = zip(wallet.lots[::2], wallet.lots[1::2], strict=True)
    ended = [(lot, points) for lot, points in pairs if began < lot <= month and points]
    if not ended:
        return
    for lot, points in ended:
        wallet.points -= take_from_lot(wallet.lots, lot, points=points)
    back = back_now(
        connection, member.programme_id, member.programme, time_zone=member.time_zone, now=now
    )
    given = wallet.give_back(ended, today=back.today, grace_days=back.grace_days)
    account_id = wallets.read_accounts(connection, member.programme_id).expiry
    wallets.add_transfers(
        connection,
        [Transfer(member_id, account_id, "expire", points, lot, now) for lot, points in ended]
        + [Transfer(member_id, account_id, "extend", points, lot, now) for lot, points in given],
    )
    wallets.write_wallets(connection, [wallet])
