"""What the database holds of the charter by itself, tried with plain SQL as the service's role.

One test for each thing it holds, named by its clause: docs/reference/charter-layers.md. Beside
each no stands the yes from the same setup.
"""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

from plaudit.cli.columns import PAGE, columns_page
from plaudit.store.columns import read_columns
from plaudit.store.connect import connect
from tests.riverside import Riverside
from tests.sql.tries import CHECK, RIGHTS, RULE, move, tried

ROOT = Path(__file__).parents[2]


def test_c01_no_column_stands_outside_the_closed_list(owner: psycopg.Connection) -> None:
    columns = read_columns(owner)

    assert columns_page(columns) == (ROOT / PAGE).read_text("utf-8"), "plaudit columns --write"
    unsaid = [one for one in columns if one.is_about_members and not (one.purpose and one.last_day)]
    assert unsaid == []


def test_c01_a_column_without_purpose_and_last_day_is_seen(owner: psycopg.Connection) -> None:
    owner.execute("ALTER TABLE member ADD COLUMN nickname TEXT")

    columns = read_columns(owner)

    assert [one.name for one in columns if one.is_about_members and not one.last_day] == [
        "nickname"
    ]
    assert columns_page(columns) != (ROOT / PAGE).read_text("utf-8")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE total (member_id BIGINT, points BIGINT)",
        "ALTER TABLE member ADD COLUMN level TEXT",
        "CREATE VIEW ranking AS SELECT member_id, points FROM member ORDER BY points DESC",
        "CREATE INDEX member_by_points ON member (points)",
        "ALTER TABLE deed DISABLE TRIGGER ALL",
        "ALTER TABLE member DROP CONSTRAINT member_points_are_not_negative",
        "DROP TABLE deed",
        "TRUNCATE deed",
        "SET session_replication_role = replica",
        "SET ROLE plaudit_purger",
    ],
)
def test_c01_c10_the_service_makes_and_alters_no_table(
    service: psycopg.Connection, database_url: str, statement: str
) -> None:
    with connect(database_url, role="owner") as owner:
        name = f"service_{os.getpid()}"  # roles are the server's, and the server is all workers'
        owner.execute(f"CREATE ROLE {name} IN ROLE plaudit_service")
        try:
            owner.execute(f"SET SESSION AUTHORIZATION {name}")
            with pytest.raises(RIGHTS):
                owner.execute(statement)
        finally:
            owner.execute("RESET SESSION AUTHORIZATION")
            owner.execute(f"DROP ROLE {name}")


FORBIDDEN = (
    "level",
    "rank",
    "badge",
    "score",
    "lifetime",
    "total_earned",
    "streak",
    "tier",
    "name",
)


def test_c09_c10_c11_no_column_or_view_ranks_rates_or_compares_members(
    owner: psycopg.Connection,
) -> None:
    columns = [one for one in read_columns(owner) if one.is_about_members]
    named = [one for one in columns if any(word in one.name for word in FORBIDDEN)]
    assert named == []
    views = owner.execute(
        "SELECT relname::TEXT FROM pg_class WHERE relkind IN ('v', 'm')"
        " AND relnamespace = 'public'::REGNAMESPACE ORDER BY relname"
    ).fetchall()
    # The moves of accounts, and of each member: no sum, no order.
    assert views == [("month_move",), ("total_move",), ("wallet_entry",)]
    of_accounts = owner.execute("SELECT * FROM month_move LIMIT 0").description
    assert "member_id" not in {column.name for column in of_accounts or ()}
    indexed = owner.execute(
        "SELECT a.attname FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indexrelid"
        " WHERE i.indrelid = 'public.member'::REGCLASS"
    ).fetchall()
    # Who left, to keep what was promised to them; an index by points would be an order of members.
    assert {name for (name,) in indexed} == {"member_id", "withdrawn_at"}


JOIN = "INSERT INTO member (member_id, programme_id, agreed_at) VALUES (900, %s, '2026-11-20')"
SAY = "INSERT INTO consent VALUES (900, '2026-11-20', true, 'en', 'I join.')"


@pytest.mark.parametrize("first", [JOIN, SAY], ids=["joined first", "said first"])
def test_c13_who_joins_has_said_so(
    service: psycopg.Connection, riverside: Riverside, first: str
) -> None:
    with tried(service):
        for statement in (first, SAY if first is JOIN else JOIN):
            service.execute(statement, (riverside.programme_id,) if statement is JOIN else None)


@pytest.mark.parametrize(
    "said",
    [
        None,
        "INSERT INTO consent VALUES (900, '2026-11-21', true, 'en', 'I join.')",
        "INSERT INTO consent VALUES (900, '2026-11-20', false, 'en', 'I leave.')",
        "INSERT INTO consent VALUES (901, '2026-11-20', true, 'en', 'I join.')",
    ],
    ids=["nothing", "on another day", "no", "another person"],
)
def test_c13_nobody_becomes_a_member_without_a_word(
    service: psycopg.Connection, riverside: Riverside, said: str | None
) -> None:
    def enrol() -> None:
        with service.transaction():
            if said:
                service.execute(said)
            service.execute(JOIN, (riverside.programme_id,))

    with pytest.raises(RULE, match="member 900 has not said so"):
        enrol()


def test_c13_agreement_is_not_dated_back(service: psycopg.Connection) -> None:
    with pytest.raises(RULE, match="has not said so"):
        service.execute("UPDATE member SET agreed_at = agreed_at - INTERVAL '1 day'")


def test_c14_nobody_is_made_to_leave_without_a_word(service: psycopg.Connection) -> None:
    with pytest.raises(RULE, match="has not said so"):
        service.execute("UPDATE member SET withdrawn_at = '2026-11-20'")


def test_c14_leaving_leaves_the_points(service: psycopg.Connection, riverside: Riverside) -> None:
    member_id = riverside.members[0]
    says = f"INSERT INTO consent VALUES ({member_id}, '2026-11-21', false, 'en', 'I leave.')"
    leave = f"UPDATE member SET withdrawn_at = '2026-11-21'{{}} WHERE member_id = {member_id}"
    with tried(service):
        service.execute(says)
        service.execute(leave.format(""))

    def leave_and_lose() -> None:
        with tried(service):
            service.execute(says)
            move(service, member_id, 8)
            service.execute(leave.format(", points = 0, lots = '{}'"))

    with pytest.raises(RULE, match="leave the points as they are"):
        leave_and_lose()


def test_c15_no_table_keeps_a_handle_and_keys_are_hashes(owner: psycopg.Connection) -> None:
    columns = read_columns(owner)

    assert not [one for one in columns if one.name in ("handle", "subject", "key", "secret")]
    of_keys = [(one.name, one.type) for one in columns if one.table == "partner_key"]
    assert ("key_hash", "bytea") in of_keys
    assert not [one for one in columns if one.table == "partner_key" and one.is_about_members]


def test_c17_facts_are_deleted_by_the_purger_and_nothing_else_is_touched(
    service: psycopg.Connection, database_url: str
) -> None:
    with connect(database_url, role="purger") as purger:
        for changed, refused in (("facts = '{}'", RULE), ("points = 0", RIGHTS)):
            with pytest.raises(refused):
                purger.execute(f"UPDATE deed SET {changed}")
        purger.execute("UPDATE deed SET facts = NULL")
    with connect(database_url, role="eraser") as eraser, pytest.raises(RIGHTS):
        eraser.execute("UPDATE deed SET facts = NULL")

    assert service.execute("SELECT facts, points FROM deed").fetchall() == [(None, 8)]


@pytest.mark.parametrize("days", [30, 31, -1])
def test_c24_a_partner_reports_thirty_days_back_at_most(
    service: psycopg.Connection, days: int
) -> None:
    with tried(service):
        if days == 30:
            service.execute("UPDATE partner SET back_date_days = %s", (days,))
            return
        with pytest.raises(CHECK), service.transaction():
            service.execute("UPDATE partner SET back_date_days = %s", (days,))
