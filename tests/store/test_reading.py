"""A transaction that reads can't write: not a row of any table, whatever rights there are."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from plaudit.store.reading import asking, reading


def tables(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    return [name for (name,) in rows]


def test_nothing_is_written_while_reading_even_by_the_owner(owner: psycopg.Connection) -> None:
    named = tables(owner)
    assert len(named) > 30
    statements = ("DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}", "ALTER TABLE {} ADD x INTEGER")
    for number, name in enumerate(named):
        statement = sql.SQL(statements[number % len(statements)]).format(sql.Identifier(name))
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), reading(owner):
            owner.execute(statement)
    assert tables(owner) == named


def test_a_transaction_that_has_read_can_not_be_made_one_that_writes(
    owner: psycopg.Connection,
) -> None:
    with reading(owner):
        owner.execute("SELECT count(*) FROM member")
        with pytest.raises(psycopg.errors.ActiveSqlTransaction), owner.transaction():
            owner.execute("SET TRANSACTION READ WRITE")
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), reading(owner):
        owner.execute("SELECT nextval('member_number')")


def test_what_is_asked_in_one_go_is_of_one_instant_and_there_at_the_end(
    owner: psycopg.Connection, connection: psycopg.Connection
) -> None:
    count = "SELECT count(*) FROM programme"
    with asking(connection):
        first = connection.execute(count)
        assert first.fetchone() == (0,)
        owner.execute("INSERT INTO programme (id, time_zone) VALUES ('river', 'Asia/Bangkok')")
        second = connection.execute(count)
    assert second.fetchone() == (0,)
    assert connection.execute(count).fetchone() == (1,)


def test_nothing_is_written_by_what_is_asked_and_a_fault_leaves_the_connection_as_it_was(
    owner: psycopg.Connection,
) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), asking(owner):
        owner.execute("DELETE FROM member")
    with pytest.raises(ValueError, match="ours"), asking(owner):
        raise ValueError("ours")
    assert owner.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    assert owner.execute("SELECT 1").fetchone() == (1,)
