"""Rows of deeds as PostgreSQL's binary COPY takes them, packed without detours.

Source: PostgreSQL 18 documentation, COPY, "Binary Format", and the send functions of the types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from struct import Struct
from typing import NamedTuple

from plaudit.core.period import date_of, day_number

_HEADER = b"PGCOPY\n\xff\r\n\x00" + b"\x00" * 8
_TRAILER = b"\xff\xff"
DAY_ZERO = day_number(date_of(0).replace(year=2000))
_INSTANT_ZERO = DAY_ZERO * 86_400_000_000
_BIGINT_OID = 20
_NO_VALUES = (12, 0, 0, _BIGINT_OID)

# Each field is its length and its bytes. A row is packed in one go: the fixed fields, the event id
# and both arrays; rows of one shape (lengths of the three) share a packer.
_DEED_FIELDS = ">hiqiqiqiiiiiiiiihih"
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
_deed_packers: dict[_Shape, Struct] = {}
_key_packers: dict[int, Struct] = {}
_PACKERS_MAX = 5_000
_PIECE_ROWS = 1_000


def _deed_packer(shape: _Shape) -> Struct:
    name, facts, counted = shape
    arrays = "".join("iiiiii" + "iq" * size if size else "iiii" for size in (facts, counted))
    if len(_deed_packers) >= _PACKERS_MAX:
        _deed_packers.clear()
    packer = _deed_packers[shape] = Struct(f"{_DEED_FIELDS}i{name}s{arrays}")
    return packer


def _array_fields(values: tuple[int, ...]) -> list[int] | tuple[int, ...]:
    size = len(values)
    if not size:
        return _NO_VALUES
    fields = [8] * (6 + 2 * size)
    fields[:6] = (20 + 12 * size, 1, 0, _BIGINT_OID, size, 1)
    fields[7::2] = values
    return fields


def _holed_array(values: tuple[int | None, ...]) -> bytes:
    """Return an array some of whose values are NULL, with its length."""
    items = [
        b"\xff\xff\xff\xff" if value is None else b"\0\0\0\x08" + value.to_bytes(8, "big")
        for value in values
    ]
    body = Struct(">iiiii").pack(1, 1, _BIGINT_OID, len(values), 1) + b"".join(items)
    return len(body).to_bytes(4, "big") + body


def _holed_row(row: DeedRow) -> bytes:
    """Return a row whose facts have a gap: packed with none of them, then put together anew."""
    name = row.event_id.encode()
    whole = _packed(row._replace(facts=()), name, _deed_packer((len(name), 0, len(row.counted))))
    at = Struct(f"{_DEED_FIELDS}i{len(name)}s").size
    return whole[:at] + _holed_array(row.facts) + whole[at + 16 :]


def _packed(row: DeedRow, name: bytes, packer: Struct) -> bytes:
    (
        member_id, deed_id, happened_at, day, partner_id, edition_id, points, activity_no,
        lot_month, _, facts, counted,
    ) = row  # fmt: skip
    return packer.pack(
        12, 8, member_id, 8, deed_id, 8, happened_at - _INSTANT_ZERO, 4, day - DAY_ZERO,
        4, partner_id, 4, edition_id, 4, points, 2, activity_no, 2, lot_month, len(name), name,
        *_array_fields(facts), *_array_fields(counted),  # type: ignore[arg-type]
    )  # fmt: skip


def pack_deeds(rows: Sequence[DeedRow]) -> Iterator[bytes]:
    """Yield rows as one binary COPY for `copy_deeds`, in pieces: while the server stores one, the
    next is packed.
    """
    yield _HEADER
    for start in range(0, len(rows), _PIECE_ROWS):
        yield _pack_deeds(rows[start : start + _PIECE_ROWS])
    yield _TRAILER


def _pack_deeds(rows: Sequence[DeedRow]) -> bytes:
    pieces = []
    packers = _deed_packers
    for row in rows:
        facts = row[10]
        if None in facts:
            pieces.append(_holed_row(row))
            continue
        name = row[9].encode()
        shape = (len(name), len(facts), len(row[11]))
        pieces.append(_packed(row, name, packers.get(shape) or _deed_packer(shape)))
    return b"".join(pieces)


def pack_deed_keys(rows: Iterable[DeedRow]) -> Iterator[bytes]:
    """Yield the guard's rows as one binary COPY for `copy_deed_keys`, in index order."""
    in_order = sorted(rows, key=_in_key_order)
    yield _HEADER
    for start in range(0, len(in_order), _PIECE_ROWS):
        yield _pack_keys(in_order[start : start + _PIECE_ROWS])
    yield _TRAILER


def _pack_keys(rows: Sequence[DeedRow]) -> bytes:
    pieces = []
    packers = _key_packers
    for row in rows:
        name = row[9].encode()
        size = len(name)
        packer = packers.get(size)
        if packer is None:
            packer = packers[size] = Struct(f"{_KEY_FIELDS}{size}s")
        pieces.append(
            packer.pack(5, 4, row[4], 4, row[3] - DAY_ZERO, 8, row[0], 8, row[1], size, name)
        )
    return b"".join(pieces)


_in_key_order = itemgetter(4, 9)
