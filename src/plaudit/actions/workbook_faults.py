"""What the library of `workbook_child` hands on as an empty cell, though it is none.

An error (#N/A), and a formula whose value no program has worked out yet. An empty cell means that a
fact isn't given, so a workbook with one of these is refused. Hidden sheets are looked at as well.
"""

from __future__ import annotations

import html
import re
import zipfile
from typing import NamedTuple

_CELL = rb"<(?:\w+:)?c\b([^>]*)>\s*"
_FORMULA = rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
_EMPTY = rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
_WITHOUT_VALUE = re.compile(_CELL + _FORMULA + _EMPTY)
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)",
    re.DOTALL,
)
_OPEN_ERROR = re.compile(rb"calcext:value-type=[\"']error[\"'][^>]*>\s*(?:<text:p[^>]*>([^<]*))?")
_IS_TEXT = re.compile(rb"\bt=[\"']str[\"']")
"""A formula that came to a text, also to an empty one."""
_PLACE = re.compile(rb"\br=[\"']([A-Z]+[0-9]+)[\"']")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)


class CellFault(NamedTuple):
    """A cell that spoils a workbook: whether it is an error, and what stands in it."""

    is_error: bool
    seen: str


def cell_fault(parts: zipfile.ZipFile) -> CellFault | None:
    """Return the first cell that would be handed on as empty and isn't meant to be."""
    for name in parts.namelist():
        if _SHEET.fullmatch(name):
            found = _in_sheet(parts.read(name))
        elif name == "content.xml":
            error = _OPEN_ERROR.search(parts.read(name))
            found = CellFault(is_error=True, seen=_text(error[1] or b"")) if error else None
        else:
            continue
        if found is not None:
            return found
    return None


def _in_sheet(sheet: bytes) -> CellFault | None:
    if error := _ERROR.search(sheet):
        return CellFault(is_error=True, seen=_where(error[1]) + _text(error[2]))
    for formula in _WITHOUT_VALUE.finditer(sheet):
        if not _IS_TEXT.search(formula[1]):
            return CellFault(
                is_error=False, seen=f"{_where(formula[1])}={_text(formula[2] or b'')}"
            )
    return None


def _where(attributes: bytes) -> str:
    place = _PLACE.search(attributes)
    return f"{_text(place[1])}: " if place else ""


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode(errors="replace"))
