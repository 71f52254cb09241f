"""What the door reads in a file of deeds that stand one on each line: JSON, or CSV by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO

from plaudit.core.activity import Activity
from plaudit.core.deed import Report, Unread
from plaudit.ingest.files import csv_header, csv_rows
from plaudit.ingest.lines import says_nothing
from plaudit.ingest.reading import Reader, Reading


def lines_reported(lines: Iterable[bytes], reader: Reader) -> Iterator[Reading]:
    """Yield what each line of JSON reports. Lines that say nothing are passed over."""
    read = reader.read_line
    for line in lines:
        report = read(line)
        if type(report) is Report or not says_nothing(line):
            yield report


def csv_reported(
    file: BinaryIO,
    reader: Reader,
    activities: Mapping[str, Activity],
    *,
    moved: Callable[[float], object] | None = None,
) -> Iterator[Reading]:
    """Yield what each row of a CSV file reports; `moved` is told how many bytes it took.

    Refuses: WrongFile, with the first row, where the columns aren't those of deeds.
    """
    columns = csv_header(file, dict(activities))
    for row in csv_rows(file, columns=columns, activities=dict(activities)):
        if moved is not None:
            moved(len(row.text))
        yield reader.read_line(row.raw) if row.fault is None else Unread(None, None, row.fault)
