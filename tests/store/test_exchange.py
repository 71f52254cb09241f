"""Statements that are sent together: faults, and what a connection is like after them."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.pq import TransactionStatus

from plaudit.store.connect import connect
from plaudit.store.exchange import Exchange, roll_back

_NUMBER = b"SELECT %(number)s::INTEGER + 1"


@pytest.fixture
def hot(database_url: str) -> Iterator[psycopg.Connection]:
    with connect(database_url, hot=True) as connection:
        yield connection


def _answered(exchange: Exchange) -> None:
    exchange.send()
    exchange.receive()


def test_each_statement_has_its_answer(hot: psycopg.Connection) -> None:
    exchange = Exchange(hot)
    exchange.execute(b"BEGIN")
    first = exchange.execute(_NUMBER, {"number": 1})
    second = exchange.execute(b"SELECT word FROM unnest('{a,b}'::TEXT[]) AS word")
    third = exchange.execute(_NUMBER, {"number": 41}, binary=True)
    _answered(exchange)
    more = exchange.execute(b"COMMIT")
    _answered(exchange)

    assert first.fetchall() == [(2,)]
    assert second.fetchone() == ("a",)
    assert second.fetchall() == [("b",)]
    assert list(third) == [(42,)]
    assert more.fetchone() is None
    assert hot.info.transaction_status == TransactionStatus.IDLE


def test_what_stands_behind_a_fault_is_passed_over(hot: psycopg.Connection) -> None:
    exchange = Exchange(hot)
    exchange.execute(b"BEGIN")
    exchange.execute(b"SELECT 1 / %(number)s::INTEGER", {"number": 0})
    exchange.execute(b"COMMIT")
    exchange.send()

    with pytest.raises(psycopg.errors.DivisionByZero):
        exchange.receive()

    before = hot.info.transaction_status
    roll_back(hot)
    after = hot.info.transaction_status
    assert (before, after) == (TransactionStatus.INERROR, TransactionStatus.IDLE)


def test_after_a_rollback_the_server_still_knows_what_was_prepared(
    hot: psycopg.Connection,
) -> None:
    for number in range(2):
        exchange = Exchange(hot)
        exchange.execute(b"BEGIN")
        answer = exchange.execute(_NUMBER, {"number": number})
        _answered(exchange)
        assert answer.fetchall() == [(number + 1,)]
        roll_back(hot)


def test_what_the_server_forgot_is_told_anew(hot: psycopg.Connection) -> None:
    for number in range(2):
        exchange = Exchange(hot)
        exchange.execute(b"BEGIN")
        answer = exchange.execute(_NUMBER, {"number": number})
        exchange.execute(b"COMMIT")
        hot.execute(b"DEALLOCATE ALL", prepare=False)
        _answered(exchange)
        assert answer.fetchall() == [(number + 1,)]
        hot.execute(b"DEALLOCATE ALL", prepare=False)


def test_what_was_forgotten_behind_what_is_known_is_told_anew(hot: psycopg.Connection) -> None:
    """The server knows the first statement and no longer the second: both are sent again."""
    exchange = Exchange(hot)
    exchange.execute(_NUMBER, {"number": 1})
    _answered(exchange)
    hot.execute(b"DEALLOCATE ALL", prepare=False)
    exchange.execute(b"BEGIN")
    exchange.execute(b"SELECT 1")
    answer = exchange.execute(_NUMBER, {"number": 1})
    exchange.execute(b"ROLLBACK")
    _answered(exchange)

    assert answer.fetchall() == [(2,)]
    assert hot.info.transaction_status == TransactionStatus.IDLE


def test_what_was_forgotten_within_a_transaction_fails_it(hot: psycopg.Connection) -> None:
    """What stood before it in the transaction was done, and must not be done again."""
    exchange = Exchange(hot)
    exchange.execute(b"BEGIN")
    exchange.execute(_NUMBER, {"number": 1})
    _answered(exchange)
    hot.execute(b"DEALLOCATE ALL", prepare=False)
    exchange.execute(_NUMBER, {"number": 1})
    exchange.send()

    with pytest.raises(psycopg.errors.InvalidSqlStatementName):
        exchange.receive()

    roll_back(hot)
    exchange.execute(_NUMBER, {"number": 1})
    _answered(exchange)


def test_what_no_text_can_hold_is_refused_before_anything_is_sent(
    hot: psycopg.Connection,
) -> None:
    exchange = Exchange(hot)
    exchange.execute(b"SELECT %(word)s::TEXT", {"word": "a\0b"})

    with pytest.raises(psycopg.DataError):
        exchange.send()

    assert not hot.closed
    assert hot.execute(b"SELECT 1").fetchone() == (1,)


def test_a_connection_that_is_cut_off_is_closed(
    hot: psycopg.Connection, owner: psycopg.Connection
) -> None:
    exchange = Exchange(hot)
    exchange.execute(b"BEGIN")
    exchange.execute(b"SELECT pg_sleep(%(seconds)s::INTEGER)", {"seconds": 20})
    exchange.send()
    owner.execute("SELECT pg_terminate_backend(%s)", [hot.info.backend_pid])

    with pytest.raises(psycopg.OperationalError):
        exchange.receive()

    assert hot.closed


def test_more_than_a_socket_holds_goes_both_ways(hot: psycopg.Connection) -> None:
    long = "ข" * 3_000_000
    exchange = Exchange(hot)
    answers = [exchange.execute(b"SELECT %(word)s::TEXT", {"word": long}) for _ in range(3)]
    _answered(exchange)

    assert [answer.fetchall() == [(long,)] for answer in answers] == [True] * 3
