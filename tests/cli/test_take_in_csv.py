"""`plaudit take-in` of CSV: as spreadsheets write it, row by row, each refused row as it stood."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from plaudit.core.catalogue.activities import parse_activity
from plaudit.ingest.files import WrongFile, csv_header, csv_rows
from tests.cli.running import Done, plaudit
from tests.cli.town import ACTIVITIES, Town, noon

HEADER = "id,source,type,subject,time,venue,hours,guests"


@pytest.fixture
def town(connection: psycopg.Connection) -> Town:
    return Town(connection)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "week.csv"


def row(town: Town, id: str, *facts: str, kind: str = "visit") -> str:
    """Return the row of a visit."""
    attributes = [id, "guide", kind, town.handle(0, "guide"), noon(3)]
    return ",".join([*attributes, *facts])


def take_in(file: Path, url: str, *, text: str | bytes) -> Done:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return plaudit("take-in", file, "--json", url=url)


def test_a_table_as_spreadsheets_save_it_is_taken_in(
    town: Town, database_url: str, file: Path
) -> None:
    rows = [
        HEADER,
        row(town, "1", "museum", "2.5", "3"),
        row(town, "2", '"old town hall, left wing"', "1", ""),
        row(town, '"3"', "library", "0.5", "", kind="deed.visit"),
        "",
        ",,,,,,,",
    ]

    done = take_in(file, database_url, text=b"\xef\xbb\xbf" + "\r\n".join(rows).encode())
    again = plaudit("take-in", file, url=database_url)

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["accepted"] == 3
    assert again.out == "0 deeds taken in, 3 known already, 0 refused.\n"
    assert town.points() == [8, 0, 0]
    assert town.deeds() == 3


def test_columns_may_stand_in_any_order(town: Town, database_url: str, file: Path) -> None:
    header = "subject,hours, venue ,time,id,type,source"
    deed = f"{town.handle(1, 'guide')},2,museum,{noon(2)},1,visit,guide"

    done = take_in(file, database_url, text=f"{header}\n{deed}\n")

    assert (done.code, done.err) == (0, "")
    assert town.points() == [0, 4, 0]


def test_a_comma_too_many_and_spaces_around_a_number_are_passed_over(
    town: Town, database_url: str, file: Path
) -> None:
    rows = [row(town, "1", "museum", " 2.5", " ", ""), row(town, "2", "museum", "1", "", "more")]

    done = take_in(file, database_url, text="\n".join([f"{HEADER},", *rows]) + "\n")

    assert (done.code, town.points()) == (1, [5, 0, 0])
    (_, refused) = file.with_name("week.refused.csv").read_text().splitlines()
    assert "a cell stands under a column without a name" in refused


def test_each_refused_row_stands_in_the_file_of_refusals_with_its_reason(
    town: Town, database_url: str, file: Path
) -> None:
    rows = [
        row(town, "1", "museum", "2,5", ""),
        row(town, "2", "museum", "2.5"),
        row(town, "3", '"museum', "1", ""),
        row(town, "4", '"mus"eum', "1", ""),
        row(town, "5", "museum", "ten", ""),
        row(town, "6", "the zoo", "1", ""),
        row(town, "7", "museum", "2.25", ""),
        row(town, "8", "museum", "01", ""),
        row(town, "9", "museum", "", "1"),
        row(town, "10", "museum", "1", "2"),
        row(town, "11", "mus\x00eum", "1", ""),
        row(town, "12", "x" * 70_000, "1", ""),
        row(town, "13", "museum", "13", ""),
    ]

    done = take_in(file, database_url, text="\n".join([HEADER, *rows]) + "\n")

    assert (done.code, done.err) == (1, "")
    assert {name: json.loads(done.out)[name] for name in ("accepted", "duplicate", "refused")} == {
        "accepted": 1,
        "duplicate": 0,
        "refused": 12,
    }
    header, *refused = file.with_name("week.refused.csv").read_text().splitlines()
    assert header == f"{HEADER},refused"
    reasons = [
        "line 2: row_broken: The row can't be read as CSV: it has 9 cells under 8 columns.",
        "line 3: row_broken: The row can't be read as CSV: it has 7 cells under 8 columns.",
        "line 4: row_broken: The row can't be read as CSV: a quotation mark is not closed.",
        "line 5: row_broken: The row can't be read as CSV: text follows a closing quotation mark.",
        'line 6: fact_wrong_type: The fact hours is ""ten""; it must be a number, written like 2',
        "line 7: fact_not_a_choice: ",
        "line 8: fact_too_precise: ",
        'line 9: fact_wrong_type: The fact hours is ""01"";',
        "line 10: fact_missing: ",
        "line 12: text_broken: ",
        "line 13: body_too_large: ",
        "line 14: fact_out_of_range: ",
    ]
    stood = [*rows[:9], *rows[10:]]
    assert len(refused) == len(reasons)
    for line, text, reason in zip(refused, stood, reasons, strict=True):
        assert line.startswith(text[:60_000])
        assert reason in line


def test_mended_rows_are_taken_in_and_the_rest_refused_with_a_new_reason(
    town: Town, database_url: str, file: Path
) -> None:
    rows = [row(town, "1", "museum", "2,5", ""), row(town, "2", "zoo", "1", "")]
    rows += [row(town, "3", "museum", "1,")]
    take_in(file, database_url, text="\n".join([HEADER, *rows]))
    refusals = file.with_name("week.refused.csv")
    text = refusals.read_text().replace(",2,5,", ",2.5,").replace(",zoo,", ",the zoo,")

    done = take_in(refusals, database_url, text=text)

    assert json.loads(done.out) == {
        "accepted": 1,
        "duplicate": 0,
        "refused": 1,
        "refusals": str(file.with_name("week.refused.refused.csv")),
    }
    header, line = file.with_name("week.refused.refused.csv").read_text().splitlines()
    assert header == f"{HEADER},refused"
    assert line.startswith(f"{row(town, '2', 'the zoo', '1', '')},")
    assert line.count("fact_not_a_choice") == 1
    assert town.points() == [7, 0, 0]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (b"id,source,type,subject,venue", "the column time is missing"),
        (HEADER.encode() + b",colour", "there is no fact colour"),
        (HEADER.encode() + b",hours", "the column hours stands twice"),
        (HEADER.encode() + b",data.hours", "the column hours stands twice"),
        (HEADER.encode() + b",time", "the column time stands twice"),
        (HEADER.replace(",", ";").encode(), "The columns are parted by semicolons."),
        (b'"id,source', "a quotation mark is not closed"),
        (HEADER.encode() + b"\r" + HEADER.encode(), "a line break stands in the middle of it"),
        (HEADER.encode("utf-16"), "The first line is not UTF-8."),
        (b"", "the column id is missing"),
    ],
)
def test_a_first_line_that_names_other_columns_is_explained(header: bytes, said: str) -> None:
    activities = {id: parse_activity(text) for id, text in ACTIVITIES.items()}

    with pytest.raises(WrongFile, match=re.escape(said)):
        csv_header(BytesIO(header + b"\n1,guide,visit,x,y\n"), activities)


def test_nothing_of_a_table_with_other_columns_is_taken_in(
    town: Town, database_url: str, file: Path
) -> None:
    done = take_in(file, database_url, text=f"{HEADER},colour\n{row(town, '1', 'museum', '1,,')}\n")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{file}: The first line names the columns, and here there is no ")
    assert town.deeds() == 0


def test_a_fact_with_an_attributes_name_has_a_column_of_its_own() -> None:
    activity = parse_activity(ACTIVITIES["visit"].replace("[facts.hours]", "[facts.time]"))
    table = BytesIO(b"id,source,type,subject,time,data.time\n1,guide,deed.visit,x,noon,2.5\n")

    columns = csv_header(table, {"visit": activity})
    (found,) = csv_rows(table, columns=columns, activities={"visit": activity})

    assert json.loads(found.raw)["time"] == "noon"
    assert json.loads(found.raw)["data"] == {"time": 2.5}
