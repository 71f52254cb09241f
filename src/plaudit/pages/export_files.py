"""An export's files: one of JSON, or a zip with a CSV file for each table; and reading the zip."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import IO, get_args

from plaudit.core.carry.cells import cell_of, value_of
from plaudit.core.carry.export import (
    FORMAT,
    Column,
    Export,
    Head,
    Kind,
    NotAnExport,
    Row,
    checked,
    json_pieces,
    read_export,
)

_HEAD = "export.csv"
_COLUMNS = "columns.csv"


def write_json(
    file: IO[bytes], head: Head, *, columns: Iterable[Column], rows: Iterable[tuple[str, Row]]
) -> None:
    """Write an export as JSON, row by row."""
    file.writelines(piece.encode() for piece in json_pieces(head, columns, rows))


def write_csv(
    file: IO[bytes], head: Head, *, columns: Iterable[Column], rows: Iterable[tuple[str, Row]]
) -> None:
    """Write an export as a zip: a CSV file a table (RFC 4180), what the columns mean, and whose.

    Takes: rows in the order of the columns' tables.
    """
    by_table: dict[str, list[Column]] = {}
    for one in columns:
        by_table.setdefault(one.table, []).append(one)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        whose = (FORMAT, *map(str, head))
        _write(archive, _HEAD, head=("format", *Head._fields), lines=[whose])
        listed = [one for its in by_table.values() for one in its]
        said = [[cell_of(cell, "text") for cell in one] for one in listed]
        _write(archive, _COLUMNS, head=Column._fields, lines=said)
        left = dict(by_table)
        for table, of_table in groupby(rows, key=lambda pair: pair[0]):
            its = left.pop(table)
            lines = ([cell_of(row[one.name], one.kind) for one in its] for _, row in of_table)
            _write(archive, f"{table}.csv", head=[one.name for one in its], lines=lines)
        for table, its in left.items():
            _write(archive, f"{table}.csv", head=[one.name for one in its], lines=[])


def read_csv(path: Path) -> Export:
    """Return the export that a zip of CSV files holds.

    Refuses: NotAnExport where it is none, or a cell isn't what its column says.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            head = next(_records(archive, _HEAD))
            columns = [_column(record) for record in _records(archive, _COLUMNS)]
            rows: dict[str, list[Row]] = {}
            for table, of_table in groupby(columns, key=lambda one: one.table):
                kinds: dict[str, Kind] = {one.name: one.kind for one in of_table}
                rows[table] = [
                    {name: value_of(cell, kinds[name]) for name, cell in record.items()}
                    for record in _records(archive, f"{table}.csv")
                ]
    except (zipfile.BadZipFile, KeyError, ValueError, StopIteration) as wrong:
        raise NotAnExport(f"This is no export in CSV: {wrong}.") from wrong
    if head["format"] != FORMAT:
        raise NotAnExport(f"The export is of the form {head['format']}, not {FORMAT}.")
    whose = Head(head["programme"], int(head["member"]), head["made_at"], head["language"])
    return checked(Export(whose, tuple(columns), rows))


def read_file(path: Path) -> Export:
    """Return the export that a file holds, of either form.

    Refuses: NotAnExport where it is none.
    """
    if zipfile.is_zipfile(path):
        return read_csv(path)
    try:
        return read_export(path.read_text("utf-8"))
    except UnicodeDecodeError as wrong:
        raise NotAnExport("This is neither JSON in UTF-8 nor a zip.") from wrong


@contextmanager
def for_its_owner(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that only its owner can read; it is removed where writing fails."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _write(
    archive: zipfile.ZipFile, name: str, *, head: Sequence[str], lines: Iterable[Sequence[str]]
) -> None:
    # A day without meaning, so that the same export is the same file.
    entry = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    with (
        archive.open(entry, "w") as file,
        io.TextIOWrapper(file, encoding="utf-8", newline="") as text,
    ):
        writer = csv.writer(text)
        writer.writerow(head)
        writer.writerows(lines)


def _records(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    with (
        archive.open(name) as file,
        io.TextIOWrapper(file, encoding="utf-8", newline="") as text,
    ):
        yield from csv.DictReader(text, strict=True)


def _column(record: dict[str, str]) -> Column:
    table, name, kind, purpose, last_day = (str(value_of(one, "text")) for one in record.values())
    for known in get_args(Kind):
        if kind == known:
            return Column(table, name, known, purpose, last_day)
    raise NotAnExport(f"{table}.{name} is of the kind {kind}, which is none.")
