"""The partner's office at a statement: a PDF that can't be made, and a dispute that is refused."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from plaudit.actions.close_month import close_month
from plaudit.actions.honour import honour
from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.refusals import REASONS, Code
from plaudit.core.settlement import month_named
from plaudit.core.staff import Role
from plaudit.pages.papers.fonts import SETTING
from plaudit.store.staff import Workplace
from tests.doors.visitor import Seen, Visitor
from tests.market import NOW, Market
from tests.staff import cookie_of, hire

PAGE = "/staff/partner/statements/2026-11/"
DISPUTE = {"line": "1", "reason": "wrong_price", "words": "It was 12 <b>points</b>."}


@pytest.fixture
def visitor(
    market: Market,
    connection: psycopg.Connection,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Visitor:
    """The café's office on its shift; November is closed, with one voucher in one line."""
    code = market.take("coffee").code
    honour(connection, market.tills["cafe"], str(code), now=NOW)
    close_month(connection, month_named("2026-11") or 0, now=NOW + 32 * DAY_SECONDS * SECOND)
    at = Workplace(market.programme_id, market.tills["cafe"].partner_id)
    person = hire(connection, at, "Malee Srisai", {Role.PARTNER_ADMIN})
    made = Visitor(database_url, monkeypatch, now=NOW)
    name, token = cookie_of(connection, person, now=NOW)
    made.client.cookies[name] = token
    made.get(PAGE)
    return made


def typed(seen: Seen) -> dict[str, str | None]:
    """Return what stands in the form's fields."""
    (line,) = [one["value"] for one in seen.having("input") if one.get("name") == "line"]
    (reason,) = [one["value"] for one in seen.having("option") if "selected" in one]
    return {"line": line, "reason": reason}


def test_a_pdf_without_its_font_leads_to_the_csv(
    visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert visitor.get(f"{PAGE}pdf").content.startswith(b"%PDF-")
    monkeypatch.setenv(SETTING, str(tmp_path))

    answer = visitor.get(f"{PAGE}pdf")

    assert answer.status_code == REASONS[Code.PDF_NOT_MADE].status == 501
    seen = Seen(answer)
    assert (
        "No PDF can be made here: a font for its letters is missing. The CSV file says the same."
        in seen.text
    )
    assert f"{PAGE}csv" in seen.addresses()
    assert answer["Content-Type"].startswith("text/html")
    assert visitor.get(f"{PAGE}csv").status_code == 200


def test_a_dispute_that_is_refused_keeps_what_was_typed(visitor: Visitor) -> None:
    for wrong, code in (
        ({"line": "7"}, Code.LINE_UNKNOWN),
        ({"line": "one"}, Code.LINE_UNKNOWN),
        ({"words": " "}, Code.WORDS_MISSING),
        ({"words": "n" * 501}, Code.WORDS_MISSING),
    ):
        answer = visitor.sends(f"{PAGE}dispute", DISPUTE | wrong)
        seen, sent = Seen(answer), DISPUTE | wrong
        assert answer.status_code == REASONS[code].status
        assert typed(seen) == {"line": sent["line"], "reason": "wrong_price"}
        assert sent["words"].strip() in seen.text


def test_a_dispute_that_is_pressed_twice_says_how_it_stands_and_keeps_the_words(
    visitor: Visitor,
) -> None:
    assert visitor.sends(f"{PAGE}dispute", DISPUTE)["Location"] == "/staff/partner/statements/"

    again = Seen(visitor.sends(f"{PAGE}dispute", DISPUTE))

    assert "This was disputed on 20 Nov 2026. It can be disputed once." in again.text
    assert "If you pressed before, that may have done it." in again.text
    assert DISPUTE["words"] in again.text
    assert "not done" not in again.text
    other = visitor.sends(f"{PAGE}dispute", DISPUTE | {"line": "0"})
    assert other.status_code == 302, "what was typed for one line can be said of the whole"
