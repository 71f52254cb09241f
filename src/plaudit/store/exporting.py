"""Reading everything that is held about one member, table by table, in one snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import psycopg

from plaudit.core.carry.export import Column, Kind, Row
from plaudit.core.own_number import OwnNumbers
from plaudit.sql.loader import query
from plaudit.store.columns import read_columns
from plaudit.store.own_numbers import own_numbers
from plaudit.store.tickets import tickets_of_member

EXPORTED = (
    "member",
    "consent",
    "activity_consent",
    "restriction",
    "handle_given",
    "link_code",
    "way_in",
    "ended_passes",
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


_AS_VOUCHERS = "as the voucher's."
OF_VOUCHERS = (
    Column("honour", "voucher_id", "number", "Which voucher was used.", _AS_VOUCHERS),
    Column("honour", "honour_id", "number", "Its number at the partner.", _AS_VOUCHERS),
    Column("honour", "honoured_at", "instant", "When the till took it.", _AS_VOUCHERS),
    Column("honour", "recorded_at", "instant", "When it was written down.", _AS_VOUCHERS),
    Column("honour", "how", "text", "By which way, or that it was undone.", _AS_VOUCHERS),
    Column("honour", "points", "number", "What the partner is owed.", _AS_VOUCHERS),
    Column("honour", "covered", "flag", "Whether the programme pays it itself.", _AS_VOUCHERS),
    Column("honour", "undoes", "number", "Which one it takes back, if any.", _AS_VOUCHERS),
    Column("ticket", "voucher_id", "number", "Which voucher was used for it.", _AS_VOUCHERS),
    Column("ticket", "code", "text", "The house's own code, which was shown.", _AS_VOUCHERS),
)
"""What became of vouchers: tables that know no member, and are known by the vouchers."""


def export_columns(connection: psycopg.Connection) -> list[Column]:
    """Return the columns of an export as the live tables have them; names come last."""
    live = [one for one in read_columns(connection) if one.table in EXPORTED]
    live.sort(key=lambda one: EXPORTED.index(one.table))
    found = [
        Column(one.table, one.name, _KINDS[one.type], one.purpose, one.last_day) for one in live
    ]
    return [*found, *OF_VOUCHERS, *NAMES.columns]


def read_rows(
    connection: psycopg.Connection, member_id: int, *, programme_id: int
) -> Iterator[tuple[str, Row]]:
    """Yield every row about a member, of their vouchers, and names, in the export's order.

    The caller's transaction is the snapshot; rows are fetched ROWS_AT_ONCE.
    """
    asked = {"member_id": member_id, "programme_id": programme_id}
    for table in EXPORTED:
        yield from _rows(connection, table, asked)
    yield from _honours(connection, asked)
    for voucher_id, code in tickets_of_member(connection, member_id):
        yield "ticket", {"voucher_id": voucher_id, "code": code}
    yield from _rows(connection, "names", asked)


def _rows(
    connection: psycopg.Connection, table: str, asked: Mapping[str, object]
) -> Iterator[tuple[str, Row]]:
    for (whole,) in _fetched(connection, table, asked):
        yield table, whole


def _honours(
    connection: psycopg.Connection, asked: Mapping[str, object]
) -> Iterator[tuple[str, Row]]:
    """Yield a member's honours, by the numbers under which each partner knows them."""
    numbers: dict[int, OwnNumbers] = {}
    for whole, partner_id in _fetched(connection, "honour", asked):
        if partner_id not in numbers:
            numbers[partner_id] = own_numbers(connection, "honour", partner_id)
        for name in ("honour_id", "undoes"):
            if whole[name] is not None:
                whole[name] = numbers[partner_id].own(whole[name])
        yield "honour", whole


def _fetched(
    connection: psycopg.Connection, table: str, asked: Mapping[str, object]
) -> Iterator[tuple[Any, ...]]:
    with connection.cursor(name=f"export_{table}") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(query(f"export_{table}"), asked)
        yield from cursor
