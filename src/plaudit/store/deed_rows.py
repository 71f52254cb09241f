"""Rows of deeds as PostgreSQL's binary COPY takes them, packed without detours.

Source: PostgreSQL 18 documentation, COPY, "Binary Format", and the send functions of the types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from struct import Struct
from typing import Any, NamedTuple

from plaudit.core.period import date_of, day_number

_HEADER = b"PGCOPY\n\xff\r\n\x00" + b"\x00" * 8
_TRAILER = b"\xff\xff"
DAY_ZERO = day_number(date_of(0).replace(year=2000))
INSTANT_ZERO = DAY_ZERO * 86_400_000_000
"""The server counts days and microseconds from 2000-01-01: their day number and instant."""
_BIGINT_OID = 20
_PIECE_ROWS = 1_000

# Each field is its length and its bytes; before all stands how many there are. A row is packed in
# one go: the fixed fields, the event id and both arrays.
_DEED_FIELDS = ">hiqiqiqiiiiiiiqihih"
_DEED_BYTES = Struct(_DEED_FIELDS).size
_FIXED = (12, 8, 0, 8, 0, 8, 0, 4, 0, 4, 0, 4, 0, 8, 0, 2, 0, 2, 0)
_FIXED_AT = slice(2, 20, 2)
_INSTANT_AT, _DAY_AT, _NAME_AT, _FACTS_AT = 6, 8, 20, 21
_KEY_FIELDS = ">hiiiiiqiqi"


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


_Shape = tuple[int, int, int]
"""How long a row's event id, facts and counted are."""


class _Form(NamedTuple):
    """How rows of one shape are packed: the fields of the last one, and where its values stand."""

    pack: Callable[..., bytes]
    fields: list[Any]
    facts_at: slice
    counted_at: slice


def _form(shape: _Shape) -> _Form:
    name, facts, counted = shape
    facts_fields, counted_fields = _array_fields(facts), _array_fields(counted)
    fields = [*_FIXED, name, b"", *facts_fields, *counted_fields]
    arrays = "".join("iiiiii" + "iq" * size if size else "iiii" for size in (facts, counted))
    counted_at = _FACTS_AT + len(facts_fields)
    return _Form(
        pack=Struct(f"{_DEED_FIELDS}i{name}s{arrays}").pack,
        fields=fields,
        facts_at=slice(_FACTS_AT + 7, _FACTS_AT + 7 + 2 * facts, 2),
        counted_at=slice(counted_at + 7, counted_at + 7 + 2 * counted, 2),
    )


def _array_fields(size: int) -> list[int]:
    if not size:
        return [12, 0, 0, _BIGINT_OID]
    return [20 + 12 * size, 1, 0, _BIGINT_OID, size, 1, *[8, 0] * size]


def _with_facts(packed: bytes, facts: tuple[int | None, ...], *, at: int) -> bytes:
    """Return a row that was packed without facts with them, some of which are NULL."""
    items = [
        b"\xff\xff\xff\xff" if value is None else b"\0\0\0\x08" + value.to_bytes(8, "big")
        for value in facts
    ]
    array = Struct(">iiiii").pack(1, 1, _BIGINT_OID, len(facts), 1) + b"".join(items)
    return packed[:at] + len(array).to_bytes(4, "big") + array + packed[at + 16 :]


def pack_deeds(rows: Sequence[DeedRow]) -> Iterator[bytes]:
    """Yield rows as one binary COPY for `copy_deeds`, in pieces.

    While the server stores one, the next is packed.
    """
    forms: dict[_Shape, _Form] = {}
    yield _HEADER
    for start in range(0, len(rows), _PIECE_ROWS):
        yield _pack_deeds(rows[start : start + _PIECE_ROWS], forms)
    yield _TRAILER


def _pack_deeds(rows: Sequence[DeedRow], forms: dict[_Shape, _Form]) -> bytes:
    pieces = []
    for row in rows:
        name, facts, counted = row[9].encode(), row[10], row[11]
        whole = () if None in facts else facts
        shape = (len(name), len(whole), len(counted))
        form = forms.get(shape)
        if form is None:
            form = forms[shape] = _form(shape)
        pack, fields, facts_at, counted_at = form
        fields[_FIXED_AT] = row[:9]
        fields[_INSTANT_AT] -= INSTANT_ZERO
        fields[_DAY_AT] -= DAY_ZERO
        fields[_NAME_AT] = name
        fields[facts_at] = whole
        fields[counted_at] = counted
        packed = pack(*fields)
        if whole is not facts:
            packed = _with_facts(packed, facts, at=_DEED_BYTES + 4 + len(name))
        pieces.append(packed)
    return b"".join(pieces)


def pack_deed_keys(rows: Sequence[DeedRow]) -> Iterator[bytes]:
    """Yield the guard's rows as one binary COPY for `copy_deed_keys`, in the order given."""
    packers: dict[int, Callable[..., bytes]] = {}
    yield _HEADER
    for start in range(0, len(rows), _PIECE_ROWS):
        yield _pack_keys(rows[start : start + _PIECE_ROWS], packers)
    yield _TRAILER


def _pack_keys(rows: Sequence[DeedRow], packers: dict[int, Callable[..., bytes]]) -> bytes:
    pieces = []
    for row in rows:
        name = row[9].encode()
        size = len(name)
        pack = packers.get(size)
        if pack is None:
            pack = packers[size] = Struct(f"{_KEY_FIELDS}{size}s").pack
        pieces.append(pack(5, 4, row[4], 4, row[3] - DAY_ZERO, 8, row[0], 8, row[1], size, name))
    return b"".join(pieces)
