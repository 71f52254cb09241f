"""The columns of the book as the live database has them: what is kept, why, and until when."""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.sql.loader import query

_LAST_DAY = " Last day: "


class Column(NamedTuple):
    """A column. `purpose` and `last_day` are there for each column of a table about members."""

    table: str
    name: str
    type: str
    purpose: str
    last_day: str
    is_about_members: bool


def read_columns(connection: psycopg.Connection) -> list[Column]:
    """Return every column of every table and view, tables about members first."""
    found = []
    for table, name, type_name, said, about in connection.execute(query("columns")).fetchall():
        purpose, _, last_day = said.partition(_LAST_DAY)
        found.append(Column(table, name, type_name, purpose, last_day, about))
    return found
