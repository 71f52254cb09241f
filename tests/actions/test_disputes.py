"""Disputes of statements on the real PostgreSQL; the book's checks follow each test."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from plaudit.actions.close_month import close_month
from plaudit.actions.decide_dispute import decide_dispute
from plaudit.actions.dispute import dispute
from plaudit.actions.honour import honour
from plaudit.core.refusals import Code, Refused
from plaudit.core.settlement import month_named
from plaudit.store.disputes import Decided, Disputed, read_disputes
from plaudit.store.settlement import read_owed, read_statements
from tests.market import NOW, Market
from tests.riverside import instant

NOVEMBER = month_named("2026-11") or 0
IN_DECEMBER = instant("2026-12-02T09:00:00+07:00")
LATER = instant("2026-12-09T09:00:00+07:00")
WORDS = "We took two coffees on that day."
PIM = "Pim Chaiyo, points office"


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market whose café has a statement of November with one line, of 60 points."""
    made = Market(connection)
    made.give(100)
    code = made.take("coffee").code
    assert code is not None
    honour(connection, made.tills["cafe"], code, now=NOW)
    close_month(connection, NOVEMBER, now=IN_DECEMBER)
    return made


def disputed(market: Market, line: int = 0, **given: Any) -> Disputed:
    """Dispute the café's statement of November, or what is given."""
    of = Disputed(market.tills["cafe"].partner_id, given.get("month", NOVEMBER), line)
    reason, words = given.get("reason", "voucher_missing"), given.get("words", WORDS)
    dispute(market.connection, of, reason=reason, words=words, now=IN_DECEMBER)
    return of


def test_a_dispute_is_decided_by_a_correction_and_the_statement_stays(market: Market) -> None:
    connection = market.connection
    of = disputed(market, line=1)
    before = read_statements(connection, of.partner_id)

    decide_dispute(connection, of, Decided("One was left out.", PIM, LATER, 60))

    assert read_owed(connection, of.partner_id) == 120
    assert read_statements(connection, of.partner_id) == before
    (found,) = read_disputes(connection, of.partner_id)
    assert (found.month, found.number, found.line, found.words) == (NOVEMBER, 1, 1, WORDS)
    assert found.decided == Decided("One was left out.", PIM, LATER, 60)
    december = month_named("2026-12")
    assert december is not None
    in_january = instant("2027-01-01T00:00:00+07:00")
    (made,) = close_month(connection, december, now=in_january)
    assert [(line.what, line.points) for line in made.lines] == [("dispute", 60)]


def test_a_dispute_is_decided_by_an_explanation_and_once(market: Market) -> None:
    connection = market.connection
    of = disputed(market)
    decide_dispute(connection, of, Decided("The second was cancelled.", PIM, LATER, None))

    with pytest.raises(Refused) as again:
        decide_dispute(connection, of, Decided("No.", PIM, LATER, -60))

    assert again.value.refusal.code is Code.DISPUTE_DECIDED
    assert dict(again.value.refusal.facts) == {"decided_on": "2026-12-09"}
    assert read_owed(connection, of.partner_id) == 60


def test_the_whole_and_each_line_are_disputed_once(market: Market) -> None:
    disputed(market)
    disputed(market, line=1)

    for line in (0, 1):
        with pytest.raises(Refused) as again:
            disputed(market, line=line)
        assert again.value.refusal.code is Code.DISPUTED_ALREADY
        assert dict(again.value.refusal.facts) == {"disputed_on": "2026-12-02"}


@pytest.mark.parametrize(
    ("line", "given", "code"),
    [
        (2, {}, Code.LINE_UNKNOWN),
        (-1, {}, Code.LINE_UNKNOWN),
        (0, {"month": NOVEMBER - 31}, Code.STATEMENT_UNKNOWN),
        (0, {"reason": "because"}, Code.SETTLEMENT_REASON_UNKNOWN),
        (0, {"words": "  "}, Code.WORDS_MISSING),
        (0, {"words": "x" * 501}, Code.WORDS_MISSING),
    ],
)
def test_a_dispute_is_refused_and_nothing_is_kept(
    market: Market, line: int, given: dict[str, Any], code: Code
) -> None:
    with pytest.raises(Refused) as refused:
        disputed(market, line, **given)

    assert refused.value.refusal.code is code
    assert read_disputes(market.connection, market.tills["cafe"].partner_id) == []


@pytest.mark.parametrize(
    ("by", "words", "points", "code"),
    [
        ("The points office", "Right.", 60, Code.NOT_A_PERSON),
        (PIM, "", 60, Code.WORDS_MISSING),
        (PIM, "x" * 2001, 60, Code.WORDS_MISSING),
        (PIM, "Right.", 0, Code.POINTS_WRONG),
    ],
)
def test_a_decision_is_refused_and_the_dispute_stays_open(
    market: Market, by: str, words: str, points: int, code: Code
) -> None:
    of = disputed(market)
    with pytest.raises(Refused) as refused:
        decide_dispute(market.connection, of, Decided(words, by, LATER, points))

    assert refused.value.refusal.code is code
    (found,) = read_disputes(market.connection, of.partner_id)
    assert found.decided is None
    assert read_owed(market.connection, of.partner_id) == 60


def test_what_was_not_disputed_is_not_decided(market: Market) -> None:
    of = Disputed(market.tills["shop"].partner_id, NOVEMBER)
    with pytest.raises(Refused) as refused:
        decide_dispute(market.connection, of, Decided("Right.", PIM, LATER, None))

    assert refused.value.refusal.code is Code.DISPUTE_UNKNOWN
