"""Arrays as PostgreSQL's binary protocol takes them: ten thousand values without a detour.

psycopg writes a Python list value by value; settling sends whole columns. Source: PostgreSQL 18,
src/backend/utils/adt/arrayfuncs.c, array_recv.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from struct import Struct
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.types.numeric import Int4BinaryLoader, Int8BinaryLoader

from plaudit.sql.loader import query

_HEAD = Struct(">iiIii")


class Array:
    """An array ready to send."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data


class BigIntArray(Array):
    """BIGINT []."""


class IntegerArray(Array):
    """INTEGER []."""


class TextArray(Array):
    """TEXT []."""


class RowArray(Array):
    """Whole rows of a type, which the statement names (store.deed_rows)."""


class _Sent(Dumper):
    format = Format.BINARY

    def dump(self, obj: Any) -> bytes:
        return bytes(obj.data)


def _head(count: int, element_oid: int) -> bytes:
    return _HEAD.pack(1 if count else 0, 0, element_oid, count, 1)[: None if count else 12]


def _numbers(values: Collection[int], *, size: int, code: str, element_oid: int) -> bytes:
    count = len(values)
    body = [size] * (2 * count)
    body[1::2] = values
    return _head(count, element_oid) + Struct(">" + f"i{code}" * count).pack(*body)


def bigints(values: Collection[int]) -> BigIntArray:
    """Return whole numbers of 64 bits."""
    return BigIntArray(_numbers(values, size=8, code="q", element_oid=20))


def integers(values: Collection[int]) -> IntegerArray:
    """Return whole numbers of 32 bits."""
    return IntegerArray(_numbers(values, size=4, code="i", element_oid=23))


def texts(values: Iterable[str]) -> TextArray:
    """Return texts."""
    encoded = [value.encode() for value in values]
    pieces = [_head(len(encoded), 25)]
    for value in encoded:
        pieces += (len(value).to_bytes(4, "big"), value)
    return TextArray(b"".join(pieces))


_ROW_TYPES: WeakKeyDictionary[psycopg.Connection, dict[str, int]] = WeakKeyDictionary()


def rows(connection: psycopg.Connection, kind: str, items: Sequence[bytes]) -> RowArray:
    """Return packed rows (store.deed_rows) of a type of the connection's database."""
    known = _ROW_TYPES.get(connection)
    if known is None:  # each database has numbers of its own for them
        known = _ROW_TYPES[connection] = dict(connection.execute(query("row_types")).fetchall())
    return RowArray(_head(len(items), known[kind]) + b"".join(items))


_DUMPERS = [
    (kind, type(f"{kind.__name__}Sent", (_Sent,), {"oid": oid}))
    for kind, oid in (
        (BigIntArray, 1016),
        (IntegerArray, 1007),
        (TextArray, 1009),
        (RowArray, 0),  # the statement's own word for it holds
    )
]


def teach(connection: psycopg.Connection) -> None:
    """Let a connection send these arrays: psycopg copies what it knows when it connects.

    A binary answer gives instants and days as the numbers that the server counts from 2000-01-01:
    settling reads ten thousand members, and a date-time for each costs as much as the rest.
    """
    for kind, dumper in _DUMPERS:
        connection.adapters.register_dumper(kind, dumper)
    connection.adapters.register_loader("timestamptz", Int8BinaryLoader)
    connection.adapters.register_loader("date", Int4BinaryLoader)
