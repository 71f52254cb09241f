"""`plaudit closing`: closed, listed, written, and checked without a database."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from plaudit.actions.close_books import close_books
from tests.cli.running import plaudit
from tests.market import NOW, Market
from tests.riverside import instant


@pytest.fixture
def file(database_url: str, connection: psycopg.Connection, tmp_path: Path) -> Path:
    """A file of the closings of a market."""
    Market(connection).give(50, at=instant("2026-10-10T12:00:00+07:00"))
    assert len(close_books(connection, now=NOW)) == 8
    written = tmp_path / "closings.json"
    done = plaudit("closing", "write", "market", str(written), url=database_url)
    assert done.code == 0
    return written


def test_closings_are_written_and_verified(file: Path, database_url: str) -> None:
    listed = plaudit("closing", "list", "market", url=database_url).out
    key = listed.rsplit("public key  ", 1)[1].strip()
    shown = plaudit("closing", "show", "market", "2026-10", url=database_url).out

    done = plaudit("closing", "verify", str(file), "--key", key)

    assert done.code == 0
    assert "closings are signed and follow one another." in done.out
    assert json.loads(shown)["accounts"]["issue"]["moved"] == -50
    assert plaudit("closing", "verify", str(file), "--key", "00" * 32).code == 1


def test_a_file_that_was_changed_is_refused(file: Path) -> None:
    said = file.read_text("utf-8")
    file.write_text(said.replace('\\"moved\\":-50', '\\"moved\\":-40'), encoding="utf-8")

    done = plaudit("closing", "verify", str(file))

    assert done.code == 1
    assert "WRONG  closing 8: Its signature isn't that of its text and key." in done.out


def test_one_closing_is_told_as_one(file: Path) -> None:
    said = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(said | {"closings": said["closings"][:1]}), encoding="utf-8")

    done = plaudit("closing", "verify", str(file))

    assert done.code == 0
    assert done.out.startswith("1 closing is signed.\n")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "closings": []}', "\0" * 9]
)
def test_what_is_no_file_of_closings_is_said(tmp_path: Path, text: str) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text(text, encoding="utf-8")

    assert plaudit("closing", "verify", str(wrong)).code == 2
    assert plaudit("closing", "verify", str(tmp_path / "none.json")).code == 2
    assert plaudit("closing", "verify", str(wrong), "--key", "x").code == 2


def test_a_programme_or_month_that_is_not_there(file: Path, database_url: str) -> None:
    assert file.exists()
    assert plaudit("closing", "list", "no", url=database_url).code == 1
    assert plaudit("closing", "show", "market", "2019-01", url=database_url).code == 1


def test_closing_twice_closes_nothing_more(file: Path, database_url: str) -> None:
    """What is closed the first time depends on the day; the second time there is nothing."""
    assert file.exists()
    assert plaudit("closing", "close", url=database_url).code == 0
    assert "Nothing to close" in plaudit("closing", "close", url=database_url).out
