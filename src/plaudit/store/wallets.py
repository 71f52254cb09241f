"""Wallets: members' rows read under lock and written back, and the transfers that go with them.

One member or many: whole columns travel as arrays, so that a batch costs a few statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg

from plaudit.core.consent import Consent
from plaudit.core.period import date_of
from plaudit.core.slots import KEPT
from plaudit.core.transfer import Accounts, Transfer
from plaudit.core.wallet import Wallet, totals_of
from plaudit.sql.loader import query
from plaudit.store.arrays import RowArray, bigints, integers, rows, texts
from plaudit.store.deed_rows import DAY_ZERO, INSTANT_ZERO, pack_wallets
from plaudit.store.instants import as_datetime
from plaudit.store.locks import lock_members


def lock_wallet(connection: psycopg.Connection, member_id: int) -> Wallet | None:
    """Lock one member and return the wallet; None where there is none, or nothing may move."""
    return lock_wallets(connection, [member_id]).get(member_id)


def lock_wallets(connection: psycopg.Connection, member_ids: Iterable[int]) -> dict[int, Wallet]:
    """Lock members in the one order and return the wallets of those that exist and may be moved.

    A record that stands still (charter, rights 18) is left out: nothing in it may be written. The
    locks, and the places that the wallets carry, hold until the transaction ends.
    """
    assert connection.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS
    cursor = connection.cursor()
    lock_members(cursor, set(member_ids))
    wallets = map(wallet_of, cursor.fetchall())
    return {one.member_id: one for one in wallets if not one.is_restricted}


def wallet_of(row: tuple[Any, ...]) -> Wallet:
    """Return the wallet of a row that `lock_members` gave."""
    (
        place, member_id, agreed_at, withdrawn_at, points, newest_on, lots, counters, is_restricted,
        withheld,
    ) = row  # fmt: skip
    withdrawn = None if withdrawn_at is None else withdrawn_at + INSTANT_ZERO
    return Wallet(  # with keywords it takes twice as long
        member_id,
        tuple.__new__(Consent, (agreed_at + INSTANT_ZERO, withdrawn)),
        points,
        None if newest_on is None else newest_on + DAY_ZERO,
        lots,
        totals_of(counters),
        place,
        bool(counters) and max(counters) >= KEPT,
        is_restricted,
        None if withheld is None else totals_of(withheld),
    )


def write_wallets(connection: psycopg.Connection, wallets: Sequence[Wallet]) -> None:
    """Write wallets that are locked in this transaction: points, lots, newest day, counters.

    Where points fall, the transfers that take them must be added in the same transaction, and
    each wallet is written once in it (charter, C05; 0005_charter.sql).
    """
    if not wallets:
        return
    connection.execute(query("update_members"), {"rows": written_wallets(connection, wallets)})


def written_wallets(connection: psycopg.Connection, wallets: Sequence[Wallet]) -> RowArray:
    """Return wallets that are locked as `update_members` takes them."""
    return rows(connection, "written_wallet", pack_wallets(wallets))


def add_transfers(connection: psycopg.Connection, transfers: Sequence[Transfer]) -> None:
    """Add transfers to the book; each gets its number there."""
    if not transfers:
        return
    awards = [one.award for one in transfers]
    connection.execute(
        query("add_transfers"),
        {
            "member_ids": bigints([one.member_id for one in transfers]),
            "account_ids": integers([one.account_id for one in transfers]),
            "into_wallets": [one.into_wallet for one in transfers],
            "points": bigints([one.points for one in transfers]),
            "lot_months": integers([one.lot_month for one in transfers]),
            "whys": texts(one.why for one in transfers),
            "recorded_ats": [as_datetime(one.recorded_at) for one in transfers],
            "voucher_ids": [one.voucher_id for one in transfers],
            "of_deed_ons": [award and date_of(award.deed_on) for award in awards],
            "of_deed_ids": [award and award.deed_id for award in awards],
            "reasons": [award and award.reason for award in awards],
            "decided_bys": [award and award.decided_by for award in awards],
        },
    )


def read_accounts(connection: psycopg.Connection, programme_id: int) -> Accounts:
    """Return the numbers of a programme's own accounts."""
    named = {"programme_id": programme_id}
    return Accounts(**dict(connection.execute(query("programme_accounts"), named).fetchall()))
