"""A file that can't be written is told before anything is done, with a sentence and 2."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import psycopg
import pytest

from plaudit.pages import export_files
from plaudit.store.rights import read_looks
from tests.cli.running import ROOT, Done, as_lines, plaudit
from tests.cli.town import Town
from tests.riverside import Riverside
from tests.workbooks import xlsx

PROGRAMMES = ROOT / "catalogue" / "programmes" / "riverside"
FIRST, SECOND = sorted(PROGRAMMES.glob("*.toml"))[:2]
NOT_THERE = "can't be written: No such file or directory."
IN_A_FILE = "can't be written: Not a directory."

WITHOUT_A_DATABASE = """
export 7 {no}/x.json
member card 7 {no}/x.pdf
closing write riverside {no}/x.json
settlement show cafe --csv {no}/x.csv
settlement show cafe --pdf {no}/x.pdf
take-in {deeds} --refusals {no}/x.jsonl
take-in {deeds} --partner cafe --refusals {no}/x.csv
replay {first} {deeds} --output {no}/x.jsonl
replay {first} {deeds} --output {no}/x.parquet
replay {first} {deeds} --refused {no}/x.jsonl
rehearse {second} --against {first} --over {deeds} --output {no}/x
rehearse {second} --against {first} --book --output {no}/x
forecast {first} {deeds} --output {no}/x.html
forecast --book riverside --output {no}/x.html
charter --write --into {no}
"""

FOLDERS = """
backup {deeds}/backup
replay {first} {deeds} --work {deeds}/work
rehearse {second} --against {first} --over {deeds} --work {deeds}/work
forecast {first} {deeds} --work {deeds}/work
unusual {first} {deeds} --work {deeds}/work
synth {first} {deeds}/city
synth {first} {deeds}
schema --write --into {deeds}
"""


def run(line: str, folder: Path) -> Done:
    """Run a command; no database answers. `no` is a folder that isn't there, `deeds` a file."""
    deeds = folder / "deeds.jsonl"
    deeds.write_bytes(b"")
    done = plaudit(*line.format(first=FIRST, second=SECOND, deeds=deeds, no=folder / "no").split())
    assert list(folder.iterdir()) == [deeds]
    return done


@pytest.mark.parametrize("line", WITHOUT_A_DATABASE.strip().splitlines())
def test_a_folder_that_is_not_there_is_told_before_anything_else(line: str, tmp_path: Path) -> None:
    done = run(line, tmp_path)

    assert (done.code, done.out) == (2, ""), done.err
    assert NOT_THERE in done.err


@pytest.mark.parametrize("line", FOLDERS.strip().splitlines())
def test_a_folder_that_cannot_be_made_is_told_before_anything_else(
    line: str, tmp_path: Path
) -> None:
    done = run(line, tmp_path)

    assert (done.code, done.out) == (2, ""), done.err
    assert IN_A_FILE in done.err


@pytest.mark.parametrize("command", [["columns"], ["webhook", "kinds"]])
def test_a_page_of_the_project_is_written_in_the_project_alone(
    command: list[str], tmp_path: Path
) -> None:
    done = plaudit(*command, "--write", folder=tmp_path)

    assert (done.code, done.out) == (2, "")
    assert NOT_THERE in done.err


def test_no_look_is_written_down_for_a_file_that_never_comes(
    connection: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    member = Riverside(connection, members=1).members[0]

    for command in (["export"], ["member", "card"]):
        done = plaudit(*command, str(member), tmp_path / "no" / "x", url=database_url)
        assert done.code == 2
    assert read_looks(connection, member, how_many=9) == []


def test_an_export_is_carried_to_a_place_that_is_there(
    connection: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    member, file = Riverside(connection, members=1).members[0], tmp_path / "x.json"
    assert plaudit("export", str(member), file, url=database_url).code == 0

    done = plaudit("carry", file, tmp_path / "no" / "y.json")

    assert (done.code, done.out) == (2, "")
    assert NOT_THERE in done.err


def test_no_deed_is_taken_in_where_the_refused_ones_cannot_go(
    connection: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    town = Town(connection)
    lines, table = tmp_path / "week.jsonl", tmp_path / "week.xlsx"
    lines.write_bytes(as_lines([town.walk("1", member=0), town.walk("2", subject="nobody")]))
    table.write_bytes(xlsx([("id", "member", "date"), ("1", "nobody", "2026-11-02")]))
    for name in ("week.refused.jsonl", "week.refused.csv"):
        (tmp_path / name).mkdir()

    taken = plaudit("take-in", lines, url=database_url)
    of_guide = plaudit("take-in", table, "--partner", "guide", "--activity", "visit",
                       url=database_url)  # fmt: skip

    for done in (taken, of_guide):
        assert (done.code, done.out) == (2, "")
        assert "can't be written: Is a directory." in done.err
        assert "--refusals" in done.err
    assert town.points() == [0, 0, 0]


def test_an_edition_whose_folder_takes_no_file_stays_as_it_is(tmp_path: Path) -> None:
    programme = tmp_path / "programmes" / "riverside"
    shutil.copytree(ROOT / "catalogue", tmp_path, dirs_exist_ok=True)
    edition = programme / SECOND.name
    before = edition.read_bytes()
    (programme / f".{edition.name}.draft").mkdir()  # what is written first
    report = tmp_path / "report.json"
    report.write_text("{}")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("plaudit.core.approving.rehearsal_table", lambda *_: "")
        patched.setattr("plaudit.core.approving.with_table", lambda *_: "text")
        done = plaudit("rehearsed", edition, report)

    assert (done.code, done.out) == (2, "")
    assert "can't be written: Is a directory." in done.err
    assert edition.read_bytes() == before


def test_a_disk_that_is_full_is_told_and_no_half_file_stays(
    connection: psycopg.Connection,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    member = Riverside(connection, members=1).members[0]
    monkeypatch.setattr(export_files, "write_json", full)

    done = plaudit("export", str(member), tmp_path / "x.json", url=database_url)

    assert (done.code, done.out) == (2, "")
    assert "can't be written: No space left on device." in done.err
    assert list(tmp_path.iterdir()) == []


def test_what_may_not_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test may run as root, who may write everything: so who may is asked of a stand-in."""
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    kept = tmp_path / "kept.html"
    kept.write_text("before")

    for name in ("kept.html", "new.html"):
        done = plaudit("forecast", "--book", "riverside", "--output", tmp_path / name)
        assert (done.code, done.out) == (2, "")
        assert f"{name} can't be written: Permission denied." in done.err
    assert kept.read_text() == "before"
