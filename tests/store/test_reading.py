"""A transaction that reads can't write: not a row of any table, whatever rights there are."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from plaudit.store.connect import connect
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


COUNT = b"SELECT count(*), %(word)s::TEXT, %(word)s LIKE '%%i%%' FROM programme"


def test_what_is_asked_together_is_of_one_instant_and_there_at_the_end(
    owner: psycopg.Connection, connection: psycopg.Connection
) -> None:
    with asking(connection) as asks:
        first = asks.execute(COUNT, {"word": "river"})
        second = asks.execute(b"SELECT pg_sleep(0.1)", {})
        third = asks.execute(COUNT, {"word": None})
        with pytest.raises(AssertionError, match="nothing was sent"):
            first.fetchone()
        owner.execute("INSERT INTO programme (id, time_zone) VALUES ('river', 'Asia/Bangkok')")
    assert first.fetchone() == (1, "river", True)
    assert first.fetchone() is None
    assert len(second.fetchall()) == 1
    assert list(third) == [(1, None, None)]


def together(connection: psycopg.Connection, *statements: bytes, word: str = "river") -> None:
    """Ask by some statements."""
    with asking(connection) as asks:
        for statement in statements:
            asks.execute(statement, {"word": word})


def test_nothing_is_written_by_what_is_asked_and_a_fault_leaves_the_connection_as_it_was(
    owner: psycopg.Connection,
) -> None:
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        together(owner, b"SELECT 1", b"DELETE FROM member", COUNT)
    with pytest.raises(ValueError, match="ours"), asking(owner):
        raise ValueError("ours")
    with pytest.raises(psycopg.errors.SyntaxError):
        together(owner, b"SELEKT")
    with pytest.raises(psycopg.DataError, match="NUL"):
        together(owner, COUNT, word="ri\0ver")
    assert owner.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    assert owner.execute("SELECT 1").fetchone() == (1,)


def test_a_statement_that_the_server_forgot_is_told_anew(connection: psycopg.Connection) -> None:
    together(connection, COUNT)
    connection.execute("DEALLOCATE ALL")  # as psycopg does after some faults
    together(connection, COUNT)
    connection.execute("DEALLOCATE ALL")
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        together(connection, COUNT, b"DELETE FROM member")
    assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_a_connection_that_is_lost_before_or_meanwhile_is_closed(
    owner: psycopg.Connection, connection: psycopg.Connection, database_url: str
) -> None:
    owner.execute("SELECT pg_terminate_backend(%s, 1000)", (connection.info.backend_pid,))
    with connect(database_url, role="owner") as other:
        for one in (connection, other):
            with pytest.raises(psycopg.OperationalError):
                together(one, COUNT, b"SELECT pg_terminate_backend(pg_backend_pid())", COUNT)
            assert one.closed
