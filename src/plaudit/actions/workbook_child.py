"""The process that reads a workbook for `actions.open_table`, within limits of its own.

python -m plaudit.actions.workbook_child < FILE > ROWS

The library allots a cell for each place up to the last that is used: 7 KB with one cell in the last
corner ask for 549 GB, and the process that asks is ended. So it is one that nobody else needs.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from plaudit.actions.workbook_faults import cell_fault
from plaudit.core.table.cells import CELL_CHARACTERS_MAX, COLUMNS_MAX, FILE_BYTES_MAX, ROWS_MAX

MEMORY_BYTES_MAX = 1024 * 1024 * 1024
UNPACKED_BYTES_MAX = 256 * 1024 * 1024
"""What a workbook's parts may come to together, as it says of itself; memory has a limit anyway."""
PARTS_MAX = 5_000
WRITTEN_CHARACTERS_MAX = 64 * 1024 * 1024
"""What is handed on at most. A text that a workbook has once may stand in each of its cells."""
CPU_SECONDS_MAX = 60

EXIT_NOT_A_TABLE = 3
EXIT_TOO_LARGE = 4
EXIT_ERROR_IN_CELL = 5
EXIT_NO_VALUE = 6
"""With these two the cell is written in the rows' place."""
EXIT_SHEETS = 7
"""With this one the names of the sheets."""
SHEETS_NAMED = 6
"""Sheets that are looked at for rows, once one has some: enough to say which."""

_EXACT_INTEGER = 10**15
"""From here on a spreadsheet's number has lost digits."""


def main() -> None:
    """Write the rows of a workbook's one sheet as JSON lines: its number, its cells."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    raw = sys.stdin.buffer.read(FILE_BYTES_MAX + 1)
    try:
        _must_be_small(raw)
        _must_be_worked_out(raw)
        left = WRITTEN_CHARACTERS_MAX
        for number, cells in _rows(raw):
            if any(cells):
                line = json.dumps([number, cells], ensure_ascii=False) + "\n"
                left -= len(line)
                if left < 0:
                    sys.exit(EXIT_TOO_LARGE)
                sys.stdout.write(line)
    except (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError):
        sys.exit(EXIT_NOT_A_TABLE)
    except MemoryError:
        sys.exit(EXIT_TOO_LARGE)


def _must_be_small(raw: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        listed = parts.infolist()
    if len(listed) > PARTS_MAX or sum(one.file_size for one in listed) > UNPACKED_BYTES_MAX:
        sys.exit(EXIT_TOO_LARGE)


def _must_be_worked_out(raw: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        fault = cell_fault(parts)
    if fault is not None:
        sys.stdout.write(json.dumps(fault.seen))
        sys.exit(EXIT_ERROR_IN_CELL if fault.is_error else EXIT_NO_VALUE)


def _rows(raw: bytes) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows of the one sheet that can be seen and has some."""
    with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
        sheet = _the_sheet(book)
        if sheet is None or sheet.start is None:
            return
        first_row, first_column = sheet.start
        if sheet.total_height > ROWS_MAX + 1 or sheet.total_width > COLUMNS_MAX:
            sys.exit(EXIT_TOO_LARGE)
        before = [""] * first_column
        rows = sheet.to_python(skip_empty_area=True)
        for number, row in enumerate(rows, start=first_row + 1):
            yield number, before + [_cell(value) for value in row]


def _the_sheet(book: CalamineWorkbook) -> CalamineSheet | None:
    """Return the sheet that has rows. Where several have, nobody can say which one is meant."""
    seen = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
    ]
    if not seen:
        sys.exit(EXIT_NOT_A_TABLE)
    found: CalamineSheet | None = None
    names: list[str] = []
    for name in seen:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            found = found or sheet
            names.append(name)
        if len(names) == SHEETS_NAMED:
            break
    if len(names) > 1:
        sys.stdout.write(json.dumps(names))
        sys.exit(EXIT_SHEETS)
    return found


def _cell(value: object) -> str | list[str]:
    """Return a cell as `core.table.cells` has it: a text, or a list with a value's own form."""
    if isinstance(value, str):
        return _cut(value)
    if isinstance(value, bool):
        return [str(value).lower()]
    if isinstance(value, datetime):
        second = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        return [second.isoformat(" ") if second.time() != time() else second.date().isoformat()]
    if isinstance(value, date | time):
        return [value.isoformat()]
    if isinstance(value, timedelta):
        return [str(value)]
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_INTEGER:
        return [str(int(value))]
    if isinstance(value, float) and abs(value) >= _EXACT_INTEGER:
        return [f"{value:.15E}"]
    return [repr(value)]


def _cut(text: str) -> str:
    """Return a text as it is; of one that is refused for its length, enough to be refused."""
    if len(text) <= CELL_CHARACTERS_MAX:
        return text
    text = text.strip()
    return text if len(text) <= CELL_CHARACTERS_MAX else text[:CELL_CHARACTERS_MAX] + "…"


if __name__ == "__main__":
    main()
