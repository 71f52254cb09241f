"""An export: everything held about one member, as plain values, each column with its purpose.

It is read without Plaudit: the columns stand in it, and its JSON Schema is published
(schemas/export.schema.json). Source: charter, rights (15 and 20).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal, NamedTuple, cast, get_args

FORMAT = "plaudit-export-1"

Kind = Literal["number", "text", "flag", "day", "instant", "numbers", "object", "bytes"]
Value = int | str | bool | None | list[int] | dict[str, object]
Row = dict[str, Value]


class NotAnExport(ValueError):
    """Why a text can't be read as an export: a sentence."""


class Column(NamedTuple):
    """A column of an export: what it holds, what for, and until when it is kept."""

    table: str
    name: str
    kind: Kind
    purpose: str
    last_day: str


class Head(NamedTuple):
    """Whose export it is. `made_at` as text: an instant with its offset."""

    programme: str
    member: int
    made_at: str
    language: str


class Export(NamedTuple):
    """An export that was read whole. Rows by table; a table without rows is there too."""

    head: Head
    columns: tuple[Column, ...]
    rows: dict[str, list[Row]]


def json_pieces(
    head: Head, columns: Iterable[Column], rows: Iterable[tuple[str, Row]]
) -> Iterator[str]:
    """Yield an export as JSON, piece by piece.

    Takes:   rows in the order of the columns' tables.
    """
    listed = list(columns)
    first = {"format": FORMAT, **head._asdict(), "columns": [one._asdict() for one in listed]}
    yield _text(first)[:-1] + ', "tables": {'
    tables = list(dict.fromkeys(one.table for one in listed))
    at = -1
    for table, row in rows:
        starts = at < 0 or tables[at] != table
        while at < 0 or tables[at] != table:
            yield ("]" if at >= 0 else "") + (", " if at >= 0 else "") + f'"{tables[at + 1]}": ['
            at += 1
        yield ("\n" if starts else ",\n") + _text(row)
    for table in tables[at + 1 :]:
        yield ("]" if at >= 0 else "") + (", " if at >= 0 else "") + f'"{table}": ['
        at += 1
    yield "]}}\n" if tables else "}}\n"


def export_pieces(export: Export) -> Iterator[str]:
    """Yield an export that was read as JSON again."""
    rows = ((table, row) for table, of_table in export.rows.items() for row in of_table)
    return json_pieces(export.head, export.columns, rows)


def read_export(text: str) -> Export:
    """Return the export that a JSON text holds.

    Refuses: NotAnExport where it is none, or a value isn't what its column says.
    """
    try:
        whole = json.loads(text)
    except ValueError as broken:
        raise NotAnExport(f"This is not JSON: {broken}.") from broken
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotAnExport(f'This is not an export: "format" must be "{FORMAT}".')
    try:
        columns = tuple(Column(**one) for one in whole["columns"])
        head = Head(*(whole[name] for name in Head._fields))
        tables: dict[str, list[Row]] = whole["tables"]
    except (KeyError, TypeError) as missing:
        raise NotAnExport(f"A part of the export is missing or too much: {missing}.") from missing
    return checked(Export(head, columns, tables))


def checked(export: Export) -> Export:
    """Return the export if each row has its table's columns, and each value is of its kind.

    Refuses: NotAnExport for the first that isn't so.
    """
    by_table: dict[str, dict[str, Kind]] = {}
    for one in export.columns:
        if one.kind not in get_args(Kind):
            raise NotAnExport(f"{one.table}.{one.name} is of the kind {one.kind}, which is none.")
        by_table.setdefault(one.table, {})[one.name] = one.kind
    if export.rows.keys() != by_table.keys():
        raise NotAnExport("The tables are not those that the columns name.")
    for table, rows in export.rows.items():
        for row in rows:
            if row.keys() != by_table[table].keys():
                raise NotAnExport(f"A row of {table} has other columns than the list says.")
            for name, value in row.items():
                if not is_of_kind(value, by_table[table][name]):
                    raise NotAnExport(f"{table}.{name} is {value!r}, and that is no {name}.")
    return export


def is_of_kind(value: object, kind: Kind) -> bool:
    """Return whether a value is what its kind says; nothing (null) always is.

    >>> is_of_kind(True, "number"), is_of_kind("2026-02-30", "day"), is_of_kind([1, 2], "numbers")
    (False, False, True)
    """
    if value is None:
        return True
    if kind in ("number", "flag"):
        return type(value) is (int if kind == "number" else bool)
    if kind == "numbers":
        return isinstance(value, list) and all(type(one) is int for one in value)
    if kind == "object":
        return isinstance(value, dict)
    return isinstance(value, str) and _reads(value, kind)


def _reads(text: str, kind: Kind) -> bool:
    try:
        if kind == "day":
            date.fromisoformat(text)
        elif kind == "instant":
            return datetime.fromisoformat(text).tzinfo is not None
        elif kind == "bytes":
            bytes.fromhex(text.removeprefix("\\x"))
    except ValueError:
        return False
    return True


def _text(value: object) -> str:
    return json.dumps(cast("dict[str, object]", value), ensure_ascii=False)
