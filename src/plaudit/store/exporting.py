"""Reading everything that is held about one member, table by table, in one snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import psycopg

from plaudit.core.carry.export import Column, Kind, Row
from plaudit.sql.loader import query
from plaudit.store.columns import read_columns

EXPORTED = (
    "member",
    "consent",
    "activity_consent",
    "restriction",
    "handle_given",
    "link_code",
    "way_in",
    "live_code",
    "proposal",
    "deed",
    "deed_key",
    "refused_deed",
    "transfer",
    "voucher",
    "reversal",
    "expiry_notice",
    "question",
    "question_words",
    "answer",
    "brought_forward",
    "look",
)
"""Every table with a column member_id, in the order of the export."""

ROWS_AT_ONCE = 500
"""How many rows are fetched at once: an export of any size takes little memory."""

_KINDS: dict[str, Kind] = {
    "bigint": "number",
    "integer": "number",
    "smallint": "number",
    "text": "text",
    "boolean": "flag",
    "date": "day",
    "timestamp with time zone": "instant",
    "bigint[]": "numbers",
    "integer[]": "numbers",
    "jsonb": "object",
    "bytea": "bytes",
}


class Names(NamedTuple):
    """The table of names: what the numbers in the other tables stand for."""

    columns: tuple[Column, ...]
    query: str


NAMES = Names(
    (
        Column("names", "table_name", "text", "What the number is of.", "as the edition's."),
        Column("names", "number", "number", "The number.", "as the edition's."),
        Column("names", "id", "text", "Its id in the catalogue.", "as the edition's."),
        Column("names", "title", "text", "What it is called.", "as the edition's."),
    ),
    "export_names",
)


def export_columns(connection: psycopg.Connection) -> list[Column]:
    """Return the columns of an export as the live tables have them, names last."""
    live = [one for one in read_columns(connection) if one.table in EXPORTED]
    live.sort(key=lambda one: EXPORTED.index(one.table))
    found = [
        Column(one.table, one.name, _KINDS[one.type], one.purpose, one.last_day) for one in live
    ]
    return [*found, *NAMES.columns]


def read_rows(
    connection: psycopg.Connection, member_id: int, *, programme_id: int
) -> Iterator[tuple[str, Row]]:
    """Yield every row about a member and then the names, in the order of the export.

    The caller's transaction is the snapshot; rows are fetched ROWS_AT_ONCE.
    """
    asked = {"member_id": member_id, "programme_id": programme_id}
    for table in (*EXPORTED, "names"):
        with connection.cursor(name=f"export_{table}") as cursor:
            cursor.itersize = ROWS_AT_ONCE
            cursor.execute(query(f"export_{table}"), asked)
            for (whole,) in cursor:
                yield table, whole
