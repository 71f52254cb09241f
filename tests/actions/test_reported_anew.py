"""A deed that was reported anew answers one question, while it counts."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.decide import decide
from plaudit.actions.strike_out import strike_out
from plaudit.core.question import Answer
from plaudit.core.refusals import Code, Refused
from plaudit.core.reversal import Decision
from tests.actions.test_questions import BY, asked, keys
from tests.riverside import NOW, Riverside


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """A member with two deeds, of which nothing was asked yet."""
    town = Riverside(connection)
    for nth in (1, 2):
        deed = town.report("cup_return", {"cups": 2}, event_id=str(nth))
        town.settle(deed, now=NOW - 1)
    return town


def reported_since(riverside: Riverside) -> int:
    """Report one more, after the questions, and return its number."""
    before = set(keys(riverside))
    riverside.settle(riverside.report("cup_return", {"cups": 1}, event_id="since"), now=NOW + 1)
    (new,) = set(keys(riverside)) - before
    return int(new, 16)


def answers(riverside: Riverside, question: int, new: int) -> None:
    answer = Answer(question, BY, "It is there.", "reported_anew", new_deed_id=new)
    decide(riverside.connection, riverside.house, answer, now=NOW + 2)


def refused(code: Code) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda raised: raised.refusal.code is code)


def test_one_deed_answers_one_question(riverside: Riverside) -> None:
    first, second = (asked(riverside, key) for key in keys(riverside))
    new = reported_since(riverside)

    answers(riverside, first, new)
    with refused(Code.NEW_DEED_DOESNT_FIT):
        answers(riverside, second, new)


def test_a_deed_that_is_struck_out_answers_none(riverside: Riverside) -> None:
    question = asked(riverside, keys(riverside)[0])
    new = reported_since(riverside)
    decision = Decision(riverside.members[0], new, BY, "wrong_amount")
    strike_out(riverside.connection, riverside.house, decision, now=NOW + 1)

    with refused(Code.NEW_DEED_DOESNT_FIT):
        answers(riverside, question, new)
