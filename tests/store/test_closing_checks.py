"""Each check of the closings finds its own damage; sound closings have none."""

from __future__ import annotations

import psycopg

from plaudit.actions.close_books import close_books
from plaudit.sql.loader import checks
from plaudit.store.audit import audit
from tests.market import NOW, Market
from tests.riverside import instant

CHAIN = "closings_follow_one_another"
BOOK = "closed_month_is_still_what_the_book_says"
BEFORE = "nothing_moved_before_the_first_closing"
DEEDS = "closed_month_has_no_deeds_beyond_what_it_says"
MEMBERS = 20
DECEMBER = instant("2026-12-05T12:00:00+07:00")


def said(was: str, is_now: str, where: str) -> str:
    """Return a damage: a closing's text says something else, under a hash that fits."""
    text = f"replace(text, '{was}', '{is_now}')"
    return f"UPDATE closing SET text = {text}, sha256 = sha256(convert_to({text}, 'UTF8')) {where}"


LAST = "WHERE number = (SELECT max(number) FROM closing)"
DAMAGES: dict[str, list[tuple[str, set[str]]]] = {
    CHAIN: [
        ("DELETE FROM closing WHERE number = 2", set()),
        (f"UPDATE closing SET number = number + 1 {LAST}", set()),
        (f"UPDATE closing SET month = '2027-01-01' {LAST}", {BOOK}),
        (f"UPDATE closing SET previous_sha256 = '' {LAST}", set()),
        (said('"programme":"market"', '"programme":"other"', LAST), set()),
        (said('"opening":0', '"opening":1', LAST), set()),
    ],
    BOOK: [
        (said('"moved":0', '"moved":1', LAST), set()),
        ("UPDATE batch_total SET points = points + 1", {DEEDS}),
        ("UPDATE batch_total SET recorded_at = recorded_at - INTERVAL '1 month'", set()),
    ],
    BEFORE: [
        ("UPDATE closing SET month = (month + INTERVAL '1 year')::DATE", {CHAIN, BOOK}),
    ],
    DEEDS: [
        (said('"deeds":20,"format"', '"deeds":19,"format"', LAST), set()),
        (said('"awarded_points":1000', '"awarded_points":900', LAST), set()),
    ],
}


def findings(connection: psycopg.Connection) -> set[str]:
    """Return the names of the checks that find something, inside the open transaction."""
    return {
        name
        for name, statement in checks().items()
        if connection.execute(statement.encode()).fetchone() is not None
    }


def test_each_check_of_closings_finds_its_damage(
    connection: psycopg.Connection, owner: psycopg.Connection
) -> None:
    market = Market(connection, members=MEMBERS)
    for member in range(MEMBERS):
        market.give(50, member=member, at=NOW)
    assert len(close_books(connection, now=DECEMBER)) == 9
    assert audit(connection) == []
    ours = {CHAIN, BOOK, BEFORE, DEEDS}

    found: dict[str, set[str]] = {}
    expected: dict[str, set[str]] = {}
    for name, damages in DAMAGES.items():
        for statement, following in damages:
            with owner.transaction(force_rollback=True):
                owner.execute("SET LOCAL session_replication_role = replica")  # no triggers
                owner.execute(statement.encode())
                found[statement] = findings(owner) & ours
                expected[statement] = {name} | following
    assert found == expected
