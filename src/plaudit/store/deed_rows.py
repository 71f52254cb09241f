"""Rows of deeds as PostgreSQL's binary COPY takes them, packed without detours.

Source: PostgreSQL 18 documentation, COPY, "Binary Format", and the send functions of the types.
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import Struct
from typing import NamedTuple

from plaudit.core.period import date_of, day_number

_HEADER = b"PGCOPY\n\xff\r\n\x00" + b"\x00" * 8
_TRAILER = b"\xff\xff"
_DAY_ZERO = day_number(date_of(0).replace(year=2000))
_INSTANT_ZERO = _DAY_ZERO * 86_400_000_000
_BIGINT = 20

# Each field is its length and its bytes, so the fixed ones are packed in one go.
_DEED = Struct(">h iq iq iq ii ii ii ii ih ih i".replace(" ", ""))
_KEY = Struct(">h ii ii iq iq i".replace(" ", ""))
_NULL = b"\xff\xff\xff\xff"


class DeedRow(NamedTuple):
    """One row of `deed`. Instants in microseconds, days as day numbers, amounts in millionths."""

    member_id: int
    deed_id: int
    happened_at: int
    day: int
    partner_id: int
    edition_id: int
    points: int
    activity_no: int
    lot_month: int
    event_id: str
    facts: tuple[int | None, ...]
    counted: tuple[int, ...]


_array_structs: dict[int, Struct] = {}
_EMPTY_ARRAY = Struct(">iiii").pack(12, 0, 0, _BIGINT)


def _array(values: tuple[int, ...]) -> bytes:
    size = len(values)
    if not size:
        return _EMPTY_ARRAY
    packer = _array_structs.get(size)
    if packer is None:
        packer = _array_structs[size] = Struct(">iiiiii" + "iq" * size)
    body = [8] * (2 * size)
    body[1::2] = values
    return packer.pack(20 + 12 * size, 1, 0, _BIGINT, size, 1, *body)


def _nullable_array(values: tuple[int | None, ...]) -> bytes:
    if None not in values:
        return _array(values)  # type: ignore[arg-type]
    items = [
        _NULL if value is None else b"\x00\x00\x00\x08" + value.to_bytes(8, "big", signed=True)
        for value in values
    ]
    head = Struct(">iiiii").pack(1, 1, _BIGINT, len(values), 1)
    body = head + b"".join(items)
    return len(body).to_bytes(4, "big") + body


def pack_deeds(rows: Iterable[DeedRow]) -> bytes:
    """Return rows as one binary COPY for `copy_deeds`."""
    pack = _DEED.pack
    pieces = [_HEADER]
    for row in rows:
        (
            member_id, deed_id, happened_at, day, partner_id, edition_id, points, activity_no,
            lot_month, event_id, facts, counted,
        ) = row  # fmt: skip
        name = event_id.encode()
        pieces.append(
            pack(
                12, 8, member_id, 8, deed_id, 8, happened_at - _INSTANT_ZERO, 4, day - _DAY_ZERO,
                4, partner_id, 4, edition_id, 4, points, 2, activity_no, 2, lot_month, len(name),
            )  # fmt: skip
        )
        pieces += (name, _nullable_array(facts), _array(counted))
    pieces.append(_TRAILER)
    return b"".join(pieces)


def pack_deed_keys(rows: Iterable[DeedRow]) -> bytes:
    """Return the guard's rows as one binary COPY for `copy_deed_keys`, in index order."""
    pack = _KEY.pack
    pieces = [_HEADER]
    for row in sorted(rows, key=lambda row: (row[4], row[9])):
        name = row[9].encode()
        pieces.append(pack(5, 4, row[4], 4, row[3] - _DAY_ZERO, 8, row[0], 8, row[1], len(name)))
        pieces.append(name)
    pieces.append(_TRAILER)
    return b"".join(pieces)
