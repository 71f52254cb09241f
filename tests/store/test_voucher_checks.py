"""Each check of vouchers, honours and stock finds its own damage; a sound market has none."""

from __future__ import annotations

import psycopg

from plaudit.actions.add_tickets import add_tickets
from plaudit.actions.cancel import cancel
from plaudit.actions.honour import honour
from plaudit.actions.undo import undo
from plaudit.sql.loader import checks
from plaudit.store.audit import audit
from tests.market import NOW, Market

HONOURED = "state = 'honoured'"
PAID = "voucher_is_paid_once_and_given_back_once"
ONCE = "voucher_is_honoured_once"
HELD = "held_is_the_points_of_open_vouchers"
ISSUED = "issued_is_held_spent_and_gone"
STOCK = "stock_is_never_over"
TICKET = "ticket_is_where_its_voucher_is"

# By check: a damage that it must find, and what else follows from that damage.
DAMAGES: dict[str, list[tuple[str, set[str]]]] = {
    PAID: [
        (f"UPDATE voucher SET price_points = price_points + 1 WHERE {HONOURED}", {ONCE}),
        ("UPDATE voucher SET state = 'open' WHERE state = 'cancelled'", {HELD, STOCK}),
        (
            "DELETE FROM transfer WHERE why = 'give_back'",
            {
                HELD,
                "wallet_is_the_sum_of_its_entries",
                "lots_are_the_entries_by_month",
                ISSUED,
            },
        ),
    ],
    ONCE: [
        (f"UPDATE voucher SET state = 'open' WHERE {HONOURED}", {HELD}),
        ("DELETE FROM honour WHERE how = 'code'", {HELD, "each_end_is_there"}),
        ("UPDATE honour SET points = points + 1 WHERE how = 'at_once'", {HELD}),
        (
            (
                "INSERT INTO honour SELECT 99, voucher_id, from_account_id, to_account_id,"
                " partner_id, points, now(), now(), 'code', false, '', NULL, NULL FROM honour"
                " WHERE how = 'at_once'"
            ),
            {HELD},
        ),
    ],
    HELD: [
        (
            (
                "UPDATE honour SET from_account_id = (SELECT account_id FROM account"
                " WHERE kind = 'issue') WHERE how = 'at_once'"
            ),
            {"honour_pays_its_own_partner"},
        ),
        # as if a voucher that was used had been given up as an open one
        (
            (
                "INSERT INTO bucket_sum SELECT account_id, '2026-11-01',"
                " CASE kind WHEN 'held' THEN 60 ELSE -60 END FROM account"
                " WHERE kind IN ('held', 'returned')"
            ),
            set(),
        ),
    ],
    "honour_pays_its_own_partner": [
        (
            (
                "UPDATE honour SET to_account_id = (SELECT max(account_id) FROM account)"
                " WHERE how = 'at_once'"
            ),
            set(),
        ),
        ("UPDATE honour SET voucher_id = 99 WHERE how = 'undone'", {ONCE}),
    ],
    "vouchers_points_are_held": [
        (
            (
                "UPDATE transfer SET account_id = (SELECT account_id FROM account"
                " WHERE kind = 'returned') WHERE why = 'redeem'"
            ),
            {HELD},
        ),
    ],
    "each_end_is_there": [
        ("UPDATE honour SET to_account_id = 999 WHERE how = 'at_once'", set()),
        ("UPDATE voucher SET partner_id = 999 WHERE state = 'open'", {ONCE}),
        ("UPDATE transfer SET account_id = 999 WHERE why = 'give_back'", {HELD, ISSUED}),
    ],
    STOCK: [
        ("UPDATE reward_stock SET free = free + 1 WHERE shard = 0", set()),
    ],
    TICKET: [
        ("UPDATE ticket SET voucher_id = NULL", set()),
        (
            (
                "UPDATE ticket SET voucher_id = (SELECT max(voucher_id) FROM voucher"
                " WHERE state = 'cancelled') WHERE voucher_id IS NULL"
            ),
            set(),
        ),
    ],
}


def fill(market: Market) -> None:
    """Take, use, take back and give back: a voucher in each state, and a ticket that is left."""
    connection = market.connection
    add_tickets(connection, market.programme_id, "evening", b"A1\nA2\n", now=NOW)
    for member in range(2):
        market.give(500, member=member)
    used, back, open_ = (market.take("coffee") for _ in range(3))
    market.take("tree", member=1)
    market.take("evening", member=1)
    assert used.code is not None
    assert open_.code is not None
    honour(connection, market.tills["cafe"], used.code, now=NOW)
    mistaken = honour(connection, market.tills["cafe"], open_.code, now=NOW)
    undo(connection, market.tills["cafe"], mistaken.number, now=NOW)
    cancel(connection, market.members[0], back.voucher_id, now=NOW)


def findings(connection: psycopg.Connection) -> set[str]:
    """Return the names of the checks that find something, inside the open transaction."""
    return {
        name
        for name, statement in checks().items()
        if connection.execute(statement.encode()).fetchone() is not None
    }


def test_each_check_of_vouchers_finds_its_damage(
    connection: psycopg.Connection, owner: psycopg.Connection
) -> None:
    fill(Market(connection))
    assert audit(connection) == []

    found: dict[str, set[str]] = {}
    expected: dict[str, set[str]] = {}
    for name, damages in DAMAGES.items():
        for statement, following in damages:
            with owner.transaction(force_rollback=True):
                owner.execute("SET LOCAL session_replication_role = replica")  # no triggers
                owner.execute(statement.encode())
                found[statement] = findings(owner)
            expected[statement] = {name, *following}

    assert found == expected
    assert audit(connection) == []
