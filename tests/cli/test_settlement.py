"""`plaudit settlement`: closing, showing, correcting, paying, disputing by hand."""

from __future__ import annotations

import csv
import io
import json
import re
from hashlib import sha256
from pathlib import Path

import psycopg
import pypdfium2
import pytest

from plaudit.actions.honour import honour
from plaudit.core.settlement import Head, Line, Statement, month_named
from plaudit.core.settlement_csv import statement_csv
from plaudit.pages.papers.fonts import SETTING
from tests.cli.running import Done, plaudit
from tests.market import JOINED, Market
from tests.riverside import instant

MARCH = instant("2026-04-20T09:00:00+07:00")
BY = ("--by", "Pim Chaiyo")


@pytest.fixture
def url(connection: psycopg.Connection, database_url: str) -> str:
    """A book in which the café honoured a coffee in April 2026."""
    market = Market(connection)
    assert JOINED < MARCH
    market.give(100, at=MARCH)
    code = market.take("coffee", now=MARCH).code
    assert code is not None
    honour(connection, market.tills["cafe"], code, now=MARCH)
    return database_url


def settlement(*words: str | Path, url: str) -> Done:
    return plaudit("settlement", *words, url=url)


def test_a_month_is_closed_and_shown_in_each_form(url: str, tmp_path: Path) -> None:
    closed = settlement("close", "2026-04", url=url)
    again = settlement("close", "2026-04", url=url)
    shown = settlement("show", "cafe", url=url)
    as_json = settlement("show", "cafe", "2026-04", "--json", url=url)
    written = settlement("show", "cafe", "--csv", tmp_path / "cafe.csv", url=url)

    assert closed.out == "cafe  2026-04  number 1, 60 points owed\n"
    assert again.out == "Nothing to make: every statement is there.\n"
    text = as_json.out.rstrip("\n")
    assert json.loads(text)["closing_points"] == 60
    assert f"sha256  {sha256(text.encode()).hexdigest()}\n" in shown.out
    assert "   1  2026-04-20  honoured: 1 × coffee" in shown.out
    assert written.code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "cafe.csv").read_text("utf-8"))))
    assert [(row["kind"], row["points"]) for row in rows] == [
        ("opening", "0"),
        ("honoured", "60"),
        ("closing", "60"),
    ]


def test_a_statement_is_written_as_pdf_with_its_files_hash(url: str, tmp_path: Path) -> None:
    settlement("close", "2026-04", url=url)
    path = tmp_path / "cafe.pdf"
    written = [settlement("show", "cafe", "--pdf", path, url=url) for _ in range(2)]

    content = path.read_bytes()
    said = f"written: {path}, sha256 {sha256(content).hexdigest()}\n"
    assert [one.out for one in written] == [said, said]
    text = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert "Statement of settlement, April 2026" in text
    assert "Coffee" in text
    assert "Cafe (cafe)" in text


def test_without_its_fonts_no_pdf_is_written(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path))
    settlement("close", "2026-04", url=url)
    refused = settlement("show", "cafe", "--pdf", tmp_path / "cafe.pdf", url=url)

    assert (refused.code, refused.out) == (1, "")
    assert "The font Noto Sans wasn't found" in refused.err
    assert list(tmp_path.iterdir()) == []


def test_an_account_is_corrected_paid_disputed_and_decided(url: str) -> None:
    settlement("close", "2026-04", url=url)
    more = ("--points", "10", "--reason", "left_out", "--reference", "A1", *BY)
    said = ("--reason", "voucher_missing", "--words", "Two coffees.")

    done = [
        settlement("correct", "cafe", *more, url=url),
        settlement("pay", "cafe", "--points", "50", "--reference", "B1", *BY, url=url),
        settlement("dispute", "cafe", "2026-04", "--line", "1", *said, url=url),
        settlement("decide", "cafe", "2026-04", "--line", "1", "--words", "Yes.", *BY,
                   "--points", "60", url=url),
        settlement("list", "cafe", url=url),
    ]  # fmt: skip

    assert [one.code for one in done] == [0] * 5
    assert re.fullmatch(r"Booked under number \d{16}\. Owed now: 20 points\.\n", done[1].out)
    assert "line 1 disputed: voucher_missing" in done[4].out
    assert "corrected by +60 points by Pim Chaiyo: Yes." in done[4].out
    assert done[4].out.endswith("Owed now: 80 points.\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("close", "2999-01"), 1, "2999-01 isn't over yet."),
        (("close", "April"), 2, "Write it like 2026-11."),
        (("show", "cafe"), 1, "cafe has no statement."),
        (("show", "cafe", "2026-03"), 1, "cafe has no statement of 2026-03."),
        (("list", "nobody"), 1, "There is no partner nobody."),
        (("pay", "cafe", "--points", "61", "--reference", "B1", *BY), 1, "60 points are owed"),
    ],
)
def test_it_refuses_with_a_sentence(url: str, words: tuple[str, ...], code: int, said: str) -> None:
    done = settlement(*words, url=url)

    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_month_is_not_over_where_nobody_was_ever_owed_anything(
    connection: psycopg.Connection, database_url: str
) -> None:
    nowhere = settlement("close", "2999-01", url=database_url)
    Market(connection)
    nobody = settlement("close", "2999-01", url=database_url)
    over = settlement("close", "2026-04", url=database_url)

    for refused in (nowhere, nobody):
        assert (refused.code, refused.out) == (1, "")
        assert "2999-01 isn't over yet." in refused.err
    assert (over.code, over.out) == (0, "Nothing to make: every statement is there.\n")


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    month = month_named("2026-04")
    assert month is not None
    line = Line(month, "honoured", "=cmd", 1, 60, "1")
    minus = Line(month, "undone", "tea", 1, -60, "2")
    text = statement_csv(Statement(Head("market", "cafe", month, 1), 0, (line, minus)))

    assert text.splitlines()[2] == "2026-04,1,1,2026-04-01,honoured,'=cmd,1,60,,,1"
    assert text.splitlines()[3] == "2026-04,1,2,2026-04-01,undone,tea,1,-60,,,2"
    assert text.count("\r\n") == 5
