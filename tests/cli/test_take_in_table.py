"""`plaudit take-in --partner`: a spreadsheet, mended row by row and sent again under its ids."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.cli.running import plaudit
from tests.cli.town import Town
from tests.workbooks import Value, xlsx

HEAD = ("id", "member", "date", "time", "venue", "hours", "guests")


def unclear_day() -> date:
    """Return one of the last days that could be another one with its month first."""
    today = datetime.now(UTC).date()
    days = (today - timedelta(days=back) for back in range(2, 29))
    return next(one for one in days if one.day <= 12 and one.day != one.month)


@pytest.fixture
def town(connection: psycopg.Connection) -> Town:
    return Town(connection)


def test_a_workbook_is_taken_in_and_what_was_refused_is_mended_and_sent_again(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    member = town.handle(0, "guide")
    on = unclear_day()
    rows: list[tuple[Value, ...]] = [
        HEAD,
        ("1", member, on.isoformat(), "10:00", "museum", 2.5, ""),
        ("2", member, f"{on.day}/{on.month}/{on.year}", "11:00", "museum", ("A1", "1"), 0),
        ("=3", member, on.isoformat(), "11:00", "museum", 1, 0),
        ("4", "nobody", on.isoformat(), "11:00", "museum", 1, 0),
    ]
    file, mended = tmp_path / "april.xlsx", tmp_path / "mended.csv"
    file.write_bytes(xlsx(rows))
    options = ("--partner", "guide", "--activity", "visit")

    done = plaudit("take-in", file, *options, "--json", url=database_url)

    assert done.code == 1
    sums = json.loads(done.out)
    assert (sums["accepted"], sums["duplicate"], sums["refused"]) == (1, 0, 3)
    text = Path(sums["refusals"]).read_text("utf-8-sig")
    heading, *refused = csv.reader(text.splitlines())
    assert heading == [*HEAD, "row", "column", "refused"]
    assert [one[-3:-1] for one in refused] == [["3", "date"], ["4", "id"], ["5", ""]]
    assert "can be two days" in refused[0][-1]
    assert refused[1][0] == "'=3"

    mended.write_text("\r\n".join(text.splitlines()[:2]), "utf-8-sig")
    again = plaudit(
        "take-in", mended, *options, "--day-order", "day_first", "--json", url=database_url
    )

    assert (again.code, json.loads(again.out)["accepted"]) == (0, 1)
    assert town.deeds() == 2
    whole = plaudit(
        "take-in", file, *options, "--day-order", "day_first", "--json", url=database_url
    )
    assert json.loads(whole.out)["duplicate"] == 2


@pytest.mark.parametrize(
    ("partner", "columns", "said"),
    [
        ("nobody", HEAD, "There is no partner nobody."),
        ("guide", ("id", "member", "street"), "No activity of yours has a column"),
    ],
)
def test_what_is_no_table_of_a_partner_stops_the_command(
    town: Town, database_url: str, tmp_path: Path, partner: str, columns: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "x.csv"
    file.write_text(",".join(columns) + "\na,b,c,d,e,f,g\n")

    done = plaudit("take-in", file, "--partner", partner, url=database_url)

    assert (done.code, said in done.err) == (2, True)
    assert town.deeds() == 0
