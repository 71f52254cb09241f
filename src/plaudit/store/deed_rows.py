"""Rows that settling writes, as PostgreSQL takes whole rows in one array, packed without detours.

A thousand rows travel as one parameter, and one INSERT or UPDATE takes them out of it again.
Source: PostgreSQL 18, src/backend/utils/adt/rowtypes.c (record_recv) and arrayfuncs.c (array_recv).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from struct import Struct
from typing import Any, NamedTuple

from plaudit.core.period import date_of, day_number
from plaudit.core.wallet import Wallet

DAY_ZERO = day_number(date_of(0).replace(year=2000))
INSTANT_ZERO = DAY_ZERO * 86_400_000_000
"""The server counts days and microseconds from 2000-01-01: their day number and instant."""

_FIELD = Struct(">Ii")
_ITEM = Struct(">i")
_ARRAY = Struct(">IiiiIii")
_NULL = -1
_SMALLINT, _INTEGER, _BIGINT, _TEXT = (21, "h", 2), (23, "i", 4), (20, "q", 8), (25, "s", 0)
_DATE, _TIMESTAMPTZ, _PLACE = (1082, "i", 4), (1184, "q", 8), (27, "6s", 6)
_ARRAY_OF = {20: 1016, 23: 1007}
_INSTANT_AT, _DAY_AT = 5, 7


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


_Type = tuple[int, str, int]
"""A type: its number in every database, how it is packed, and its bytes."""


class _Form(NamedTuple):
    """How rows of one shape are packed.

    `pieces`: what is the same in each at the even places, and a row's values between them.
    """

    pack: Callable[..., bytes]
    pieces: tuple[Any, ...]


class _FormMaker:
    """Puts the form of a row together, column by column."""

    def __init__(self) -> None:
        self._same = b""
        self._pieces: list[Any] = []
        self._codes: list[str] = []
        self._columns = 0

    def value(self, type_: _Type, size: int | None = None) -> None:
        """Add a column with a value; `size` of a text in bytes."""
        number, code, usual = type_
        self._columns += 1
        self._same += _FIELD.pack(number, usual if size is None else size)
        self._put(code if size is None else f"{size}s")

    def null(self, type_: _Type) -> None:
        """Add a column without a value."""
        self._columns += 1
        self._same += _FIELD.pack(type_[0], _NULL)

    def array(self, type_: _Type, there: Sequence[bool]) -> None:
        """Add an array with an item for each of `there`: those that are false are NULL."""
        number, code, size = type_
        items = sum(4 + size if one else 4 for one in there)
        whole = _ARRAY.pack(
            _ARRAY_OF[number], (20 if there else 12) + items, 1 if there else 0,
            0 if all(there) else 1, number, len(there), 1,
        )  # fmt: skip
        self._columns += 1
        self._same += whole if there else whole[:20]
        for one in there:
            self._same += _ITEM.pack(size if one else _NULL)
            if one:
                self._put(code)

    def form(self) -> _Form:
        """Return the form: a row is the number of its columns, and all of them."""
        last = f"{len(self._same)}s"
        size = Struct(">" + "".join(self._codes) + last).size
        first = _ITEM.pack(size + 4) + _ITEM.pack(self._columns) + self._pieces[0]
        pieces = [first, *self._pieces[1:], self._same]
        codes = [f"{len(first)}s", *self._codes[1:], last]
        return _Form(Struct(">" + "".join(codes)).pack, tuple(pieces))

    def _put(self, code: str) -> None:
        self._codes += (f"{len(self._same)}s", code)
        self._pieces += (self._same, None)
        self._same = b""


_forms = lru_cache(maxsize=4_096)
"""Forms are made once; the list into which a row's values go is each call's own."""


class _Forms(dict[Any, tuple[Callable[..., bytes], list[Any]]]):
    """The forms that a call uses, by shape."""

    def __init__(self, form_of: Callable[..., _Form]) -> None:
        self._form_of = form_of

    def __missing__(self, shape: tuple[Hashable, ...]) -> tuple[Callable[..., bytes], list[Any]]:
        form = self._form_of(*shape)
        self[shape] = opened = (form.pack, list(form.pieces))
        return opened


def pack_deeds(rows: Iterable[DeedRow]) -> list[bytes]:
    """Return rows as items of an array of `written_deed`."""
    forms = _Forms(_deed_form)
    packed = []
    for row in rows:
        name, facts, counted = row[9].encode(), row[10], row[11]
        there: int | tuple[bool, ...] = len(facts)
        if None in facts:
            there = tuple([fact is not None for fact in facts])
            facts = tuple([fact for fact in facts if fact is not None])
        pack, pieces = forms[len(name), there, len(counted)]
        pieces[1::2] = (*row[:9], name, *facts, *counted)
        pieces[_INSTANT_AT] -= INSTANT_ZERO
        pieces[_DAY_AT] -= DAY_ZERO
        packed.append(pack(*pieces))
    return packed


@_forms
def _deed_form(name: int, facts: int | tuple[bool, ...], counted: int) -> _Form:
    made = _FormMaker()
    for type_ in (_BIGINT, _BIGINT, _TIMESTAMPTZ, _DATE, _INTEGER, _INTEGER, _BIGINT):
        made.value(type_)
    made.value(_SMALLINT)
    made.value(_SMALLINT)
    made.value(_TEXT, name)
    made.array(_BIGINT, (True,) * facts if isinstance(facts, int) else facts)
    made.array(_BIGINT, (True,) * counted)
    return made.form()


def pack_wallets(wallets: Iterable[Wallet]) -> list[bytes]:
    """Return wallets as items of an array of `written_wallet`."""
    forms = _Forms(_wallet_form)
    packed = []
    for wallet in wallets:
        lots, counters, day = wallet.lots, wallet.counters(), wallet.newest_day
        days = () if day is None else (day - DAY_ZERO,)
        pack, pieces = forms[len(days), len(lots), len(counters)]
        pieces[1::2] = (wallet.place, wallet.points, *days, *lots, *counters)
        packed.append(pack(*pieces))
    return packed


@_forms
def _wallet_form(days: int, lots: int, counters: int) -> _Form:
    made = _FormMaker()
    made.value(_PLACE)
    made.value(_BIGINT)
    if days:
        made.value(_DATE)
    else:
        made.null(_DATE)
    made.array(_INTEGER, (True,) * lots)
    made.array(_BIGINT, (True,) * counters)
    return made.form()


def pack_batch_totals(rows: Iterable[tuple[int, ...]]) -> list[bytes]:
    """Return (batch, partner, programme, deeds, points, recorded at) as `written_batch_total`.

    Units: `recorded at` in microseconds since the epoch.
    """
    pack, pieces = _Forms(_batch_total_form)[()]
    packed = []
    for row in rows:
        pieces[1::2] = (*row[:5], row[5] - INSTANT_ZERO)
        packed.append(pack(*pieces))
    return packed


@_forms
def _batch_total_form() -> _Form:
    made = _FormMaker()
    for type_ in (_BIGINT, _INTEGER, _SMALLINT, _INTEGER, _BIGINT, _TIMESTAMPTZ):
        made.value(type_)
    return made.form()
