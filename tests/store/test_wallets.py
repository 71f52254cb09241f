"""Wallets under lock: read, written back, with their transfers, one member or many at once."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.core.period import day_number
from plaudit.core.transfer import Accounts, Award, Transfer
from plaudit.store.wallets import (
    add_transfers,
    lock_wallet,
    lock_wallets,
    read_accounts,
    write_wallets,
)
from tests.riverside import NOW, Riverside

TODAY = NOW // 86_400_000_000


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside with 8 and 5 points in the first two wallets."""
    city = Riverside(connection)
    city.settle(
        city.report("cup_return", {"cups": 8}),
        city.report("cup_return", {"cups": 5}, member=1, event_id="2"),
    )
    return city


def accounts_of(riverside: Riverside) -> Accounts:
    return read_accounts(riverside.connection, riverside.programme_id)


def test_a_programme_has_an_account_of_each_kind(riverside: Riverside) -> None:
    kinds = riverside.connection.execute(
        "SELECT account_id, kind FROM account WHERE partner_id IS NULL"
    ).fetchall()

    assert accounts_of(riverside)._asdict() == {kind: number for number, kind in kinds}


# Transfers alone: the decision or notice that belongs to them is missed by the checks.
@pytest.mark.damages_the_book
def test_points_of_many_members_leave_with_one_statement_each(riverside: Riverside) -> None:
    expiry = accounts_of(riverside).expiry
    with riverside.connection.transaction():
        wallets = lock_wallets(riverside.connection, riverside.members)
        assert [wallets[one].points for one in riverside.members] == [8, 5, 0]
        transfers = [
            Transfer(wallet.member_id, expiry, "expire", points, lot_month, NOW)
            for wallet in wallets.values()
            for lot_month, points in wallet.take(wallet.points, today=TODAY)
        ]
        write_wallets(riverside.connection, list(wallets.values()))
        add_transfers(riverside.connection, transfers)

    assert riverside.all_points() == [0, 0, 0]
    rows = riverside.connection.execute(
        "SELECT points, into_wallet, voucher_id FROM transfer ORDER BY transfer_id"
    ).fetchall()
    assert sorted(rows) == [(5, False, None), (8, False, None)]


def test_writing_a_wallet_back_changes_nothing_that_was_not_changed(riverside: Riverside) -> None:
    look = "SELECT points, newest_on, lots, counters FROM member ORDER BY member_id"
    before = riverside.connection.execute(look).fetchall()
    assert before[2][1] is None, "the third member did nothing yet"

    with riverside.connection.transaction():
        wallets = lock_wallets(riverside.connection, riverside.members)
        write_wallets(riverside.connection, list(wallets.values()))

    assert riverside.connection.execute(look).fetchall() == before


# Transfers alone: the decision or notice that belongs to them is missed by the checks.
@pytest.mark.damages_the_book
def test_a_reversal_carries_its_award_reason_and_person(riverside: Riverside) -> None:
    row = riverside.connection.execute(
        "SELECT happened_on, deed_id, lot_month FROM deed WHERE points = 8"
    ).fetchone()
    assert row is not None
    award = Award(day_number(row[0]), row[1], "Pim Chaiyo, points office", "wrong_amount")
    member, returned = riverside.members[0], accounts_of(riverside).returned
    with riverside.connection.transaction():
        wallet = lock_wallet(riverside.connection, member)
        assert wallet is not None
        assert wallet.take(3, today=TODAY) == [(row[2], 3)]
        write_wallets(riverside.connection, [wallet])
        reversal = Transfer(member, returned, "reverse", 3, row[2], NOW, award=award)
        add_transfers(riverside.connection, [reversal])

    assert riverside.points() == 5
    kept = riverside.connection.execute(
        "SELECT of_deed_on, of_deed_id, reason, decided_by FROM transfer"
    ).fetchall()
    assert kept == [(row[0], row[1], "wrong_amount", "Pim Chaiyo, points office")]


def test_a_member_who_is_not_there_has_no_wallet(riverside: Riverside) -> None:
    with riverside.connection.transaction():
        assert lock_wallet(riverside.connection, 10**9) is None


def test_wallets_are_locked_inside_a_transaction_only(riverside: Riverside) -> None:
    with pytest.raises(AssertionError):
        lock_wallet(riverside.connection, riverside.members[0])
