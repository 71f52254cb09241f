"""Who looked: a line that stays, for the member to see."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.look import look
from plaudit.core.rights import Look, Looker
from plaudit.store.rights import read_looks
from tests.riverside import NOW, Riverside

LOOKER = Looker("Somsak Dee", "question", "plaudit statement")


def test_a_look_is_kept_and_read_newest_first(connection: psycopg.Connection) -> None:
    city = Riverside(connection)
    first, second = city.members[:2]
    assert look(connection, first, LOOKER, now=NOW)
    assert look(connection, first, LOOKER._replace(who="Nok"), now=NOW + 5)
    assert look(connection, second, LOOKER, now=NOW)

    assert read_looks(connection, first, how_many=9) == [
        Look(NOW + 5, "Nok", "question", "plaudit statement"),
        Look(NOW, "Somsak Dee", "question", "plaudit statement"),
    ]
    assert len(read_looks(connection, first, how_many=1)) == 1


def test_nobody_is_looked_at_and_nobody_looks_without_a_name(
    connection: psycopg.Connection,
) -> None:
    city = Riverside(connection)
    assert not look(connection, 999, LOOKER, now=NOW)
    with pytest.raises(psycopg.errors.CheckViolation):
        look(connection, city.members[0], LOOKER._replace(who=" "), now=NOW)


def test_a_look_is_never_changed_or_taken_away(
    connection: psycopg.Connection, owner: psycopg.Connection
) -> None:
    city = Riverside(connection)
    look(connection, city.members[0], LOOKER, now=NOW)
    for statement in ("DELETE FROM look", "UPDATE look SET who = 'Nobody'"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            owner.execute(statement.encode())
