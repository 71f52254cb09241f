"""A book that is being restored: marked, filled, and let go when its erasures are carried out."""

from __future__ import annotations

import re
from collections.abc import Sequence

import psycopg

from plaudit.sql.loader import query

NUMBERS_AN_HOUR = 10_000_000
"""More than are given out in an hour. After a restore numbers go on so much further for each hour
since the backup: none of them was given out since, and the next restore of the same backup goes on
further ahead still, beyond what was given out in between.
"""
INTEGERS_AN_HOUR = 10_000
"""The same for partners, staff and check-ins, whose numbers have four bytes."""
_HOUR = 3_600_000_000
_ROLE = re.compile(r"plaudit_[a-z_]{1,40}")


def server_version(connection: psycopg.Connection) -> int:
    """Return the server's version as PostgreSQL numbers it: 180004 for 18.4."""
    return _one(connection, "server_version")


def book_roles(connection: psycopg.Connection) -> list[str]:
    """Return the roles of the book that the server has."""
    return [str(row[0]) for row in connection.execute(query("book_roles"))]


def make_roles(connection: psycopg.Connection, roles: Sequence[str]) -> None:
    """Make the roles that the server lacks; none of them logs in."""
    for role in roles:
        assert _ROLE.fullmatch(role), role
        row = connection.execute(query("role_to_make"), {"role": role}).fetchone()
        if row is not None:
            connection.execute(str(row[0]).encode())


def is_empty(connection: psycopg.Connection) -> bool:
    """Return whether a database has no table."""
    return bool(_one(connection, "book_is_empty"))


def is_unfinished(connection: psycopg.Connection) -> bool:
    """Return whether an earlier restore into this database was not finished."""
    row = connection.execute(query("restore_state")).fetchone()
    return row is not None and bool(row[0])


def begin_restore(connection: psycopg.Connection) -> None:
    """Close a database to all others, and empty it of what an unfinished restore left."""
    with connection.transaction():
        connection.execute(query("begin_restore"))
        connection.execute(query("empty_book"))


def end_restore(connection: psycopg.Connection) -> None:
    """Let others in."""
    connection.execute(query("end_restore"))


def jump_numbers(connection: psycopg.Connection, *, age: int) -> None:
    """Give out no number again that was given out after the backup, by whichever book.

    Units: `age`, of the backup, in microseconds.
    """
    hours = 1 + age / _HOUR
    by = {"by": int(hours * NUMBERS_AN_HOUR), "by_integer": int(hours * INTEGERS_AN_HOUR)}
    connection.execute(query("jump_numbers"), by)
    connection.execute(query("jump_catalogue_version"), by)


def remove_keys(connection: psycopg.Connection, mark_hashes: Sequence[str]) -> int:
    """Remove the ways in, of members and of staff, with these hashes; return how many there were.

    Nobody of the staff stays signed in, and no link lets anybody in: who left since may have one.
    """
    with connection.transaction():
        connection.execute(query("end_all_shifts"))
        hashes = {"mark_hashes": [bytes.fromhex(one) for one in mark_hashes]}
        row = connection.execute(query("remove_keys_again"), hashes).fetchone()
    assert row is not None
    return int(row[0])


def members_among(connection: psycopg.Connection, member_ids: Sequence[int]) -> list[int]:
    """Return which of these members the book has."""
    rows = connection.execute(query("members_among"), {"member_ids": list(member_ids)})
    return [int(row[0]) for row in rows]


def gather_statistics(connection: psycopg.Connection) -> None:
    """Let the server count what it holds, so that its plans fit."""
    connection.execute(query("gather_statistics"))


def _one(connection: psycopg.Connection, name: str) -> int:
    row = connection.execute(query(name)).fetchone()
    assert row is not None, name
    return int(row[0])
