"""Cells of a table, as a spreadsheet program wrote them, and what spoils one."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from plaudit.core.deed import shown
from plaudit.core.refusals import Code, Refusal, refusal

FILE_BYTES_MAX = 24 * 1024 * 1024
ROWS_MAX = 100_000
"""Deeds of one file. With its first row a table has one more."""
COLUMNS_MAX = 60
CELL_CHARACTERS_MAX = 1_000


class Exact(NamedTuple):
    """A cell whose value the file itself states: a number, or a day and time, in our form."""

    text: str


Cell = str | Exact


class Row(NamedTuple):
    """One row of a table: its number as the spreadsheet program shows it, and its cells."""

    number: int
    cells: tuple[Cell, ...]


_TEXT_FORMULA = re.compile(r'="([^"]*)"')
"""What programs write to keep a number's zeros: it holds nothing but a text."""
_ERRORS = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#####", "#GETTING_DATA")
)
_SHORTENED = re.compile(r"[0-9]([.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)
_WHOLE = re.compile(r"-?[0-9]{1,15}")
"""A number that a spreadsheet program keeps to the last digit."""
_SAME = ("<wide>", "<narrow>", "<small>", "<noBreak>")
"""Characters that are others in another width. A raised or circled 2 is no 2."""


def text_of(cell: Cell) -> str:
    """Return what stands in a cell, without the spaces around it.

    >>> text_of(" 7 "), text_of(Exact("2.5"))
    ('7', '2.5')
    """
    return (cell.text if isinstance(cell, Exact) else cell).strip()


def plain(cell: Cell) -> str | Refusal:
    r"""Return a cell's text: without the apostrophe or formula that says that it is one.

    Refuses: CELL_FORMULA, CELL_ERROR.

    >>> plain("'007"), plain('="007"'), plain(" a ")
    ('007', '007', 'a')
    >>> plain("=A1+1").code.value, plain("#N/A").code.value
    ('cell_formula', 'cell_error')
    """
    text = text_of(cell)
    kept = _TEXT_FORMULA.fullmatch(text)
    if kept is not None:
        return kept[1].strip()
    if text.startswith("="):
        return refusal(Code.CELL_FORMULA, seen=shown(text))
    if text in _ERRORS:
        return refusal(Code.CELL_ERROR, seen=shown(text))
    return text.removeprefix("'")


def name_in(cell: Cell) -> str | Refusal:
    """Return an id as it stands in a cell.

    Refuses: CELL_SHORTENED for a long number that a program cut to fifteen digits, and for what a
             workbook holds as anything but a text or a whole number; as `plain`.

    >>> name_in("till-7/1"), name_in("1.23457E+15").code.value
    ('till-7/1', 'cell_shortened')
    >>> name_in(Exact("7")), name_in(Exact("1234567890123450.0")).code.value
    ('7', 'cell_shortened')
    """
    text = plain(cell)
    if isinstance(text, Refusal):
        return text
    is_kept = not text or _WHOLE.fullmatch(text) if isinstance(cell, Exact) else True
    if not is_kept or _SHORTENED.fullmatch(text):
        return refusal(Code.CELL_SHORTENED, seen=shown(text))
    return text


def too_large() -> Refusal:
    """Return what is said of a table beyond any of its limits."""
    megabytes = FILE_BYTES_MAX // (1024 * 1024)
    return refusal(Code.TABLE_TOO_LARGE, rows=ROWS_MAX, columns=COLUMNS_MAX, megabytes=megabytes)


def western(text: str) -> str:
    """Return a text with its digits, spaces and signs as they are on a Western keyboard.

    >>> western("๒๕๖๙／０４"), western("−1 ")
    ('2569/04', '-1')
    >>> western("1²"), western("①")
    ('1²', '①')
    """
    if text.isascii():
        return text.strip()
    return "".join(map(_western, unicodedata.normalize("NFC", text))).strip()


def _western(one: str) -> str:
    if one.isdecimal():
        return str(unicodedata.decimal(one))
    if one == "\u2212":
        return "-"
    if unicodedata.category(one) == "Zs":
        return " "
    is_same = unicodedata.decomposition(one).startswith(_SAME)
    return unicodedata.normalize("NFKC", one) if is_same else one
