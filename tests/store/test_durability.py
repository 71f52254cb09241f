"""A server that may forget what it confirmed is refused."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.store.durability import Forgetful, refuse_forgetful


def test_a_server_that_keeps_what_it_confirms_is_taken(connection: psycopg.Connection) -> None:
    refuse_forgetful(connection)


def test_commits_that_are_not_waited_for_are_refused(connection: psycopg.Connection) -> None:
    connection.execute("SET synchronous_commit = off")

    with pytest.raises(Forgetful, match=r"runs with synchronous_commit off: .* Turn it on"):
        refuse_forgetful(connection)
