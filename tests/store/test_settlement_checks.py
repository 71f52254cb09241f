"""Each check of settlement finds its own damage; sound accounts have none."""

from __future__ import annotations

import psycopg

from plaudit.actions.close_month import close_month
from plaudit.actions.correct import correct
from plaudit.actions.decide_dispute import decide_dispute
from plaudit.actions.dispute import dispute
from plaudit.actions.honour import honour
from plaudit.actions.pay import pay
from plaudit.core.settlement import month_named
from plaudit.sql.loader import checks
from plaudit.store.audit import audit
from plaudit.store.disputes import Decided, Disputed
from plaudit.store.settlement import NewEntry
from tests.market import NOW, Market
from tests.riverside import instant

CHAIN = "statements_follow_one_another"
SUM = "statement_is_the_sum_of_its_honours_and_entries"
FIGURES = "statement_says_its_own_figures"
ENTRY = "entry_moves_points_of_its_own_partner"
DECIDED = "dispute_is_decided_by_a_correction_of_its_partner"

# By check: a damage that it must find, and what else follows from that damage.
DAMAGES: dict[str, list[tuple[str, set[str]]]] = {
    CHAIN: [
        ("DELETE FROM settlement_statement WHERE number = 1", set()),
        ("UPDATE settlement_statement SET number = 3 WHERE number = 2", {SUM, FIGURES}),
        (
            "UPDATE settlement_statement SET month = '2027-01-01' WHERE number = 2",
            {FIGURES},
        ),
        (
            (
                "UPDATE settlement_statement SET opening_points = opening_points + 1,"
                " closing_points = closing_points + 1 WHERE number = 2"
            ),
            {FIGURES},
        ),
        (
            "UPDATE settlement_statement SET previous_sha256 = '' WHERE number = 2",
            {FIGURES},
        ),
        (
            (
                "UPDATE settlement_statement SET text = text || ' ',"
                " sha256 = sha256(convert_to(text || ' ', 'UTF8')) WHERE number = 1"
            ),
            set(),
        ),
    ],
    SUM: [
        ("DELETE FROM stated_honour WHERE honour_id = 1", set()),
        ("DELETE FROM stated_entry WHERE entry_id = 1", set()),
        ("UPDATE stated_entry SET number = 1 WHERE entry_id = 2", set()),
        ("UPDATE settlement_entry SET points = points + 1 WHERE entry_id = 2", set()),
    ],
    FIGURES: [
        (
            (
                "UPDATE settlement_statement SET text = replace(text, '\"points\":60',"
                " '\"points\":61'), sha256 = sha256(convert_to(replace(text, '\"points\":60',"
                " '\"points\":61'), 'UTF8')) WHERE number = 2"
            ),
            set(),
        ),
    ],
    ENTRY: [
        (
            (
                "UPDATE settlement_entry SET to_account_id = (SELECT account_id FROM account"
                " WHERE kind = 'held') WHERE kind = 'payment'"
            ),
            {"held_is_the_points_of_open_vouchers"},
        ),
        (
            (
                "UPDATE settlement_entry SET to_account_id = (SELECT account_id FROM account"
                " WHERE kind = 'settlement' AND partner_id <> settlement_entry.partner_id LIMIT 1)"
                " WHERE kind = 'correction'"
            ),
            set(),
        ),
    ],
    DECIDED: [
        ("DELETE FROM dispute_decision", set()),
        ("UPDATE dispute_decision SET entry_id = 1", set()),
        ("UPDATE dispute_decision SET partner_id = partner_id + 1", set()),
    ],
    "dispute_is_of_a_line_that_is_there": [
        ("UPDATE settlement_dispute SET line = 3", set()),
    ],
}


def fill(market: Market) -> None:
    """Two statements of the café: honours in both months, a correction and a payment."""
    connection, cafe = market.connection, market.tills["cafe"]
    market.give(500)
    for at in (NOW, instant("2026-12-02T09:00:00+07:00")):
        code = market.take("coffee", now=at).code
        assert code is not None
        honour(connection, cafe, code, now=at)
    more = NewEntry(cafe.partner_id, "correction", 5, "left_out", "A1", "Pim Chaiyo")
    correct(connection, more, now=NOW)
    paid = NewEntry(cafe.partner_id, "payment", -20, "set_off", "A2", "Pim Chaiyo")
    pay(connection, paid, now=instant("2026-12-03T09:00:00+07:00"))
    december = month_named("2026-12")
    assert december is not None
    in_january = instant("2027-01-02T09:00:00+07:00")
    close_month(connection, december, now=in_january)
    of = Disputed(cafe.partner_id, december, 1)
    dispute(connection, of, reason="wrong_sum", words="A cup more.", now=in_january)
    decide_dispute(connection, of, Decided("Yes.", "Pim Chaiyo", in_january, 5))


def findings(connection: psycopg.Connection) -> set[str]:
    """Return the names of the checks that find something, inside the open transaction."""
    return {
        name
        for name, statement in checks().items()
        if connection.execute(statement.encode()).fetchone() is not None
    }


def test_each_check_of_settlement_finds_its_damage(
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
