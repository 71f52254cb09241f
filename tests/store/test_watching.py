"""Asking only the checks whose tables changed finds what asking all of them finds."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from plaudit.actions.cancel import cancel
from plaudit.core.refusals import Refused
from plaudit.sql.loader import checks
from tests.books import Book, Shelf
from tests.market import NOW, Market
from tests.store.test_voucher_checks import DAMAGES, fill, findings
from tests.watching import HAND_IN, Watch


def spoil(owner: psycopg.Connection, statement: str) -> None:
    """Commit a damage, with no trigger in the way, and hand in what was counted of it."""
    with owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        owner.execute(statement.encode())
    owner.execute(HAND_IN)


def asked(watch: Watch, connection: psycopg.Connection) -> frozenset[str]:
    """Return which checks are asked now, after what a connection did."""
    connection.execute(HAND_IN)
    return watch.to_ask()


@pytest.fixture
def book(shelf: Shelf) -> Iterator[Book]:
    with shelf.book() as lent:
        lent.hand_out()
        yield lent


def test_what_asking_all_checks_finds_is_found_by_those_that_are_asked(book: Book) -> None:
    connection, owner = book.lasting(), book.lasting("owner")
    fill(Market(connection))
    connection.execute(HAND_IN)
    watch, sound = book.watch(), book.take_out()
    found: dict[str, set[str]] = {}
    expected: dict[str, set[str]] = {}
    for statement in (one for damages in DAMAGES.values() for one, _ in damages):
        assert watch.findings() == []
        spoil(owner, statement)
        found[statement] = set(watch.findings())
        expected[statement] = findings(owner)
        book.put_back(sound)

    assert found == expected
    assert all(found.values())
    assert book.take_out() == sound


def test_only_checks_that_name_a_changed_table_are_asked(book: Book) -> None:
    connection = book.lasting()
    market = Market(connection)
    market.give(500)
    watch = book.watch()

    assert asked(watch, connection) == checks().keys()
    with pytest.raises(Refused):
        cancel(connection, market.members[0], 1, now=NOW)
    assert asked(watch, connection) == set()
    market.take("coffee")
    after_taking = asked(watch, connection)
    assert "voucher_is_paid_once_and_given_back_once" in after_taking
    assert "closings_follow_one_another" not in after_taking
