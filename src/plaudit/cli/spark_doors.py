"""How the door reads deeds on the machines of a cluster: functions that travel by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from io import BytesIO

from plaudit.core.activity import Activity
from plaudit.core.deed import Report, Unread
from plaudit.ingest.files import csv_header, csv_row
from plaudit.ingest.limits import DEED_BYTES_MAX
from plaudit.ingest.lines import says_nothing
from plaudit.ingest.reading import Reader
from plaudit.replay.parquet import Read
from plaudit.replay.spark.arrivals import ReadLine
from plaudit.replay.spark.reading import Doors


def _row_door(activities: Mapping[str, Activity]) -> Read:
    return Reader(activities).read_line


def _line_door(activities: Mapping[str, Activity]) -> ReadLine:
    read = Reader(activities).read_line
    return lambda line: None if says_nothing(line) else read(line)


def _csv_door(columns: Sequence[str]) -> partial[ReadLine]:
    return partial(_csv_line_door, columns=list(columns))


def _csv_line_door(activities: Mapping[str, Activity], *, columns: list[str]) -> ReadLine:
    read = Reader(activities).read_line

    def read_csv(line: bytes) -> Report | Unread | None:
        row = csv_row(line, line=0, columns=columns, activities=dict(activities))
        if row is None:
            return None
        return read(row.raw) if row.fault is None else Unread(None, None, row.fault)

    return read_csv


def _csv_columns(start: bytes, activities: Mapping[str, Activity]) -> list[str]:
    return csv_header(BytesIO(start), dict(activities))


DOORS = Doors(_row_door, _line_door, _csv_door, _csv_columns, DEED_BYTES_MAX)
