"""Every row of a book: deleted, or taken out and put back, as they are at one instant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import psycopg
from psycopg import sql

_NUMBERS = b"""
SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value),
    last_value IS NOT NULL
FROM pg_sequences
"""
_SET_NUMBERS = b"""
SELECT setval(name, number, is_given) FROM unnest(%s::TEXT[], %s::BIGINT[], %s::BOOLEAN[])
AS given (name, number, is_given)
"""
_START_AGAIN = b"""
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences
"""


class Rows(NamedTuple):
    """Rows as PostgreSQL writes them, one array for each table, and where each sequence stands."""

    by_table: dict[str, str]
    numbers: Sequence[tuple[str, int, bool]]


class Copier:
    """Deletes, reads and writes whatever is in some tables.

    `connection` is the owner's, as a replica: nothing is triggered, and no row has to wait for one
    that it refers to. Each statement is of all tables, and is planned once.
    """

    def __init__(self, connection: psycopg.Connection, tables: Sequence[str]) -> None:
        self._connection = connection
        named = [sql.Identifier(name) for name in tables]
        deleted = [
            sql.SQL("{} AS (DELETE FROM {})").format(sql.Identifier(f"_{name}"), table)
            for name, table in zip(tables, named, strict=True)
        ]
        self._delete = sql.SQL("WITH {} SELECT").format(sql.SQL(", ").join(deleted))
        read = [
            sql.SQL("SELECT {}, array_agg(r::TEXT)::TEXT FROM {} AS r HAVING count(*) > 0").format(
                sql.Literal(name), table
            )
            for name, table in zip(tables, named, strict=True)
        ]
        self._read = sql.SQL(" UNION ALL ").join(read)
        self._write = {
            name: sql.SQL(
                "INSERT INTO {0} OVERRIDING SYSTEM VALUE "
                "SELECT r.* FROM unnest(%s::TEXT[]::{0}[]) AS r"
            ).format(table)
            for name, table in zip(tables, named, strict=True)
        }

    def delete(self) -> None:
        """Delete every row."""
        self._connection.execute(self._delete, prepare=True)

    def start_again(self) -> None:
        """Let each sequence start again."""
        self._connection.execute(_START_AGAIN, prepare=True)

    def take_out(self) -> Rows:
        """Return every row."""
        by_table = self._connection.execute(self._read, prepare=True).fetchall()
        numbers = self._connection.execute(_NUMBERS, prepare=True).fetchall()
        return Rows(dict(by_table), numbers)

    def put_back(self, rows: Rows, *, with_numbers: bool) -> None:
        """Put rows into tables that are empty, and where asked each sequence to where it stood."""
        with self._connection.pipeline():
            for name, held in rows.by_table.items():
                self._connection.execute(self._write[name], [held], prepare=True)
            columns = list(map(list, zip(*rows.numbers, strict=True)))
            if with_numbers:
                self._connection.execute(_SET_NUMBERS, columns, prepare=True)
