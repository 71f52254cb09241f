"""Questions: asked in one action, answered by a person, with a clock."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.decide import decide
from plaudit.actions.question import ask
from plaudit.actions.strike_out import strike_out
from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.question import OPEN_MAX, WORDS_MAX, Answer, clock_of
from plaudit.core.refusals import Refused
from plaudit.core.reversal import Decision
from plaudit.sql.loader import query
from plaudit.store.questions import open_questions, questions_of
from plaudit.store.statement import read_statement
from tests.riverside import NOW, Riverside, statuses

BY = "Somsak Dee, citizens' desk"
DAY = DAY_SECONDS * SECOND


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    city = Riverside(connection)
    outcomes = city.settle(
        city.report("cup_return", {"cups": 10}),
        city.report("cup_return", {"cups": 3}, event_id="2", at="2026-11-30T09:00:00+07:00"),
    )
    assert statuses(outcomes) == ["accepted", "in_the_future"]
    return city


def keys(riverside: Riverside) -> list[str]:
    """Return the statement's keys: the refused deed lies ahead, so it comes first."""
    found = read_statement(riverside.connection, riverside.members[0], now=NOW)
    assert found is not None
    return [entry.key for entry in found.entries]


def asked(riverside: Riverside, key: str, *, words: str = "", now: int = NOW) -> int:
    member_id = riverside.members[0]
    return ask(riverside.connection, riverside.house, member_id, key, now=now, words=words)


def refused_code(caught: pytest.ExceptionInfo[Refused]) -> str:
    return caught.value.refusal.code.value


def test_a_question_is_asked_in_one_action_and_answered_by_a_person(riverside: Riverside) -> None:
    refusal_key, award_key = keys(riverside)
    one = asked(riverside, award_key, words="  I brought twelve cups. ")
    two = asked(riverside, refusal_key, now=NOW + DAY)
    assert [question.question_id for question in open_questions(riverside.connection)] == [one, two]

    answer = Answer(one, BY, "The café wrote ten.", "explained")
    decide(riverside.connection, riverside.house, answer, now=NOW + 3 * DAY)

    (waiting,) = open_questions(riverside.connection)
    assert (waiting.question_id, waiting.words) == (two, "")
    _, mine = questions_of(riverside.connection, riverside.members[0])
    assert (mine.words, mine.answer) == ("I brought twelve cups.", "The café wrote ten.")
    assert (mine.decided_by, mine.decided_at) == (BY, NOW + 3 * DAY)
    assert questions_of(riverside.connection, riverside.members[1]) == []


def test_the_clock_warns_on_day_20_and_alarms_on_day_30(riverside: Riverside) -> None:
    asked(riverside, keys(riverside)[1])
    (question,) = open_questions(riverside.connection)
    calendar = riverside.house.programmes[riverside.programme_id].calendar
    days = (calendar.day_of(question.asked_at), calendar.day_of(question.answer_by - 1))

    states = {
        day: clock_of(*days, today=calendar.day_of(NOW + day * DAY)).value
        for day in (0, 19, 20, 29, 30, 31)
    }

    assert states == {
        0: "open", 19: "open", 20: "warning", 29: "warning", 30: "alarm", 31: "alarm",
    }  # fmt: skip


def test_what_cannot_be_asked_is_refused(riverside: Riverside) -> None:
    refusal_key, award_key = keys(riverside)
    asked(riverside, award_key)
    tries = {
        "question_open": (award_key, ""),
        "entry_unknown": ("00000000000000ff", ""),
        "words_too_long": (refusal_key, "x" * (WORDS_MAX + 1)),
    }
    for code, (key, words) in tries.items():
        with pytest.raises(Refused) as caught:
            asked(riverside, key, words=words)
        assert refused_code(caught) == code
    other = riverside.members[1]
    with pytest.raises(Refused) as caught:
        ask(riverside.connection, riverside.house, other, award_key, now=NOW)
    assert refused_code(caught) == "entry_unknown"

    for number in range(3, OPEN_MAX + 3):
        riverside.settle(riverside.report("cup_return", {"cups": 1}, event_id=str(number)))
    *others, one_more = [key for key in keys(riverside) if key != award_key][:OPEN_MAX]
    for key in others:
        asked(riverside, key)
    with pytest.raises(Refused) as caught:
        asked(riverside, one_more)
    assert refused_code(caught) == "too_many_questions"
    assert len(open_questions(riverside.connection)) == OPEN_MAX


def test_an_answer_comes_with_its_counter_entry(riverside: Riverside) -> None:
    award_key = keys(riverside)[1]
    deed_id, member_id = int(award_key, 16), riverside.members[0]
    one = asked(riverside, award_key)
    out = Answer(one, BY, "It was not you.", "struck_out", reason="wrong_member")
    decide(riverside.connection, riverside.house, out, now=NOW)
    assert riverside.points() == 0

    two = asked(riverside, award_key)
    back = Answer(two, "Nok Boonma", "It was you after all.", "restored")
    decide(riverside.connection, riverside.house, back, now=NOW)
    assert riverside.points() == 10

    strike_out(
        riverside.connection,
        riverside.house,
        Decision(member_id, deed_id, BY, "wrong_amount"),
        now=NOW,
    )
    three = asked(riverside, award_key)
    riverside.settle(riverside.report("cup_return", {"cups": 12}, event_id="new"), now=NOW + 1)
    new = next(key for key in keys(riverside) if key != award_key and key[0] == "0")
    anew = Answer(three, BY, "Twelve it is.", "reported_anew", new_deed_id=int(new, 16))
    decide(riverside.connection, riverside.house, anew, now=NOW + 2)
    assert riverside.points() == 12
    assert [one.result for one in questions_of(riverside.connection, member_id)] == [
        "reported_anew",
        "restored",
        "struck_out",
    ]


def test_a_deed_that_was_there_before_the_question_was_not_reported_anew(
    riverside: Riverside,
) -> None:
    before = riverside.report("cup_return", {"cups": 2}, event_id="before")
    riverside.settle(before, now=NOW - 1)
    refusal_key, *award_keys = keys(riverside)
    one = asked(riverside, refusal_key)

    for key in award_keys:
        answer = Answer(one, BY, "It is there.", "reported_anew", new_deed_id=int(key, 16))
        with pytest.raises(Refused) as caught:
            decide(riverside.connection, riverside.house, answer, now=NOW + 1)
        assert refused_code(caught) == "new_deed_doesnt_fit"
    assert len(open_questions(riverside.connection)) == 1

    riverside.settle(riverside.report("cup_return", {"cups": 1}, event_id="since"), now=NOW + 1)
    (new,) = set(keys(riverside)) - {refusal_key, *award_keys}
    answer = Answer(one, BY, "It is there.", "reported_anew", new_deed_id=int(new, 16))
    decide(riverside.connection, riverside.house, answer, now=NOW + 2)
    assert open_questions(riverside.connection) == []


def test_an_answer_that_cannot_stand_changes_nothing(riverside: Riverside) -> None:
    refusal_key, award_key = keys(riverside)
    one, two = asked(riverside, award_key), asked(riverside, refusal_key)
    tries = {
        "not_a_person": Answer(one, "The system", "No.", "explained"),
        "answer_missing": Answer(one, BY, "  ", "explained"),
        "question_unknown": Answer(999, BY, "No.", "explained"),
        "answer_doesnt_fit": Answer(two, BY, "No.", "restored"),
        "nothing_to_restore": Answer(one, BY, "No.", "restored"),
        "reason_unknown": Answer(one, BY, "No.", "struck_out", reason="rude"),
    }
    for code, answer in tries.items():
        with pytest.raises(Refused) as caught:
            decide(riverside.connection, riverside.house, answer, now=NOW)
        assert refused_code(caught) == code
    itself = Answer(one, BY, "No.", "reported_anew", new_deed_id=int(award_key, 16))
    with pytest.raises(Refused):
        decide(riverside.connection, riverside.house, itself, now=NOW)
    assert len(open_questions(riverside.connection)) == 2
    assert riverside.points() == 10

    fine = Answer(one, BY, "Ten cups, ten points.", "explained")
    decide(riverside.connection, riverside.house, fine, now=NOW)
    with pytest.raises(Refused) as caught:
        decide(riverside.connection, riverside.house, fine, now=NOW)
    assert refused_code(caught) == "question_answered"


@pytest.mark.parametrize("name", ["questions_of_member", "question_numbered"])
def test_a_question_is_found_by_an_index_however_many_there_are(
    connection: psycopg.Connection, name: str
) -> None:
    connection.execute("SET enable_seqscan = off")  # a few rows are quicker read whole
    asked = {"member_id": 7, "question_id": 7, "most": 9}
    plan = connection.execute(b"EXPLAIN " + query(name), asked)
    said = "\n".join(row[0] for row in plan)
    assert "Index" in said
    assert "Seq Scan on question " not in said
