"""The officer's pages in a hurry: what is pressed twice, and what was typed wrongly."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.store.rights import read_looks
from tests.doors.officers import (
    DEEDS,
    MALEE,
    QUEUE,
    asks,
    begins,
    found,
    keys,
    market_of_two_persons,
    officers,
    sealed,
)
from tests.doors.visitor import Seen, Visitor
from tests.market import Market


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    return market_of_two_persons(connection)


@pytest.fixture
def visitor(market: Market, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return officers(market, database_url, monkeypatch)


def test_who_presses_twice_is_told_to_look_and_not_that_it_was_not_done(
    market: Market, visitor: Visitor
) -> None:
    number = asks(market, keys(market)[1])
    visitor.get(f"{QUEUE}{number}")
    answer = {"result": "explained", "words": "It was ten.", "reason": "", "deed": ""}
    small, large = ({"of": sealed(found(visitor, one)), "reason": "wrong_day"} for one in "12")
    presses = [(f"{QUEUE}{number}/answer", answer)]
    presses += [(f"{DEEDS}strike-out", one) for one in (small, large)]
    twice(visitor, presses)

    begins(visitor, MALEE)
    waiting = {"of": sealed(Seen(visitor.get(DEEDS)))}
    read = {"of": sealed(Seen(visitor.sends(f"{DEEDS}waiting", waiting)))}
    twice(visitor, [(f"{DEEDS}proposal/agree", read)])


def test_an_answered_question_is_not_opened_by_an_answer_that_chooses_nothing(
    market: Market, visitor: Visitor
) -> None:
    words, nothing = "I brought twelve.", {"result": "", "words": "x", "reason": "", "deed": ""}
    number = asks(market, keys(market)[1], words)
    visitor.get(f"{QUEUE}{number}")
    visitor.sends(f"{QUEUE}{number}/answer", nothing | {"result": "explained"})

    again = visitor.sends(f"{QUEUE}{number}/answer", nothing)

    assert (again.status_code, words in Seen(again).text) == (409, False)


def test_another_question_of_the_same_member_is_another_look(
    market: Market, visitor: Visitor
) -> None:
    one, two = (asks(market, key, "Why?") for key in keys(market)[:2])
    visitor.get(f"{QUEUE}{one}")
    nothing = {"result": "", "words": "x", "reason": "", "deed": ""}
    assert "Why?" in Seen(visitor.sends(f"{QUEUE}{two}/answer", nothing)).text
    looks = read_looks(market.connection, market.members[0], how_many=9)
    assert [one.through for one in looks] == [f"console: question {n}" for n in (two, one)]


def twice(visitor: Visitor, presses: list[tuple[str, dict[str, str]]]) -> None:
    for address, form in presses:
        assert visitor.sends(address, form).status_code == 302
        again = Seen(visitor.sends(address, form))
        assert "Look how it stands now" in again.text
        assert "If you pressed before, that may have done it." in again.text
        assert "That was not done" not in again.text
        assert "Go back" in again.text


def test_a_report_that_is_not_found_stands_in_the_form_again_and_reasons_are_an_officers(
    visitor: Visitor,
) -> None:
    page = found(visitor, "2026-11-18/0000471")

    assert [one["value"] for one in page.having("input") if one["name"] == "event"] == [
        "2026-11-18/0000471"
    ]
    assert [one["value"] for one in page.having("option") if "selected" in one] == ["cafe"]
    assert "the member asked for it" in found(visitor, "1").text
    assert "you asked for it" not in found(visitor, "1").text
