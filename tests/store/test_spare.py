"""Spare connections: lent again while they are good, and never to another database or role."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.store.connect import Role
from plaudit.store.spare import SPARE_MAX, Spare


def process_of(connection: psycopg.Connection) -> int:
    return connection.info.backend_pid


def lent_once(spare: Spare, url: str, role: Role = "service") -> int:
    with spare.lent(url, role) as connection:
        row = connection.execute("SELECT current_user").fetchone()
        assert row == (f"plaudit_{role}",)
        return process_of(connection)


def test_a_connection_is_lent_again_in_its_role_and_database_alone(database_url: str) -> None:
    spare = Spare()

    first = lent_once(spare, database_url)
    assert lent_once(spare, database_url) == first
    assert lent_once(spare, database_url, "eraser") != first
    assert lent_once(spare, database_url) == first
    assert lent_once(spare, f"{database_url}2") != first
    spare.close()


def test_two_that_ask_at_once_get_one_each_and_only_so_many_stay(database_url: str) -> None:
    spare = Spare()
    spare.share(8)
    kept = SPARE_MAX // 8
    many = [spare.lent(database_url) for _ in range(kept + 1)]
    opened = [one.__enter__() for one in many]
    processes = {process_of(one) for one in opened}
    for one in many:
        one.__exit__(None, None, None)

    assert len(processes) == kept + 1
    assert [one.closed for one in opened] == [True] + [False] * kept
    lent_once(spare, database_url, "eraser")
    assert [one.closed for one in opened].count(True) == 2, "of all roles together"
    spare.close()
    assert all(one.closed for one in opened)


def test_one_that_the_server_ended_is_not_lent(
    database_url: str, owner: psycopg.Connection
) -> None:
    spare = Spare()
    first = lent_once(spare, database_url)
    owner.execute("SELECT pg_terminate_backend(%s, 5000)", (first,))

    assert lent_once(spare, database_url) != first
    spare.close()


def test_one_that_lay_for_long_is_not_lent(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = Spare()
    first = lent_once(spare, database_url)
    monkeypatch.setattr("plaudit.store.spare.IDLE_SECONDS", 0)

    assert lent_once(spare, database_url) != first
    spare.close()


def test_one_with_an_open_transaction_is_closed(database_url: str) -> None:
    spare = Spare()
    with spare.lent(database_url) as left:
        left.execute("BEGIN")
    with spare.lent(database_url) as broken, pytest.raises(psycopg.errors.DivisionByZero):
        broken.execute("SELECT 1 / 0")
    with spare.lent(database_url) as again:
        assert again is broken, "an error outside a transaction leaves nothing open"

    assert left.closed
    spare.close()
