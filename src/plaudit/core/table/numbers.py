"""Numbers in cells: decimal commas, decimal points, grouped digits. What can be two is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from plaudit.core.deed import shown
from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.core.table.cells import Cell, Exact, plain, western


class Decimals(StrEnum):
    """What stands before the decimals in a file, where somebody chose."""

    POINT = "."
    COMMA = ","


_SPACED = re.compile(r"(?<=[0-9])[ '\u2019](?=[0-9]{3}(?![0-9]))")
"""Between digits in groups of three: a space, or an apostrophe as in Switzerland."""
_FORM = re.compile(r"-?[0-9]{1,31}(?:[.,][0-9]{1,30})*")
_GROUPED = {
    mark: re.compile(rf"-?[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in Decimals
}
_OTHER = {Decimals.POINT: Decimals.COMMA, Decimals.COMMA: Decimals.POINT}


def number_in(cell: Cell, decimals: Decimals | None = None) -> Decimal | Refusal:
    """Return the number in a cell.

    `decimals`: what somebody chose for the whole file. It isn't needed where a number can be one
    alone: "1,5" has a decimal comma, "1,234.5" a point.

    Refuses: NUMBER_UNCLEAR ("1,234" is a thousand or one and a bit), NUMBER_WRONG; as `plain`.

    >>> number_in("1,5"), number_in("1.234,5"), number_in("๑๒"), number_in("1 234")
    (Decimal('1.5'), Decimal('1234.5'), Decimal('12'), Decimal('1234'))
    >>> number_in("1,234").code.value, number_in("1,234", Decimals.COMMA), number_in("0,234")
    ('number_unclear', Decimal('1.234'), Decimal('0.234'))
    """
    text = plain(cell)
    if isinstance(text, Refusal):
        return text
    if isinstance(cell, Exact):
        return _exact(text)
    written = _SPACED.sub("", western(text))
    if _FORM.fullmatch(written) is None:
        return refusal(Code.NUMBER_WRONG, seen=shown(text))
    readings = {_read(written, decimals=one) for one in ((decimals,) if decimals else Decimals)}
    readings.discard(None)
    if len(readings) > 1:
        return refusal(Code.NUMBER_UNCLEAR, seen=shown(text))
    (found,) = readings or (None,)
    return refusal(Code.NUMBER_WRONG, seen=shown(text)) if found is None else found


def _read(written: str, *, decimals: Decimals) -> Decimal | None:
    """Return what digits mean where `decimals` stands before the decimals; None: nothing."""
    group = _OTHER[decimals]
    whole, _, rest = written.partition(decimals)
    if group in whole:
        if _GROUPED[group].fullmatch(whole) is None:
            return None
        whole = whole.replace(group, "")
    if rest and not rest.isdecimal():
        return None
    return Decimal(f"{whole}.{rest}" if rest else whole)


def _exact(text: str) -> Decimal | Refusal:
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?", text):
        return Decimal(text)
    return refusal(Code.NUMBER_WRONG, seen=shown(text))
