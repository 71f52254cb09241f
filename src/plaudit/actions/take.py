"""Taking a voucher: points leave the wallet and are held until it is used or given back."""

from __future__ import annotations

import psycopg

from plaudit.core.period import Calendar, Period, start_of
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rewards import KINDS
from plaudit.core.taking import Taker, refuse_taking, usable_until
from plaudit.core.transfer import Transfer
from plaudit.core.voucher import Till, Voucher
from plaudit.core.wallet import Wallet
from plaudit.store import vouchers
from plaudit.store.honours import Way, honour_voucher
from plaudit.store.members import Membership, read_membership
from plaudit.store.stock import Piece, claim_stock, claim_ticket
from plaudit.store.voucher_codes import voucher_codes
from plaudit.store.wallets import add_transfers, lock_wallet, read_accounts, write_wallets

TRIES = 3
"""Two vouchers have the same code about once in a million million; the next number has another."""


def take(
    connection: psycopg.Connection, member_id: int, reward: str, *, key: str, now: int
) -> Voucher:
    """Take a reward for its price in points, and return the voucher.

    Takes:   `key`, chosen by the taker's device: the same key gives the same voucher again, so a
             second click or a retry takes nothing.
    Units:   `now` in microseconds since the epoch.
    Refuses: Refused; then nothing was taken.
    Source:  charter, C05, C09, C11, C14. Points that expire the soonest go first.
    """
    for tries_left in range(TRIES - 1, -1, -1):
        try:
            with connection.transaction():
                return _take(connection, member_id, reward, key=key, now=now)
        except psycopg.errors.UniqueViolation:
            if not tries_left:
                raise
    raise AssertionError("a code was taken at each try")


def _take(
    connection: psycopg.Connection, member_id: int, reward: str, *, key: str, now: int
) -> Voucher:
    """Take a reward in the open transaction."""
    wallet = lock_wallet(connection, member_id)
    member = read_membership(connection, member_id)
    if wallet is None or member is None:
        raise Refused(refusal(Code.MEMBER_UNKNOWN))
    taken_key = vouchers.key_of(key)
    known = vouchers.taken_by_key(connection, member_id, taken_key)
    if known is not None:
        taken = vouchers.read_voucher(connection, member_id, known)
        if taken.reward != reward:
            raise Refused(refusal(Code.KEY_TAKEN))
        return taken
    offered = _may_take(connection, wallet, member, reward=reward, now=now)
    voucher_id = vouchers.next_voucher(connection)
    piece = _claim(connection, offered, voucher_id)
    today = Calendar(member.time_zone).day_of(now)
    last_on = today + KINDS[offered.kind].usable_days - 1
    assert offered.partner_id is not None
    new = vouchers.NewVoucher(
        member_id=member_id,
        voucher_id=voucher_id,
        price_points=offered.price.price_points,
        taken_at=now,
        ends_at=Calendar(member.time_zone).start_of_day(last_on + 1),
        partner_id=offered.partner_id,
        taken_on=today,
        last_on=last_on,
        piece=piece,
        taken_key=taken_key,
    )
    _write(connection, wallet, new, programme_id=member.programme_id)
    if KINDS[offered.kind].is_honoured_at_once:
        _honour_at_once(connection, new)
    return vouchers.read_voucher(connection, member_id, voucher_id)


def _may_take(
    connection: psycopg.Connection, wallet: Wallet, member: Membership, *, reward: str, now: int
) -> vouchers.ToTake:
    """Return the reward's terms where this member may take it now.

    Refuses: Refused.
    """
    calendar = Calendar(member.time_zone)
    today = calendar.day_of(now)
    offered = vouchers.read_to_take(connection, member.programme_id, reward, today=today)
    if offered is None:
        raise Refused(refusal(Code.REWARD_UNKNOWN))
    this_month, taken_today = vouchers.taken_so_far(
        connection,
        wallet.member_id,
        offered.reward_id,
        month_day=start_of(Period.MONTH, today),
        today=today,
    )
    left_at = wallet.consent.withdrawn_at
    taker = Taker(
        spendable_points=wallet.can_spend(today=today),
        taken_this_month=this_month,
        taken_today=taken_today,
        usable_until=usable_until(calendar, left_at, usable_days=offered.usable_days),
    )
    refused = refuse_taking(offered.price, taker, today=today)
    if refused is not None:
        raise Refused(refused)
    return offered


def _claim(connection: psycopg.Connection, offered: vouchers.ToTake, voucher_id: int) -> Piece:
    """Take one piece out of the stock, and a ticket where it is one.

    Refuses: Refused where nothing is left.
    """
    piece = claim_stock(connection, offered.edition_id, offered.reward_id, start=voucher_id)
    if piece is None:
        raise Refused(refusal(Code.SOLD_OUT))
    if KINDS[offered.kind].needs_ticket:
        found = claim_ticket(connection, reward_id=offered.reward_id, voucher_id=voucher_id)
        if not found:
            raise Refused(refusal(Code.SOLD_OUT))
    return piece


def _write(
    connection: psycopg.Connection, wallet: Wallet, new: vouchers.NewVoucher, *, programme_id: int
) -> None:
    held = read_accounts(connection, programme_id).held
    parts = wallet.take(new.price_points, today=new.taken_on)
    with connection.pipeline():
        vouchers.add_voucher(connection, new)
        write_wallets(connection, [wallet])
        add_transfers(
            connection,
            [
                Transfer(
                    new.member_id, held, "redeem", points, lot_month, new.taken_at, new.voucher_id
                )
                for lot_month, points in parts
            ],
        )


def _honour_at_once(connection: psycopg.Connection, new: vouchers.NewVoucher) -> None:
    till = Till(new.partner_id, key_hash=b"")
    code = voucher_codes().code_of(new.voucher_id)
    way = Way("at_once", at=new.taken_at)
    honoured = honour_voucher(connection, till, code, way=way, now=new.taken_at)
    assert honoured is not None, new.voucher_id
