"""What taking a voucher reads: the wallet under lock, the reward's terms, what was taken so far.

All of it travels together: the statements are sent at once, and each has its own snapshot, so
those after the lock see what was committed before it was given.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import psycopg

from plaudit.core.period import Period, date_of, day_number, start_of
from plaudit.core.taking import Price
from plaudit.core.wallet import Wallet
from plaudit.sql.loader import query
from plaudit.store.locks import lock_members
from plaudit.store.members import Membership
from plaudit.store.wallets import wallet_of


class Asked(NamedTuple):
    """What a member asks for. `today`: the day number; `taken_key`: by which a repeat is known."""

    reward: str
    today: int
    taken_key: bytes


class ToTake(NamedTuple):
    """A reward as taking it needs it."""

    edition_id: int
    reward_id: int
    kind: str
    partner_id: int | None
    price: Price
    usable_days: int


class Reading(NamedTuple):
    """What taking has to know. `voucher_id`: the number of the voucher, should there be one.

    `wallet`: None where nothing may move. `repeats`: the voucher that this key took before.
    `offered`: None where the programme doesn't offer it. `this_month`: how many of this reward the
    member has, without those given back; `today`: how many of all were taken today; `still_open`:
    how many of all can still be used.
    """

    wallet: Wallet | None
    repeats: int | None
    offered: ToTake | None
    this_month: int
    today: int
    still_open: int
    voucher_id: int
    held_account_id: int


def key_of(text: str) -> bytes:
    """Return what is kept of the key by which a second click is known."""
    return hashlib.sha256(text.encode()).digest()[:16]


def read_taking(connection: psycopg.Connection, member: Membership, asked: Asked) -> Reading:
    """Lock a member and return what taking has to know."""
    given = {
        "member_id": member.member_id,
        "programme_id": member.programme_id,
        "taken_key": asked.taken_key,
        "id": asked.reward,
        "today": date_of(asked.today),
        "month_on": date_of(start_of(Period.MONTH, asked.today)),
    }
    with connection.pipeline():
        locked = connection.cursor()
        lock_members(locked, [member.member_id])
        repeats = connection.execute(query("taken_by_key"), given)
        offered = connection.execute(query("reward_to_take"), given)
        so_far = connection.execute(query("taken_so_far"), given)
        numbers = connection.execute(query("taking_numbers"), given)
        wallets = [wallet_of(row) for row in locked.fetchall()]
        repeated, terms = repeats.fetchone(), offered.fetchone()
        counted, numbered = so_far.fetchone(), numbers.fetchone()
    assert counted is not None
    assert numbered is not None
    may_move = bool(wallets) and not wallets[0].is_restricted
    return Reading(
        wallet=wallets[0] if may_move else None,
        repeats=None if repeated is None else int(repeated[0]),
        offered=None if terms is None else _to_take(terms),
        this_month=counted[0],
        today=counted[1],
        still_open=counted[2],
        voucher_id=numbered[0],
        held_account_id=numbered[1],
    )


def _to_take(row: tuple[Any, ...]) -> ToTake:
    edition_id, reward_id, kind, price_points, opens_on, closes_on, a_month = row[:7]
    partner_id, usable_days = row[7:]
    closes_day = None if closes_on is None else day_number(closes_on)
    price = Price(price_points, day_number(opens_on), closes_day, a_month, partner_id is not None)
    return ToTake(edition_id, reward_id, kind, partner_id, price, usable_days)
