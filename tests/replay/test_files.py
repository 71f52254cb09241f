"""`plaudit replay` over JSON lines, CSV and Parquet, against `plaudit count` over the same."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import duckdb
import pytest
from typer.testing import CliRunner, Result

from plaudit.cli.main import application
from plaudit.replay.snapshot import signature
from tests.replay.deeds import FACTS, Event, csv_text, events, parquet
from tests.riverside import ACTIVITIES, EDITIONS

APP, RUN = application(), CliRunner()
Totals = dict[tuple[str, str], tuple[int, dict[str, int]]]
Refused = Counter[tuple[str | None, str | None, str]]


def run(*arguments: str | Path) -> Result:
    done = RUN.invoke(APP, [str(one) for one in arguments])
    assert done.exit_code == 0, (done.output, done.exception)
    return done


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("deeds")


@pytest.fixture(scope="module")
def sent() -> list[Event]:
    return events(Random(4), 1_200)


@pytest.fixture(scope="module")
def lines(place: Path, sent: list[Event]) -> Path:
    path = place / "deeds.jsonl"
    path.write_text("".join(json.dumps(one.cloud_event()) + "\n" for one in sent))
    return path


@pytest.fixture(scope="module")
def counted(lines: Path, sent: list[Event]) -> tuple[Totals, Refused]:
    """What `plaudit count` says: totals by member and month, and refusals."""
    months = {(one.source, one.id): one.time[:7] for one in reversed(sent) if one.is_sound}
    totals: Totals = {}
    refused: Refused = Counter()
    for line in run("count", *EDITIONS, lines).stdout.splitlines():
        said = json.loads(line)
        if "refused" in said:
            refused[said["source"], said["deed"], said["refused"]] += 1
            continue
        for month in ("", months[said["source"], said["deed"]]):
            points, rules = totals.get((said["member"], month), (0, {}))
            merged = dict(Counter(rules) + Counter(said["rules"]))
            totals[said["member"], month] = (points + said["points"], merged)
    assert len(totals) > 100
    assert len(refused) > 30
    return totals, refused


def read_totals(text: str) -> Totals:
    rows = [json.loads(line) for line in text.splitlines()]
    return {(row["member"], row.get("month", "")): (row["points"], row["rules"]) for row in rows}


def read_refused(path: Path) -> Refused:
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return Counter((row["source"], row["deed"], row["refused"]) for row in rows)


def of(totals: Totals, *, months: bool) -> Totals:
    return {key: value for key, value in totals.items() if bool(key[1]) == months}


def test_json_lines_give_the_totals_of_count(
    lines: Path, counted: tuple[Totals, Refused], place: Path
) -> None:
    said = run("replay", *EDITIONS, lines, "--by", "month", "--refused", place / "no.jsonl")

    assert read_totals(said.stdout) == of(counted[0], months=True)
    assert read_refused(place / "no.jsonl") == counted[1]


def test_parquet_gives_the_totals_and_the_refusals_of_count(
    sent: list[Event], counted: tuple[Totals, Refused], place: Path
) -> None:
    # A folder's name is no column, a file's name no pattern, and a folder is its files by name.
    folder = place / "member=7" / "day=3" / "month=10"
    many = folder / "late.parquet"
    many.mkdir(parents=True)
    early = folder / "early[1].parquet"
    for some, file in (
        (sent[:500], early), (sent[500:800], many / "part-2.parquet"),
        (sent[800:], many / "part-3.parquet"),
    ):  # fmt: skip
        parquet(some, place / "moved.parquet")
        (place / "moved.parquet").rename(file)
    (folder / "early1.parquet").write_text("no deeds")
    (many / "_SUCCESS").touch()

    options = ("--by", "month", "--work", folder / "work[1]", "--threads", "1")
    said = run("replay", *EDITIONS, early, many, *options, "--refused", place / "no.jsonl")

    assert read_totals(said.stdout) == of(counted[0], months=True)
    assert read_refused(place / "no.jsonl") == counted[1]


def test_partners_are_read_where_a_rule_asks_for_them(
    lines: Path, counted: tuple[Totals, Refused], place: Path
) -> None:
    edition, old = place / "lotus.toml", 'id      = "cups"\n'
    text = EDITIONS[-1].read_text("utf-8")
    assert old in text
    edition.write_text(text.replace(old, old + 'when = { partner = ["cafe-lotus"] }\n'), "utf-8")
    folder = EDITIONS[-1].parents[2] / "activities"
    expected: Counter[str] = Counter()
    for line in run("count", edition, lines, "--activities", folder).stdout.splitlines():
        said = json.loads(line)
        expected[said.get("member", "")] += said.get("rules", {}).get("cups", 0)

    done = run("replay", edition, lines, "--activities", folder)

    cups = {
        member: rules.get("cups", 0) for (member, _), (_, rules) in read_totals(done.stdout).items()
    }
    assert cups == {member: expected[member] for member in cups}
    assert 0 < expected.total() < sum(rules.get("cups", 0) for _, rules in counted[0].values())


def test_a_repeated_deed_before_the_first_edition_is_left_out_and_refusals_keep_their_order(
    place: Path,
) -> None:
    """As `plaudit count` does it: an early deed is refused until its id is taken."""
    said = [("a", "2026-10-03"), ("b", "2025-01-03"), ("wrong", "2026-10-03"), ("a", "2025-01-03")]
    said += [(f"c{number}", "2025-01-03") for number in range(6)] + [("b", "2026-10-03")]
    rows = [
        Event(
            id,
            "cafe",
            "deed.cup_return",
            "m",
            f"{day}T09:00:00+07:00",
            {"cups": 99 if id == "wrong" else 1},
        )
        for id, day in said
    ]
    path = place / "early.jsonl"
    path.write_text("".join(json.dumps(one.cloud_event()) + "\n" for one in rows))
    parquet(rows, place / "early.parquet")
    counted = [
        line
        for line in run("count", *EDITIONS, path).stdout.splitlines()
        if "refused" in json.loads(line)
    ]
    assert len(counted) == 8

    for file in (path, place / "early.parquet"):
        run("replay", *EDITIONS, file, "--refused", place / "early.no")
        assert (place / "early.no").read_text().splitlines() == counted, file


def test_csv_gives_the_totals_and_the_refusals_of_count(
    sent: list[Event], counted: tuple[Totals, Refused], place: Path
) -> None:
    (place / "deeds.csv").write_text(csv_text(sent))

    said = run("replay", *EDITIONS, place / "deeds.csv", "--refused", place / "no.jsonl")

    assert read_totals(said.stdout) == of(counted[0], months=False)
    assert read_refused(place / "no.jsonl") == counted[1]


def test_totals_can_be_written_as_csv_and_parquet(
    lines: Path, counted: tuple[Totals, Refused], place: Path
) -> None:
    expected = {key: points for key, (points, _) in of(counted[0], months=True).items()}
    found = []
    for name in ("totals.csv", "totals.parquet"):
        run("replay", *EDITIONS, lines, "--by", "month", "--output", place / name)
        month = "strftime(month, '%Y-%m')" if name.endswith("parquet") else "month::VARCHAR"
        rows = duckdb.execute(f"SELECT member, {month}, points FROM '{place / name}'").fetchall()
        found.append({(member, month): points for member, month, points in rows})

    assert found == [expected, expected]


def test_where_every_deed_is_refused_the_totals_are_a_table_without_rows(place: Path) -> None:
    deed = {"specversion": "1.0", "id": "1", "source": "x", "type": "deed.nothing", "subject": "m",
            "time": "2026-11-04T09:00:00+07:00", "data": {}}  # fmt: skip
    (place / "refused.jsonl").write_text(json.dumps(deed) + "\n")
    totals = place / "totals.parquet"

    words = ["replay", *map(str, EDITIONS), str(place / "refused.jsonl"), "--output", str(totals)]
    done = RUN.invoke(APP, words)

    assert (done.exit_code, done.stderr) == (0, "Refused: 1 as activity_unknown.\n")
    assert duckdb.execute(f"SELECT member, points, cups FROM '{totals}'").fetchall() == []


def test_a_replay_that_was_stopped_goes_on_and_counts_nothing_twice(
    lines: Path, counted: tuple[Totals, Refused], place: Path
) -> None:
    work = place / "work"
    first = run("replay", *EDITIONS, lines, "--work", work).stdout
    [part] = work.glob("totals-*/*.parquet")
    sorted_at = (work / "deeds.parquet").stat().st_mtime_ns
    part.unlink()
    resumed = run("replay", *EDITIONS, lines, "--work", work).stdout
    assert (work / "deeds.parquet").stat().st_mtime_ns == sorted_at
    run("replay", *EDITIONS, lines, "--work", work, "--refused", place / "again.jsonl")
    assert read_refused(place / "again.jsonl") == counted[1], "gathered again"
    one_edition = run("replay", EDITIONS[0], lines, "--work", work).stdout

    assert first == resumed
    assert read_totals(first) == of(counted[0], months=False)
    assert one_edition != first


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("'a' AS id", "the column source is missing"),
        ("1.5::DOUBLE AS kg", "kg is DOUBLE, which isn't exact: write it as DECIMAL"),
        ("1 AS steps", "there is no fact steps"),
        ("now()::TIMESTAMP AS time", "time must be an instant"),
    ],
)
def test_a_table_that_can_t_be_read_as_deeds_is_refused(
    place: Path, columns: str, said: str
) -> None:
    duckdb.execute(f"COPY (SELECT {columns}) TO '{place / 'odd.parquet'}' (FORMAT parquet)")

    done = RUN.invoke(APP, ["replay", *map(str, EDITIONS), str(place / "odd.parquet")])

    assert done.exit_code == 1
    assert said in " ".join(done.output.split())


def test_a_snapshot_is_another_one_where_a_fact_has_other_bounds() -> None:
    activity = ACTIVITIES["cup_return"]
    (cups,) = activity.facts
    changed = (
        cups,
        replace(cups, low=cups.low + 1),
        replace(cups, high=cups.high + 1),
        replace(cups, required=not cups.required),
    )
    said = {signature({activity.id: replace(activity, facts=(one,))}) for one in changed}
    assert len(said) == 4


def test_every_fact_of_the_catalogue_is_in_the_tables() -> None:
    facts = {fact.name for activity in ACTIVITIES.values() for fact in activity.facts}

    assert facts <= set(FACTS)
