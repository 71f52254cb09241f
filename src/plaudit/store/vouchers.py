"""Vouchers: what taking one reads and writes, what giving back reads, and a member's list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg

from plaudit.core.lots import Part
from plaudit.core.period import date_of, day_number
from plaudit.core.rewards import KINDS
from plaudit.core.voucher import State, Voucher
from plaudit.sql.loader import query
from plaudit.store.arrays import bigints
from plaudit.store.instants import as_datetime, as_instant
from plaudit.store.stock import Piece
from plaudit.store.voucher_codes import voucher_codes

VOUCHERS_MAX = 200
"""How many vouchers that aren't open a member's list has at most; it has all open ones."""


class NewVoucher(NamedTuple):
    """A voucher to be written. Units: instants in microseconds, days as day numbers."""

    member_id: int
    voucher_id: int
    price_points: int
    taken_at: int
    ends_at: int
    partner_id: int
    taken_on: int
    last_on: int
    piece: Piece
    taken_key: bytes


class Closed(NamedTuple):
    """A voucher that was cancelled or lapsed just now, and the piece of stock it gives back."""

    member_id: int
    voucher_id: int
    piece: Piece


class Paid(NamedTuple):
    """From which lots a voucher was paid, and the account that holds the points."""

    account_id: int
    parts: list[Part]


def add_voucher(connection: psycopg.Connection, new: NewVoucher) -> None:
    """Add a voucher to the book."""
    given = new._asdict() | new.piece._asdict()
    del given["piece"]
    connection.execute(
        query("add_voucher"),
        given
        | {
            "taken_at": as_datetime(new.taken_at),
            "ends_at": as_datetime(new.ends_at),
            "taken_on": date_of(new.taken_on),
            "last_on": date_of(new.last_on),
            "code_hash": voucher_codes().hash_of_voucher(new.voucher_id),
        },
    )


def list_vouchers(
    connection: psycopg.Connection, member_id: int, *, voucher_id: int | None = None
) -> list[Voucher]:
    """Return a member's vouchers, open ones first, each kind newest first; or one by its number.

    All that are open (core.taking.OPEN_MAX is their limit), and the newest VOUCHERS_MAX others.
    """
    asked = {"member_id": member_id, "voucher_id": voucher_id, "how_many": VOUCHERS_MAX}
    rows = connection.execute(query("vouchers_of_member"), asked).fetchall()
    return [_voucher(row) for row in rows]


def read_voucher(connection: psycopg.Connection, member_id: int, voucher_id: int) -> Voucher:
    """Return a voucher that is there."""
    (found,) = list_vouchers(connection, member_id, voucher_id=voucher_id)
    return found


def points_in_open_vouchers(connection: psycopg.Connection, member_id: int) -> int:
    """Return the points of a member that lie in vouchers which weren't used yet."""
    row = connection.execute(query("points_in_open_vouchers"), {"member_id": member_id}).fetchone()
    assert row is not None
    return int(row[0])


def partner_of_ticket(
    connection: psycopg.Connection, member_id: int, voucher_id: int
) -> int | None:
    """Return the partner of a member's ticket; None where the voucher isn't one, or not theirs."""
    named = {"member_id": member_id, "voucher_id": voucher_id}
    row = connection.execute(query("partner_of_ticket"), named).fetchone()
    return None if row is None else int(row[0])


def _voucher(row: tuple[Any, ...]) -> Voucher:
    voucher_id, reward, kind, title, partner, price_points, taken_at, last_on = row[:8]
    state = State(row[8])
    has_code = state is State.OPEN and not KINDS[kind].is_honoured_at_once
    return Voucher(
        voucher_id=voucher_id,
        reward=reward,
        kind=kind,
        title=title,
        partner=partner,
        price_points=price_points,
        taken_at=as_instant(taken_at),
        last_on=day_number(last_on),
        state=state,
        changed_at=as_instant(row[9]),
        code=voucher_codes().code_of(voucher_id) if has_code else None,
    )


def vouchers_over(
    connection: psycopg.Connection, *, now: int, how_many: int
) -> list[tuple[int, int]]:
    """Return (member, voucher) of open vouchers whose last day is over."""
    asked = {"now": as_datetime(now), "how_many": how_many}
    return connection.execute(query("vouchers_over"), asked).fetchall()


def close_vouchers(
    connection: psycopg.Connection, vouchers: Sequence[tuple[int, int]], state: State, *, now: int
) -> list[Closed]:
    """Close those of the (member, voucher) that are still open, and return them."""
    rows = connection.execute(
        query("close_vouchers"),
        _numbers(vouchers) | {"state": str(state), "now": as_datetime(now)},
    ).fetchall()
    return [Closed(member_id, voucher_id, Piece(*piece)) for member_id, voucher_id, *piece in rows]


def paid_with(
    connection: psycopg.Connection, vouchers: Sequence[tuple[int, int]]
) -> dict[int, Paid]:
    """Return from which lots vouchers were paid, by voucher."""
    found: dict[int, Paid] = {}
    rows = connection.execute(query("taken_from_lots"), _numbers(vouchers)).fetchall()
    for _, voucher_id, account_id, lot_month, points in rows:
        found.setdefault(voucher_id, Paid(account_id, [])).parts.append((lot_month, points))
    return found


def _numbers(vouchers: Sequence[tuple[int, int]]) -> dict[str, object]:
    return {
        "member_ids": bigints([member_id for member_id, _ in vouchers]),
        "voucher_ids": bigints([voucher_id for _, voucher_id in vouchers]),
    }
