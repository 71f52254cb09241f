"""Taking a voucher: points leave the wallet and are held until it is used or given back."""

from __future__ import annotations

import psycopg

from plaudit.core.period import Calendar, calendar_of
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rewards import KINDS
from plaudit.core.taking import Taker, refuse_taking, usable_until
from plaudit.core.transfer import Transfer
from plaudit.core.voucher import Till, Voucher
from plaudit.core.wallet import Wallet
from plaudit.store import vouchers
from plaudit.store.honours import Way, honour_voucher
from plaudit.store.leaving import held_days
from plaudit.store.members import Membership, read_membership
from plaudit.store.stock import Piece, claim_stock, claim_ticket
from plaudit.store.taking import Asked, Reading, ToTake, key_of, read_taking
from plaudit.store.voucher_codes import voucher_codes
from plaudit.store.wallets import add_transfers, write_wallets

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
            with connection.pipeline(), connection.transaction():
                return _take(connection, member_id, reward, key=key, now=now)
        except psycopg.errors.UniqueViolation:
            if not tries_left:
                raise
    raise AssertionError("a code was taken at each try")


def _take(
    connection: psycopg.Connection, member_id: int, reward: str, *, key: str, now: int
) -> Voucher:
    """Take a reward in the open transaction."""
    member = read_membership(connection, member_id)
    if member is None:
        raise Refused(refusal(Code.MEMBER_UNKNOWN))
    calendar = Calendar(member.time_zone)
    asked = Asked(reward, calendar.day_of(now), key_of(key))
    read = read_taking(connection, member, asked)
    if read.wallet is None:
        raise Refused(refusal(Code.MEMBER_UNKNOWN))
    if read.repeats is not None:
        taken = vouchers.read_voucher(connection, member_id, read.repeats)
        if taken.reward != reward:
            raise Refused(refusal(Code.KEY_TAKEN))
        return taken
    offered = _may_take(read, read.wallet, member, today=asked.today)
    assert offered.partner_id is not None
    last_on = asked.today + KINDS[offered.kind].usable_days - 1
    new = vouchers.NewVoucher(
        member_id=member_id,
        voucher_id=read.voucher_id,
        price_points=offered.price.price_points,
        taken_at=now,
        ends_at=calendar.start_of_day(last_on + 1),
        partner_id=offered.partner_id,
        taken_on=asked.today,
        last_on=last_on,
        piece=_claim(connection, offered, read.voucher_id),
        taken_key=asked.taken_key,
    )
    _write(connection, read.wallet, new, held_account_id=read.held_account_id)
    if KINDS[offered.kind].is_honoured_at_once:
        _honour_at_once(connection, new)
    return vouchers.read_voucher(connection, member_id, read.voucher_id)


def _may_take(read: Reading, wallet: Wallet, member: Membership, *, today: int) -> ToTake:
    """Return the reward's terms where this member may take it now.

    Refuses: Refused.
    """
    offered = read.offered
    if offered is None:
        raise Refused(refusal(Code.REWARD_UNKNOWN))
    left_at = wallet.consent.withdrawn_at
    taker = Taker(
        spendable_points=wallet.can_spend(today=today),
        taken_this_month=read.this_month,
        taken_today=read.today,
        still_open=0 if KINDS[offered.kind].is_honoured_at_once else read.still_open,
        usable_until=usable_until(
            calendar_of(member.time_zone),
            left_at,
            usable_days=offered.usable_days,
            held=held_days(member, today=today),
        ),
    )
    refused = refuse_taking(offered.price, taker, today=today)
    if refused is not None:
        raise Refused(refused)
    return offered


def _claim(connection: psycopg.Connection, offered: ToTake, voucher_id: int) -> Piece:
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
    connection: psycopg.Connection,
    wallet: Wallet,
    new: vouchers.NewVoucher,
    *,
    held_account_id: int,
) -> None:
    parts = wallet.take(new.price_points, today=new.taken_on)
    transfers = [
        Transfer(
            new.member_id,
            held_account_id,
            "redeem",
            points,
            lot_month,
            new.taken_at,
            new.voucher_id,
        )
        for lot_month, points in parts
    ]
    vouchers.add_voucher(connection, new)
    write_wallets(connection, [wallet])
    add_transfers(connection, transfers)


def _honour_at_once(connection: psycopg.Connection, new: vouchers.NewVoucher) -> None:
    till = Till(new.partner_id, key_hash=b"")
    code = voucher_codes().code_of(new.voucher_id)
    way = Way("at_once", at=new.taken_at)
    honoured = honour_voucher(connection, till, code, way=way, now=new.taken_at)
    assert honoured is not None, new.voucher_id
