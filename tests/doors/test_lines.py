"""The lines of a file of deeds: which are read, which are passed over, and where one ends."""

from __future__ import annotations

import json
from collections.abc import Iterable
from io import BytesIO

from plaudit.core.deed import Report, Unread
from plaudit.core.refusals import Code
from plaudit.ingest.files import json_rows
from plaudit.ingest.limits import DEED_BYTES_MAX
from plaudit.ingest.lines import lines_of
from plaudit.ingest.reading import Reader, Reading
from plaudit.ingest.reported import csv_reported, lines_reported
from tests.doors.bodies import ACTIVITIES, deed

READER = Reader(ACTIVITIES)


def test_a_line_is_passed_over_only_where_it_says_nothing_for_certain() -> None:
    raw = json.dumps(deed()).encode()
    longest = raw.ljust(DEED_BYTES_MAX)
    late = b" " * DEED_BYTES_MAX + raw
    lines = [longest + b"\n", b" \r\n", longest + b"\r\n", longest + b" \n", late + b"\n", longest]
    commented = [b"# line 7: time_wrong: why\n", *lines[:3], b"\n", *lines[3:]]
    expected = ["read", "read", "too long", "too long", "read"]

    def said(readings: Iterable[Reading]) -> list[str]:
        return ["read" if isinstance(one, Report) else "too long" for one in readings]

    assert said(lines_reported(lines_of(BytesIO(b"".join(commented))), READER)) == expected
    rows = json_rows(BytesIO(b"".join(commented)))
    assert said(READER.read_line(row.raw) for row in rows) == expected


def test_a_long_row_of_empty_cells_is_not_passed_over() -> None:
    rows = csv_reported(
        BytesIO(b"id,source,type,subject,time\n,,,,\n" + b"," * DEED_BYTES_MAX + b"1,c\n"),
        READER,
        {},
    )

    assert [one.refusal.code for one in rows if isinstance(one, Unread)] == [Code.BODY_TOO_LARGE]
