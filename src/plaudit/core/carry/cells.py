"""Cells of a table file (CSV, RFC 4180): texts that no spreadsheet takes for a formula.

A text that begins with = + - @, a tab, a return or an apostrophe gets an apostrophe before it, and
so does an empty text, because an empty cell is nothing. Reading takes it away again.
"""

from __future__ import annotations

import json

from plaudit.core.carry.export import Kind, NotAnExport, Value, is_of_kind

_HARMFUL = ("=", "+", "-", "@", "\t", "\r", "'")
_TEXTS: tuple[Kind, ...] = ("text", "object", "bytes")


def cell_of(value: Value, kind: Kind) -> str:
    """Return a value as the text of its cell.

    >>> cell_of("=1+1", "text"), cell_of(-5, "number"), cell_of(None, "text"), cell_of("", "text")
    ("'=1+1", '-5', '', "'")
    >>> cell_of(True, "flag"), cell_of([1, -2], "numbers")
    ('yes', '1 -2')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(map(str, value)) or "-"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
    is_harmful = kind in _TEXTS and (not text or text.startswith(_HARMFUL))
    return f"'{text}" if is_harmful else text


def value_of(cell: str, kind: Kind) -> Value:
    """Return the value that a cell holds.

    Refuses: NotAnExport where it isn't of its kind.

    >>> value_of("'=1+1", "text"), value_of("no", "flag"), value_of("", "day")
    ('=1+1', False, None)
    """
    if not cell:
        return None
    text = cell.removeprefix("'") if kind in _TEXTS else cell
    value: Value = text
    try:
        if kind == "number":
            value = int(text)
        elif kind == "flag":
            value = {"yes": True, "no": False}[text]
        elif kind == "numbers":
            value = [] if text == "-" else [int(one) for one in text.split(" ")]
        elif kind == "object":
            value = json.loads(text)
    except (ValueError, KeyError) as wrong:
        raise NotAnExport(f"The cell {cell!r} holds no {kind}.") from wrong
    if not is_of_kind(value, kind):
        raise NotAnExport(f"The cell {cell!r} holds no {kind}.")
    return value
