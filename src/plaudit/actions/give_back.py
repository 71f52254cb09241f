"""Giving back vouchers that were closed in the open transaction: points, stock and tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import psycopg

from plaudit.core.expiry import grace_days
from plaudit.core.period import Calendar
from plaudit.core.transfer import Transfer
from plaudit.core.wallet import Wallet
from plaudit.store.known import read_known
from plaudit.store.stock import give_back as give_back_stock
from plaudit.store.vouchers import Closed, paid_with
from plaudit.store.wallets import add_transfers, write_wallets


class Back(NamedTuple):
    """When points come back: the day in their programme's calendar, and for how long at least."""

    today: int
    grace_days: int


def back_now(
    connection: psycopg.Connection, programme_id: int, id: str, *, time_zone: str, now: int
) -> Back:
    """Return when points of a programme come back that do so now."""
    promised = read_known(connection, programme_id, id).notices
    return Back(Calendar(time_zone).day_of(now), grace_days(promised))


def give_back(
    connection: psycopg.Connection,
    closed: Sequence[Closed],
    wallets: Mapping[int, Wallet],
    *,
    backs: Mapping[int, Back],
    now: int,
) -> None:
    """Give the points of closed vouchers back to the lots they came from, and their stock.

    Takes:   the wallets, locked, and `backs`, both by member.
    Source:  core.lots: where a lot's month has begun meanwhile, the points get days of grace.
    """
    if not closed:
        return
    paid = paid_with(connection, [(one.member_id, one.voucher_id) for one in closed])
    transfers = []
    for one in closed:
        source = paid[one.voucher_id]
        given = wallets[one.member_id].give_back(source.parts, **backs[one.member_id]._asdict())
        transfers += [
            Transfer(
                one.member_id,
                source.account_id,
                "give_back",
                points,
                lot_month,
                now,
                one.voucher_id,
            )
            for lot_month, points in given
        ]
    changed = {one.member_id for one in closed}
    write_wallets(connection, [wallets[member_id] for member_id in sorted(changed)])
    add_transfers(connection, transfers)
    give_back_stock(
        connection,
        [one.piece for one in closed],
        voucher_ids=[one.voucher_id for one in closed],
    )
