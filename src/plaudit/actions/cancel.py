"""Cancelling a voucher: its member gives it back, and has the points again."""

from __future__ import annotations

import psycopg

from plaudit.actions.give_back import back_now, give_back
from plaudit.core.period import Calendar, date_of
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.voucher import State, Voucher
from plaudit.store import vouchers
from plaudit.store.leaving import ends_by_leaving
from plaudit.store.members import read_membership
from plaudit.store.wallets import lock_wallet


def cancel(connection: psycopg.Connection, member_id: int, voucher_id: int, *, now: int) -> Voucher:
    """Give a voucher back that wasn't used; the points return to the lots they came from.

    Who left too long ago keeps the voucher, which can be used yet: its points could not.

    Units:   `now` in microseconds since the epoch.
    Refuses: VOUCHER_NOT_YOURS, VOUCHER_USED, VOUCHER_CANCELLED, LEFT_TOO_LONG_AGO.
    """
    with connection.transaction():
        wallet = lock_wallet(connection, member_id)
        member = read_membership(connection, member_id)
        found = vouchers.list_vouchers(connection, member_id, voucher_id=voucher_id)
        if wallet is None or member is None or not found:
            raise Refused(refusal(Code.VOUCHER_NOT_YOURS))
        calendar = Calendar(member.time_zone)
        today = calendar.day_of(now)
        ends_on = ends_by_leaving(connection, member, today=today)
        if found[0].state is State.OPEN and ends_on is not None and today >= ends_on:
            raise Refused(refusal(Code.LEFT_TOO_LONG_AGO, last_on=date_of(ends_on - 1)))
        closed = vouchers.close_vouchers(
            connection, [(member_id, voucher_id)], State.CANCELLED, now=now
        )
        if not closed:
            stands = vouchers.read_voucher(connection, member_id, voucher_id)
            raise Refused(_why_not(stands, calendar))
        back = back_now(
            connection,
            member.programme_id,
            member.programme,
            time_zone=member.time_zone,
            now=now,
        )
        give_back(connection, closed, {member_id: wallet}, backs={member_id: back}, now=now)
        return vouchers.read_voucher(connection, member_id, voucher_id)


def _why_not(voucher: Voucher, calendar: Calendar) -> Refusal:
    on = date_of(calendar.day_of(voucher.changed_at))
    if voucher.state is State.HONOURED:
        return refusal(Code.VOUCHER_USED, used_on=on)
    return refusal(Code.VOUCHER_CANCELLED, cancelled_on=on)
