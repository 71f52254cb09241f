"""Opening a file that a partner sends: CSV, or a workbook as .xlsx or .ods, as rows of cells.

Of a formula a workbook keeps the value that its program worked out last; that value is taken. A CSV
file has no such value: a formula in it is refused (core.table.cells).
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from plaudit.actions import workbook_child
from plaudit.core.deed import shown
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.table.cells import FILE_BYTES_MAX, Cell, Exact, Row, too_large
from plaudit.core.table.csv_text import checked_size, csv_table

SECONDS_MAX = 90
"""How long a workbook may take; then its process is ended."""
READERS_MAX = 2
"""Tables that one process reads at a time: each takes some hundred megabytes of memory."""
WAIT_SECONDS = 1

_places = threading.BoundedSemaphore(READERS_MAX)

_SPOILT = {
    workbook_child.EXIT_ERROR_IN_CELL: Code.CELL_ERROR,
    workbook_child.EXIT_NO_VALUE: Code.CELL_FORMULA,
}
_ZIP = b"PK\x03\x04"
_OLD = b"\xd0\xcf\x11\xe0"
"""How .xls files begin, and workbooks with a password."""


def share_readers(processes: int) -> None:
    """Let this process have its share of the tables that are read at a time, one at least."""
    global _places  # noqa: PLW0603 (one for the process)
    _places = threading.BoundedSemaphore(max(1, READERS_MAX // processes))


@contextmanager
def place_to_read() -> Iterator[None]:
    """Give a place to read a table, for as long as the block lasts; for a server.

    Refuses: Refused with TABLES_BUSY, where none is free within a second.
    """
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise Refused(refusal(Code.TABLES_BUSY))
    try:
        yield
    finally:
        _places.release()


def open_table(raw: bytes) -> list[Row]:
    """Return the rows of a file that have something in them, the heading first.

    Refuses: Refused with TABLE_UNREADABLE, NOT_A_TABLE, SHEETS_TOO_MANY, CELL_ERROR, CELL_FORMULA,
             TABLE_EMPTY or TABLE_TOO_LARGE.
    """
    if len(raw) > FILE_BYTES_MAX:
        raise Refused(too_large())
    if raw.startswith(_OLD):
        raise Refused(refusal(Code.NOT_A_TABLE))
    return _workbook(raw) if raw.startswith(_ZIP) else csv_table(raw)


def _workbook(raw: bytes) -> list[Row]:
    command = [sys.executable, "-m", workbook_child.__name__]
    try:
        done = subprocess.run(
            command, input=raw, capture_output=True, timeout=SECONDS_MAX, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(too_large()) from None
    if done.returncode == workbook_child.EXIT_NOT_A_TABLE:
        raise Refused(refusal(Code.NOT_A_TABLE))
    if done.returncode == workbook_child.EXIT_SHEETS:
        names = ", ".join(map(shown, json.loads(done.stdout)))
        raise Refused(refusal(Code.SHEETS_TOO_MANY, names=names))
    if done.returncode in _SPOILT:
        raise Refused(refusal(_SPOILT[done.returncode], seen=shown(json.loads(done.stdout))))
    if done.returncode != 0:
        # It said so, or it met a limit and was ended.
        raise Refused(too_large())
    return checked_size([row_of(json.loads(line)) for line in done.stdout.splitlines()])


def row_of(said: list[object]) -> Row:
    """Return a row from what JSON keeps of it."""
    number, cells = said
    assert isinstance(number, int), number
    assert isinstance(cells, list), cells
    return Row(number, tuple(_cell(one) for one in cells))


def _cell(said: object) -> Cell:
    if isinstance(said, list):
        return Exact(str(said[0]))
    assert isinstance(said, str), said
    return said
