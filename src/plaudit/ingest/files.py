"""Files of deeds: JSON lines or CSV, each row as the JSON that the door reads."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from plaudit.core.activity import Activity, FactType
from plaudit.core.catalogue.kinds import NAME_MAX
from plaudit.core.deed import shown
from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.ingest.limits import DEED_BYTES_MAX
from plaudit.ingest.lines import is_short, lines_of, says_nothing, without_end

COLUMNS = ("id", "source", "type", "subject", "time")
REFUSED_COLUMN = "refused"
"""What `take-in` adds to a file of refusals; it is passed over when that file is sent again."""
OF_FACTS = "data."
"""What may stand before a fact in its column's name, and must where COLUMNS has the fact's name."""

_IN_OUR_WORDS = {
    "unexpected end of data": "a quotation mark is not closed",
    "',' expected after '\"'": "text follows a closing quotation mark",
}
_OTHERWISE = "a line break stands in the middle of it"
_NUMBERS = "a number, written like 2 or 1.5"
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?")


class Row(NamedTuple):
    """One deed of a file: its line (from 1), the JSON that the door reads, the text as it stood.

    `fault` says why there is nothing to read.
    """

    line: int
    raw: bytes
    text: bytes
    fault: Refusal | None = None


class WrongFile(Exception):
    """A file that can't be read as deeds at all; the sentence says why and what to do."""


def is_csv(path: Path) -> bool:
    """Return whether a file is read as CSV: by its name."""
    return path.suffix.lower() == ".csv"


def json_rows(file: BinaryIO) -> Iterator[Row]:
    """Yield the deeds of a JSON lines file."""
    for number, text in enumerate(lines_of(file), start=1):
        if not says_nothing(text):
            yield Row(number, without_end(text), text)


def csv_header(file: BinaryIO, activities: dict[str, Activity]) -> list[str]:
    """Return the columns of a CSV file.

    Refuses: WrongFile where a needed column is missing, one is unknown, or one stands twice.
    """
    try:
        header = file.readline(DEED_BYTES_MAX).decode("utf-8-sig")
        columns = [column.strip() for column in cells_of(header)]
    except UnicodeDecodeError as broken:
        raise WrongFile("The first line is not UTF-8. Save the table as CSV in UTF-8.") from broken
    except csv.Error as broken:
        seen = _IN_OUR_WORDS.get(str(broken), _OTHERWISE)
        raise WrongFile(f"The first line can't be read as CSV: {seen}.") from broken
    if len(columns) == 1 and ";" in header:
        raise WrongFile("The columns are parted by semicolons. Save the table with commas.")
    facts = {fact.name for activity in activities.values() for fact in activity.facts}
    missing = [name for name in COLUMNS if name not in columns]
    named = [fact for fact in map(fact_of, columns) if fact is not None]
    unknown = [fact for fact in named if fact not in facts]
    others = [column for column in columns if column and fact_of(column) is None]
    twice = _twice(others) + _twice(named)
    if missing or unknown or twice:
        said = [f"the column {name} is missing" for name in missing]
        said += [f"there is no fact {name[:NAME_MAX]}" for name in unknown]
        said += [f"the column {name} stands twice" for name in twice]
        raise WrongFile(
            f"The first line names the columns, and here {'; '.join(said)}. "
            f"It needs {', '.join(COLUMNS)} and a column for each fact."
        )
    return columns


def fact_of(column: str) -> str | None:
    """Return which fact a column of a table has; None for another one.

    >>> fact_of("cups"), fact_of("data.time"), fact_of("time")
    ('cups', 'time', None)
    """
    is_attribute = column in COLUMNS or column in (REFUSED_COLUMN, "")
    return None if is_attribute else column.removeprefix(OF_FACTS)


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def csv_rows(
    file: BinaryIO, *, columns: list[str], activities: dict[str, Activity]
) -> Iterator[Row]:
    """Yield the deeds of a CSV file after its header, one on each line, quoted or not.

    Empty cells are facts that were left out. Empty lines are passed over.
    """
    for line, text in enumerate(lines_of(file), start=2):
        row = csv_row(text, line=line, columns=columns, activities=activities)
        if row is not None:
            yield row


def csv_row(
    text: bytes, *, line: int, columns: list[str], activities: dict[str, Activity]
) -> Row | None:
    """Return the deed of one line of a CSV file; None where the line is empty."""
    if not is_short(text):
        return Row(line, b"", text, refusal(Code.BODY_TOO_LARGE, limit=DEED_BYTES_MAX))
    if not text.strip(b", \t\r\n"):
        return None
    try:
        cells = cells_of(text.decode("utf-8", "surrogateescape"))
    except csv.Error as broken:
        seen = _IN_OUR_WORDS.get(str(broken), _OTHERWISE)
        return Row(line, b"", text, refusal(Code.ROW_BROKEN, seen=seen))
    if len(cells) != len(columns):
        seen = f"it has {len(cells)} cells under {len(columns)} columns"
        return Row(line, b"", text, refusal(Code.ROW_BROKEN, seen=seen))
    row = dict(zip(columns, cells, strict=True))
    fault = _fault_of(row, activities)
    return Row(line, b"" if fault else _as_json(row, activities), text, fault)


def cells_of(line: str) -> list[str]:
    """Return the cells of one line of CSV.

    Refuses: csv.Error where its quotation marks don't fit.

    >>> cells_of('1,"a ""b"", c",')
    ['1', 'a "b", c', '']
    """
    return next(csv.reader([line.rstrip("\r\n")], strict=True), [])


def _fault_of(row: dict[str, str], activities: dict[str, Activity]) -> Refusal | None:
    """Return what is wrong with a row's cells of which JSON would be told in other words.

    An unnamed column is no fault where it is empty: programs write a comma too many.
    """
    if row.get("", "").strip():
        return refusal(Code.ROW_BROKEN, seen="a cell stands under a column without a name")
    for name, cell, is_number in _facts(row, activities):
        if is_number and _NUMBER.fullmatch(cell) is None:
            told = {"name": name, "seen": shown(cell), "expected": _NUMBERS}
            return refusal(Code.FACT_WRONG_TYPE, **told)
    return None


def _facts(row: dict[str, str], activities: dict[str, Activity]) -> Iterator[tuple[str, str, bool]]:
    """Yield each fact that a row says: its name, its cell, and whether it is a number's."""
    activity = activities.get(row["type"].removeprefix("deed."))
    for column, cell in row.items():
        name = fact_of(column)
        fact = None if activity is None or name is None else activity.fact(name)
        is_number = fact is not None and fact.type is not FactType.CHOICE
        said = cell.strip() if is_number else cell
        if name is not None and said:
            yield name, said, is_number


def _as_json(row: dict[str, str], activities: dict[str, Activity]) -> bytes:
    """Return a row as a CloudEvent. Numbers stay as they were written; the door checks them."""
    kind = row["type"].removeprefix("deed.")
    facts = [
        f"{_text(name)}:{cell if is_number else _text(cell)}"
        for name, cell, is_number in _facts(row, activities)
    ]
    attributes = {"specversion": "1.0"} | {name: row[name] for name in COLUMNS}
    attributes["type"] = f"deed.{kind}"
    body = ",".join(f"{_text(name)}:{_text(value)}" for name, value in attributes.items())
    return f'{{{body},"data":{{{",".join(facts)}}}}}'.encode("utf-8", "surrogateescape")


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def csv_line(cells: list[str]) -> str:
    """Return cells as one line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
