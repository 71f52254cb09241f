"""CSV as spreadsheet programs write it: UTF-8 or UTF-16, commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.table.cells import CELL_CHARACTERS_MAX, ROWS_MAX, Row, too_large

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS = (",", ";", "\t")
_SAID = "sep="
"""Excel's first line where somebody told it the separator: `sep=;`."""


def decoded(raw: bytes) -> str:
    """Return the text of a file, by its byte-order mark, or as UTF-8 where it has none.

    UTF-16 without a mark is known by its zero bytes: no letter of a heading needs both halves.

    Refuses: TABLE_UNREADABLE. Older encodings can't be told from one another.

    >>> decoded("id;ก".encode("utf-16")), decoded("id".encode("utf-16-le"))
    ('id;ก', 'id')
    """
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    if encoding is None:
        even, odd = raw[0:64:2].count(0), raw[1:64:2].count(0)
        encoding = "utf-16-le" if odd > 2 * even else "utf-16-be" if even > 2 * odd else "utf-8"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(refusal(Code.TABLE_UNREADABLE)) from None
    if "\0" in text:
        raise Refused(refusal(Code.NOT_A_TABLE))
    return text


def csv_table(raw: bytes) -> list[Row]:
    """Return the rows of a CSV file that have something in them, the heading first.

    A row is a line: a line break inside quotation marks spoils its own row and no other.

    Refuses: TABLE_UNREADABLE, NOT_A_TABLE, TABLE_EMPTY, TABLE_TOO_LARGE.
    """
    rows = [Row(number, cells) for number, cells in _lines(decoded(raw)) if any(cells)]
    return checked_size(rows)


def checked_size(rows: list[Row]) -> list[Row]:
    """Return the rows of a table that has some, and not too many.

    Refuses: TABLE_EMPTY, TABLE_TOO_LARGE.
    """
    if len(rows) < 2:
        raise Refused(refusal(Code.TABLE_EMPTY))
    if len(rows) > ROWS_MAX + 1:
        raise Refused(too_large())
    return rows


def _lines(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    lines = text.split("\n")
    first = 1
    if lines[0].startswith(_SAID) and lines[0].rstrip("\r")[4:] in SEPARATORS:
        separator = lines.pop(0)[4:5]
        first = 2
    else:
        separator = max(SEPARATORS, key=lines[0].count)
    for number, line in enumerate(lines, start=first):
        yield number, _cells(line.rstrip("\r"), separator)


def _cells(line: str, separator: str) -> tuple[str, ...]:
    if '"' not in line:
        return tuple(cell.strip() for cell in line.split(separator))
    try:
        return tuple(next(csv.reader([line], delimiter=separator, strict=True), ()))
    except csv.Error:
        return (line[:CELL_CHARACTERS_MAX],)
