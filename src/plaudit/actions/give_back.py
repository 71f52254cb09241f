"""Giving back vouchers that were closed in the open transaction: points, stock and tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import psycopg

from plaudit.core.transfer import Transfer
from plaudit.core.wallet import Wallet
from plaudit.store.stock import give_back as give_back_stock
from plaudit.store.vouchers import Closed, paid_with
from plaudit.store.wallets import add_transfers, write_wallets


def give_back(
    connection: psycopg.Connection,
    closed: Sequence[Closed],
    wallets: Mapping[int, Wallet],
    *,
    days: Mapping[int, int],
    now: int,
) -> None:
    """Give the points of closed vouchers back to the lots they came from, and their stock.

    Takes:   the wallets, locked, and today's day number, both by member.
    Source:  core.lots: where a lot's month has begun meanwhile, the points get days of grace.
    """
    if not closed:
        return
    paid = paid_with(connection, [(one.member_id, one.voucher_id) for one in closed])
    transfers = []
    for one in closed:
        source = paid[one.voucher_id]
        given = wallets[one.member_id].give_back(source.parts, today=days[one.member_id])
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
