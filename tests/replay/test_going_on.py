"""A gathering that was stopped goes on with the file at which it was."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner, Result

from plaudit.cli.main import application
from plaudit.core.deed import Report, Unread
from plaudit.core.period import Calendar
from plaudit.ingest.reading import Reader
from plaudit.replay import arrivals, parquet
from plaudit.replay.arrivals import Arrived
from plaudit.replay.gathering import Gathering
from tests.replay.deeds import events
from tests.replay.deeds import parquet as write_parquet
from tests.riverside import ACTIVITIES, EDITIONS


def replay(*arguments: object) -> Result:
    return CliRunner().invoke(application(), ["replay", *map(str, [*EDITIONS, *arguments])])


def test_after_a_stop_no_file_is_read_twice_and_nothing_is_counted_twice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sent = events(Random(8), 450)
    files = [tmp_path / name for name in ("1.parquet", "2.jsonl", "3.jsonl")]
    write_parquet(sent[:150], files[0])
    for file, some in ((files[1], sent[150:300]), (files[2], sent[300:])):
        file.write_text("".join(json.dumps(one.cloud_event()) + "\n" for one in some))
    whole = replay(*files)
    assert "Refused: " in whole.stderr
    last = next(one.id for at, one in enumerate(sent) if at > 250 and one.id == f"e-{at}")
    read = Reader.read_line

    def stop(self: Reader, line: bytes) -> Report | Unread:
        if f'"{last}"'.encode() in line:
            raise KeyboardInterrupt
        return read(self, line)

    work = ("--work", tmp_path / "work")
    with monkeypatch.context() as patched:
        patched.setattr(Reader, "read_line", stop)
        patched.setattr(arrivals, "ROWS_AT_ONCE", 20)  # so that a part of the second file is in
        stopped = replay(*files, *work)
    assert stopped.exit_code != 0
    assert stopped.stdout == ""

    with monkeypatch.context() as patched:
        patched.setattr(parquet, "parquet_deeds", pytest.fail)
        done = replay(*files, *work)

    assert done.stdout == whole.stdout
    assert done.stderr == f"Going on: 1 of 3 files were gathered before.\n{whole.stderr}"
    assert not list((tmp_path / "work").glob("gathering*"))


def _begin(folder: Path, read_with: str) -> Gathering:
    return Gathering(folder, ACTIVITIES, Calendar("Asia/Bangkok"), read_with=read_with)


def _put(gathering: Gathering, file: str) -> None:
    cups = Arrived("cafe", file, "ann", "cup_return", 0, 0, (1_000_000,))
    gathering.put([(gathering.position, cups)])


def _held(gathering: Gathering) -> list[str]:
    rows = gathering.connection.execute("SELECT event_id FROM arrived ORDER BY position").fetchall()
    gathering.close()
    return [id for (id,) in rows]


def test_only_the_same_files_read_in_the_same_way_are_gone_on_with(tmp_path: Path) -> None:
    first = _begin(tmp_path, "as now")
    for number, file in enumerate(("one", "two", "three")):
        _put(first, file)
        first.took(file, {"day_future": number})
    _put(first, "a part of four")
    first.close()

    again = _begin(tmp_path, "as now")
    assert again.go_on(["one", "two", "changed", "three"]) == (2, Counter(day_future=1))
    assert (again.position, again.arrived) == (2, 2)
    _put(again, "changed")
    again.took("changed", {})
    assert _held(again) == ["one", "two", "changed"]

    third = _begin(tmp_path, "as now")
    assert third.go_on(["one", "two", "changed"])[0] == 3
    assert _held(third) == ["one", "two", "changed"]
    for read_with in ("otherwise", ""):
        other = _begin(tmp_path, read_with)
        assert other.go_on(["one"]) == (0, Counter())
        assert _held(other) == []

    (tmp_path / "gathering.duckdb").write_text("no database")
    anew = _begin(tmp_path, "as now")
    assert anew.go_on(["one"]) == (0, Counter())
    assert _held(anew) == []
