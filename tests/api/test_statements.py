"""Statements over HTTP: the list, the canonical text, CSV, and disputes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from plaudit.actions.close_month import close_month
from plaudit.core.settlement import month_named
from plaudit.pages.papers.fonts import SETTING
from tests.api.town import Town, said
from tests.market import NOW

MONTH = 32 * 86_400_000_000


def closed(town: Town) -> None:
    """Let the café be owed something, and close November; once for all tests."""
    if town.count("settlement_statement"):
        return
    town.do("POST /v1/honours", {"code": town.code()})
    month = month_named("2026-11")
    assert month is not None
    close_month(town.connection, month, now=NOW + MONTH)


def test_a_partner_reads_its_statements_and_can_prove_them(town: Town) -> None:
    closed(town)

    listed = town.ask("GET /v1/statements").json()
    read = town.ask("GET /v1/statements/2026-11")
    table = town.ask("GET /v1/statements/2026-11/csv")
    paper = town.ask("GET /v1/statements/2026-11/pdf")

    (one,) = listed["statements"]
    assert (one["month"], one["number"], one["closing_points"]) == ("2026-11", 1, 10)
    assert listed["owed_points"] == 10
    assert read.headers["content-type"] == "application/json"
    assert hashlib.sha256(read.content).hexdigest() == one["sha256"]
    assert read.headers["etag"] == table.headers["etag"] == f'"{one["sha256"]}"'
    assert [line["what"] for line in read.json()["lines"]] == ["coffee"]
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")
    assert table.text.splitlines()[2].startswith("2026-11,1,1,2026-11-20,honoured,coffee,1,10")


def test_a_pdf_that_cannot_be_made_is_a_problem_that_names_the_csv(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(town)
    monkeypatch.setenv(SETTING, str(tmp_path))

    refused = town.ask("GET /v1/statements/2026-11/pdf")

    assert said(refused) == (501, "pdf_not_made")
    assert "GET /v1/statements/2026-11/csv" in refused.json()["detail"]
    assert town.ask("GET /v1/statements/2026-11/csv").status_code == 200


def test_a_month_without_a_statement_and_another_partners_are_not_there(town: Town) -> None:
    closed(town)

    for address in (f"/v1/statements/2026-11{form}" for form in ("", "/csv", "/pdf")):
        for other in ("shop", "inn"):
            assert said(town.ask(f"GET {address}", at=other)) == (404, "statement_unknown")
    assert said(town.ask("GET /v1/statements/2026-10")) == (404, "statement_unknown")
    assert said(town.ask("GET /v1/statements/2026-13")) == (404, "statement_unknown")
    assert said(town.ask("GET /v1/statements/November")) == (400, "field_wrong")
    assert town.ask("GET /v1/statements", at="shop").json() == {"owed_points": 0, "statements": []}


def test_a_line_is_disputed_once(town: Town) -> None:
    closed(town)
    dispute = "POST /v1/statements/2026-11/disputes"
    body = {"reason": "wrong_price", "words": "A coffee is worth 12.", "line": 1}

    done = town.do(dispute, body)
    twice = town.do(dispute, body)
    wrong = [
        town.do(dispute, body | changed)
        for changed in ({"line": 9}, {"reason": "mood"}, {"words": " "}, {"line": True})
    ]
    others = town.do(dispute, body, at="shop")

    assert done.status_code == 201
    assert town.ask("GET /v1/disputes").json() == {"disputes": [done.json()]}
    assert done.json()["answer"] is None
    assert said(twice) == (409, "disputed_already")
    assert [said(one)[1] for one in wrong] == [
        "line_unknown", "settlement_reason_unknown", "words_missing", "field_wrong",
    ]  # fmt: skip
    assert said(others) == (404, "statement_unknown")
    assert said(town.do("POST /v1/statements/2026-13/disputes", body))[1] == "statement_unknown"
    assert town.ask("GET /v1/disputes", at="shop").json() == {"disputes": []}
