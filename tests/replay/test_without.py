"""Struck-out deeds are left out of a replay as if they had never been reported."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from plaudit.cli.main import application
from plaudit.core.period import Calendar, day_number
from plaudit.replay.arrivals import Arrived
from plaudit.replay.counting import Replay
from plaudit.replay.gathering import Gathering, Machine
from plaudit.replay.results import rows_of
from plaudit.replay.running import Job, rule_ids, write_totals
from plaudit.replay.snapshot import Snapshot
from plaudit.replay.struck_out import LINE_BYTES_MAX, LeftOut, UnfitList, read_struck_out
from tests.core.random_editions import Town, crowded
from tests.replay.deeds import Event, csv_text, events, parquet
from tests.replay.spark_rows import Points, Sent, by_core
from tests.riverside import EDITIONS

Ids = set[tuple[str, str]]
NOWHERE = {("cafe-lotus", f"e-{number}") for number in (9_001, 9_002, 9_003, 9_004)}


def said(*arguments: object) -> tuple[str, str]:
    """Return what a command prints, and what it says on the error stream."""
    done = CliRunner().invoke(application(), [*map(str, arguments)])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout, done.stderr


def write_list(file: Path, ids: Sequence[tuple[str, str]]) -> Path:
    """Write a list in the form that the file's name says, with a column that is passed over."""
    rows = [(source, id, "2026-11-05") for source, id in ids]
    if file.suffix == ".jsonl":
        named = [dict(zip(("source", "id", "on"), row, strict=True)) for row in rows]
        file.write_text("\n\n".join(map(json.dumps, named)))
    elif file.suffix == ".csv":
        lines = [("source", "id", "on"), *rows]
        file.write_text("\ufeff" + "\r\n".join(",".join(f'"{it}"' for it in row) for row in lines))
    else:
        values = ", ".join(map(str, rows))
        duckdb.execute(f"COPY (FROM (VALUES {values}) AS t (source, id, d)) TO '{file}'")
    return file


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("without")


@pytest.fixture(scope="module")
def sent() -> list[Event]:
    return events(Random(6), 900)


@pytest.fixture(scope="module")
def wrong(sent: list[Event]) -> Ids:
    """Every fifth deed's id, those that were sent twice and those that are refused among them."""
    ids = {(one.source, one.id) for one in Random(2).sample(sent, 180)}
    twice = [one for one in sent if sum(one.id == other.id for other in sent) > 1]
    assert {(one.source, one.id) for one in twice} & ids
    return ids


def test_lists_and_deeds_of_every_kind_leave_the_totals_of_what_remains(
    place: Path, sent: list[Event], wrong: Ids
) -> None:
    remaining = [one for one in sent if (one.source, one.id) not in wrong]
    for name, some in (("all", sent), ("remaining", remaining)):
        lines = "".join(json.dumps(one.cloud_event()) + "\n" for one in some)
        (place / f"{name}.jsonl").write_text(lines)
    (place / "all.csv").write_text(csv_text(sent))
    parquet(sent, place / "all.parquet")
    expected = said("replay", *EDITIONS, place / "remaining.jsonl")[0]
    assert expected.count("\n") > 30

    for kind, listed in ((".jsonl", ".csv"), (".csv", ".parquet"), (".parquet", ".jsonl")):
        file = write_list(place / f"wrong{listed}", sorted(wrong | NOWHERE) * 2)
        totals, told = said("replay", *EDITIONS, place / f"all{kind}", "--without", file)
        assert totals == expected, kind
        assert "Left out as struck out: " in told
        named = len(wrong) + len(NOWHERE)
        assert f" of {named} deeds named." in told


def test_a_kept_snapshot_is_used_again_for_the_same_list_alone(place: Path) -> None:
    deed = {"specversion": "1.0", "type": "deed.cup_return", "data": {"cups": 2}}
    deed |= {"source": "cafe-lotus", "subject": "ann", "time": "2026-11-04T09:00:00+07:00"}
    deeds, work = place / "two.jsonl", place / "work"
    deeds.write_text("".join(json.dumps({**deed, "id": id}) + "\n" for id in ("1", "2")))
    replay = ("replay", *EDITIONS, deeds, "--work", work)

    def points(*more: object) -> tuple[int, str, int]:
        totals, told = said(*replay, *more)
        made_at = (work / "deeds.parquet").stat().st_mtime_ns
        return json.loads(totals)["points"], told, made_at

    full = points()
    one = write_list(place / "one.csv", [("cafe-lotus", "2"), *sorted(NOWHERE)])
    less = points("--without", one)
    again = points("--without", one)
    other = points("--without", write_list(place / "one.csv", [("cafe-lotus", "3")]))

    assert (full[0], less[0], other[0]) == (4, 2, 4)
    assert again == less, "told again, and not made again"
    assert len({full[2], less[2], other[2]}) == 3, "made anew for another list"
    assert full[1] == ""
    assert less[1] == (
        "Left out as struck out: 1 of 5 deeds named.\nNot among these deeds: 4 of them "
        "(cafe-lotus e-9001, cafe-lotus e-9002, cafe-lotus e-9003 …).\n"
    )


def totals(snapshot: Snapshot, town: Town) -> Points:
    about = snapshot.about
    replay = Replay(
        town.editions, town.activities, activity_ids=about.activity_ids,
        partner_ids=about.partner_ids,
    )  # fmt: skip
    files = write_totals(
        Job(snapshot, replay, 1), snapshot.folder, by_month=True, moved=lambda _: None
    )
    months = rows_of(snapshot, files, rule_ids(replay.editions))
    return {
        (name, day_number(date.fromisoformat(f"{month}-01"))): rules
        for name, month, _, rules in months
    }


@settings(max_examples=5, deadline=None)
@given(town=crowded(editions=2, deeds_max=90), rng=st.randoms(use_true_random=False))
def test_core_over_the_remaining_deeds_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, town: Town, rng: Random
) -> None:
    folder = tmp_path_factory.mktemp("town")
    calendar = Calendar(town.editions[0].time_zone)
    members = [rng.choice(("ann", "bo", "cy")) for _ in town.deeds]
    wrong = {at for at in range(len(town.deeds)) if rng.random() < 0.3}
    gathering = Gathering(folder, town.activities, calendar, machine=Machine("256MB", 1))
    ids = [(town.deeds[at].partner, f"e-{at}") for at in sorted(wrong)]
    gathering.leave_out(write_list(folder / "wrong.jsonl", [*ids, *sorted(NOWHERE)]))
    arrived = [
        Arrived(deed.partner, f"e-{at}", member, deed.activity.id, 0, deed.day, deed.facts)
        for at, (deed, member) in enumerate(zip(town.deeds, members, strict=True))
    ]
    twice = [one._replace(subject="nobody") for one in arrived if rng.random() < 0.2]
    gathering.put(enumerate([*arrived, *twice]))

    snapshot = gathering.finish(first_day=0, made_from="a town")

    left = [at for at in range(len(town.deeds)) if at not in wrong]
    remaining = Sent(
        town.editions, town.activities, [town.deeds[at] for at in left],
        [members[at] for at in left],
    )  # fmt: skip
    assert totals(snapshot, town) == by_core(remaining)
    assert snapshot.about.left_out == LeftOut(
        len(wrong) + len(NOWHERE), len(wrong), tuple(sorted(NOWHERE)[:3])
    )
    assert snapshot.about.partner_ids == tuple(sorted({deed.partner for deed in remaining.deeds}))


LISTS: dict[str, tuple[str | bytes, str]] = {
    "a.csv": ("source,when\ncafe,1\n", "the column id is missing. A list of struck-out deeds"),
    "b.csv": ("source,id\ncafe\n", "line 2 has 1 cells under 2 columns."),
    "c.csv": ('source,id\n"cafe,1\n', "can't be read as CSV"),
    "d.csv": ("source,id\ncafe,1\n,2\n", "line 3 names no deed: source or id is empty."),
    "e.csv": (b"source,id\n\xff,1\n", "it isn't UTF-8."),
    "f.csv": ("", "the column source is missing."),
    "a.jsonl": ('{"source":"cafe"}\n', "line 1 names no deed: Object missing required field `id`"),
    "b.jsonl": ('\n{"source":"cafe","id":7}\n', "line 2 names no deed: Expected `str`, got `int`"),
    "c.jsonl": ('{"source":"cafe","id":""}', "line 1 names no deed: source or id is empty."),
    "d.jsonl": ("no JSON\n", "line 1 names no deed: JSON is malformed"),
    "e.jsonl": ("x" * (LINE_BYTES_MAX + 1), "line 1 is longer than 65,536 bytes."),
    "a.parquet": ("SELECT 'cafe' AS source", "the column id is missing."),
    "b.parquet": ("SELECT 'cafe' AS source, 7 AS id", "id must be a text, and is INTEGER."),
    "c.parquet": (
        "SELECT unnest(['a', NULL]) AS source, 'x' AS id",
        "row 2 names no deed: source or id is empty.",
    ),
    "d.parquet": (b"PAR1, and no table", "it can't be read as Parquet"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_can_t_be_read_is_refused(tmp_path: Path, name: str) -> None:
    held, sentence = LISTS[name]
    file = tmp_path / name
    if isinstance(held, bytes):
        file.write_bytes(held)
    elif file.suffix == ".parquet":
        duckdb.execute(f"COPY ({held}) TO '{file}'")
    else:
        file.write_text(held)

    with duckdb.connect() as connection, pytest.raises(UnfitList) as refused:
        read_struck_out(connection, file)

    assert str(refused.value).startswith(f"{file}: ")
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("command", "code", "sentence"),
    [
        (
            ("replay", EDITIONS[0], "d.jsonl", "--without", "l.txt"),
            2,
            "l.txt: a list of struck",
        ),
        (("replay", EDITIONS[0], "d.jsonl", "--without", "no.csv"), 2, "there is no such file."),
        (
            ("replay", EDITIONS[0], "d.jsonl", "--without", "l.csv"),
            1,
            "l.csv: the column source",
        ),
        (("forecast", "--book", "riverside", "--without", "l.csv"), 2, "Name an edition and deeds"),
        (
            ("rehearse", EDITIONS[1], "--against", EDITIONS[0], "--book", "--without", "l.csv"),
            2,
            "or --book without --work and --without.",
        ),
    ],
)
def test_wrong_use_is_told(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    command: tuple[object, ...],
    code: int,
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("d.jsonl", "l.txt", "l.csv"):
        (tmp_path / name).touch()

    done = CliRunner().invoke(application(), [*map(str, command)])

    assert done.exit_code == code
    assert sentence in " ".join(done.output.split())
