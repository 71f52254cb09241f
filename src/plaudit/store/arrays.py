"""Arrays as PostgreSQL's binary protocol takes them: ten thousand values without a detour.

psycopg writes a Python list value by value; settling sends whole columns. Source: PostgreSQL 18,
src/backend/utils/adt/arrayfuncs.c, array_recv.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from struct import Struct
from typing import Any

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.types.numeric import Int4BinaryLoader, Int8BinaryLoader

_HEAD = Struct(">iiIii")


class _Array:
    """An array ready to send."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data


class BigIntArray(_Array):
    """BIGINT []."""


class IntegerArray(_Array):
    """INTEGER []."""


class TextArray(_Array):
    """TEXT []."""


class PlaceArray(_Array):
    """TID []: where rows lie, as a binary cursor gave them."""


class DayArray(_Array):
    """DATE []."""


class InstantArray(_Array):
    """TIMESTAMPTZ []."""


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


def days(values: Collection[int], *, day_zero: int) -> DayArray:
    """Return day numbers as dates; `day_zero` is the day number of 2000-01-01."""
    moved = [value - day_zero for value in values]
    return DayArray(_numbers(moved, size=4, code="i", element_oid=1082))


def instants(values: Collection[int], *, instant_zero: int) -> InstantArray:
    """Return microseconds since the epoch as instants; `instant_zero` is that of 2000-01-01."""
    moved = [value - instant_zero for value in values]
    return InstantArray(_numbers(moved, size=8, code="q", element_oid=1184))


def texts(values: Iterable[str]) -> TextArray:
    """Return texts."""
    encoded = [value.encode() for value in values]
    pieces = [_head(len(encoded), 25)]
    for value in encoded:
        pieces += (len(value).to_bytes(4, "big"), value)
    return TextArray(b"".join(pieces))


def places(values: Collection[bytes]) -> PlaceArray:
    """Return row places (ctid), each six bytes as a binary cursor gave it."""
    return PlaceArray(_head(len(values), 27) + b"".join(b"\0\0\0\6" + value for value in values))


_DUMPERS = [
    (kind, type(f"{kind.__name__}Sent", (_Sent,), {"oid": oid}))
    for kind, oid in (
        (BigIntArray, 1016),
        (IntegerArray, 1007),
        (TextArray, 1009),
        (PlaceArray, 1010),
        (DayArray, 1182),
        (InstantArray, 1185),
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
