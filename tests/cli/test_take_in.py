"""`plaudit take-in`: JSON lines go through the door's checks into the real book."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from tests.cli.running import as_lines, plaudit
from tests.cli.town import Town


@pytest.fixture
def town(connection: psycopg.Connection) -> Town:
    return Town(connection)


def test_a_file_is_taken_in_and_again_without_harm(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    deeds = [
        *(town.walk(str(number), member=number % 2) for number in range(6)),
        town.visit("v1", {"venue": "museum", "hours": 2.5}, member=2),
        town.walk("6", days_ago=30, member=2),
    ]
    file = tmp_path / "week.jsonl"
    file.write_bytes(as_lines(deeds).replace(b"\n", b"\r\n\r\n"))

    first = plaudit("take-in", file, url=database_url)
    again = plaudit("take-in", "--json", file, url=database_url)

    assert first.err == ""
    assert first.code == 0
    assert first.out == "8 deeds taken in, 0 known already, 0 refused.\n"
    assert again.code == 0
    assert json.loads(again.out) == {
        "accepted": 0,
        "duplicate": 8,
        "refused": 0,
        "refusals": None,
    }
    assert town.points() == [10, 10, 10]  # at most 10 a day; 2.5 hours at 2 and a walk at 5
    assert [path.name for path in tmp_path.iterdir()] == ["week.jsonl"]


def test_refused_deeds_can_be_mended_in_their_own_file_and_sent_again(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    deeds = [
        town.walk("1"),
        town.visit("2", {"venue": "museum", "hours": "2"}),
        town.walk("3", subject="nobody"),
        town.walk("1", days_ago=2),
        town.walk("4", source="stranger"),
        town.walk("5", type="deed.visit", data={"venue": "library", "hours": 1}),
        town.walk("6", days_ago=31),
        town.walk("7", days_ago=-2),
    ]
    file = tmp_path / "week.jsonl"
    file.write_bytes(as_lines(deeds) + b"not json\n" + as_lines([town.walk("8")]))

    done = plaudit("take-in", file, url=database_url)

    refusals = tmp_path / "week.refused.jsonl"
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines() == [
        "2 deeds taken in, 0 known already, 8 refused.",
        f"The refused ones, each with its reason: {refusals}",
    ]
    lines = refusals.read_text().splitlines()
    assert [line.split(": ")[:2] for line in lines[::2]] == [
        ["# line 2", "fact_wrong_type"],
        ["# line 3", "member_unknown"],
        ["# line 4", "content_conflict"],
        ["# line 5", "source_unknown"],
        ["# line 6", "not_registered_for"],
        ["# line 7", "too_late"],
        ["# line 8", "in_the_future"],
        ["# line 9", "json_broken"],
    ]
    assert "so many days" not in refusals.read_text()
    assert lines[1::2] == [*as_lines(deeds[1:]).decode().splitlines(), "not json"]

    refusals.write_text(refusals.read_text().replace('"hours": "2"', '"hours": 2'))
    mended = plaudit("take-in", "--json", refusals, url=database_url)

    assert mended.code == 1
    assert json.loads(mended.out) == {
        "accepted": 1,
        "duplicate": 0,
        "refused": 7,
        "refusals": str(tmp_path / "week.refused.refused.jsonl"),
    }
    assert town.points() == [14, 0, 0]


def test_refusals_go_where_they_are_wanted_but_never_over_the_file_itself(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    file, wanted = tmp_path / "week.jsonl", tmp_path / "elsewhere.txt"
    text = as_lines([town.walk("1", subject="nobody")])
    file.write_bytes(text)

    there = plaudit("take-in", file, "--refusals", wanted, url=database_url)
    over = plaudit("take-in", file, "--refusals", file, url=database_url)
    nowhere = plaudit("take-in", file, "--refusals", tmp_path / "no" / "x", url=database_url)

    assert there.code == 1
    assert wanted.read_bytes().endswith(text)
    assert over.code == 2
    assert "refused deeds can't go there" in over.err
    assert file.read_bytes() == text
    assert nowhere.code == 2
    assert "can't be written: No such file or directory." in nowhere.err
    assert "Traceback" not in nowhere.err


def test_a_long_file_is_settled_in_several_batches(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    deeds = [town.walk(f"n{number}", days_ago=1 + number % 20, member=0) for number in range(5_500)]
    file = tmp_path / "long.jsonl"
    file.write_bytes(as_lines(deeds))

    done = plaudit("take-in", "--json", file, url=database_url)

    assert done.err[-1500:] == ""
    assert json.loads(done.out)["accepted"] == 5_500
    assert town.points() == [200, 0, 0]


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_is_not_there_is_named(name: str, tmp_path: Path) -> None:
    done = plaudit("take-in", tmp_path / name)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("There is no file ")


def test_without_a_programme_nothing_is_taken_in(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "week.jsonl"
    file.write_bytes(b"{}\n")

    done = plaudit("take-in", file, url=database_url)

    assert (done.code, done.out) == (2, "")
    assert done.err == "No programme is published yet. Publish an edition first.\n"


def test_without_a_database_the_answer_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "week.jsonl"
    file.write_bytes(b"{}\n")

    done = plaudit("take-in", file)

    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("The database doesn't answer: ")
    assert "Traceback" not in done.err
