"""Questions on the member's pages; deeds that were struck out; what ends soon; what is funded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import psycopg
import pytest

from plaudit.actions.decide import decide
from plaudit.actions.strike_out import strike_out
from plaudit.core.decision_words import tell_decision
from plaudit.core.funding import Funding
from plaudit.core.period import DAY_SECONDS, SECOND, Calendar, day_number
from plaudit.core.question import WORDS_MAX, Answer
from plaudit.core.reversal import Counts, Decision, Reversal
from plaudit.pages.funding import funding_in_words
from plaudit.pages.voices import voice_of
from plaudit.store.questions import open_questions
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside, instant

DAY = DAY_SECONDS * SECOND
QUESTIONS = "/member/questions/"
BY = "Somsak Dee, citizens' desk"


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside, whose first member has two awards of one day and a refusal."""
    town = Riverside(connection)
    town.settle(
        town.report("cup_return", {"cups": 10}, event_id="a", at="2026-11-19T09:00:00+07:00"),
        town.report("cup_return", {"cups": 10}, event_id="b", at="2026-11-19T15:00:00+07:00"),
        town.report("litter_pick", {"bags": 3}, event_id="c", at="2026-11-30T09:00:00+07:00"),
    )
    return town


@pytest.fixture
def visitor(riverside: Riverside, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """The first member with a browser, on 20 November 2026."""
    made = Visitor(database_url, monkeypatch, now=NOW)
    made.enters(riverside.members[0])
    return made


def keys(visitor: Visitor) -> list[str]:
    """Return what can be asked about on the statement, from its top: refusal, second, first."""
    inputs = Seen(visitor.get("/member/")).having("input")
    return [str(one["value"]) for one in inputs if one["name"] == "entry"]


def test_one_press_asks_about_an_award_or_a_refusal_and_shows_until_when_a_person_answers(
    riverside: Riverside, visitor: Visitor
) -> None:
    refused, _, first = keys(visitor)
    asked = visitor.sends(f"{QUESTIONS}ask", {"entry": first})
    visitor.sends(f"{QUESTIONS}ask", {"entry": refused, "words": "I was there, <b>really</b>."})

    page = Seen(visitor.get(asked.headers["Location"]))
    assert "Reusable cups returned, 19 Nov 2026" in page.text
    assert page.text.count("You asked on 20 Nov 2026.") == 2
    assert page.text.count("A person answers by 20 Dec 2026 at the latest.") == 2
    assert "I was there, <b>really</b>." in page.text
    assert len(keys(visitor)) == 1
    statement = Seen(visitor.get("/member/")).text
    assert "You asked about this on 20 Nov 2026. A person answers by 20 Dec 2026." in statement
    assert len(open_questions(riverside.connection)) == 2


def test_the_answer_stands_there_with_who_gave_it_and_what_came_of_it(
    riverside: Riverside, visitor: Visitor
) -> None:
    visitor.sends(f"{QUESTIONS}ask", {"entry": keys(visitor)[2]})
    (question,) = open_questions(riverside.connection)
    answer = Answer(question.question_id, BY, "It was ten cups.\nAll fits.", "explained")
    decide(riverside.connection, riverside.house, answer, now=NOW + DAY)

    page = Seen(visitor.get(QUESTIONS)).text

    assert f"{BY} answered on 21 Nov 2026." in page
    assert "The points stay as they are. It was ten cups. All fits." in page
    assert "at the latest" not in page
    assert len(keys(visitor)) == 3
    assert "and have an answer." in Seen(visitor.get("/member/")).text


def test_a_late_answer_is_called_late_and_says_where_to_complain(visitor: Visitor) -> None:
    visitor.sends(f"{QUESTIONS}ask", {"entry": keys(visitor)[0]})

    visitor.it_is(instant("2026-12-20T23:59:59+07:00"))
    in_time = Seen(visitor.get(QUESTIONS)).text
    visitor.it_is(instant("2026-12-21T00:00:00+07:00"))
    late = Seen(visitor.get(QUESTIONS)).text

    assert "A person answers by 20 Dec 2026 at the latest." in in_time
    assert "The answer was due on 20 Dec 2026 and is late." in late


def test_what_can_not_be_asked_is_refused_with_a_sentence(
    riverside: Riverside, visitor: Visitor
) -> None:
    key = keys(visitor)[2]
    visitor.sends(f"{QUESTIONS}ask", {"entry": key})
    riverside.settle(riverside.report("library_course", {}, member=1, event_id="d"))
    (theirs,) = riverside.connection.execute(
        "SELECT lpad(to_hex(max(deed_id)), 16, '0') FROM deed"
    ).fetchone() or ("",)

    for form, status, said in (
        ({"entry": key}, 409, "20 Dec 2026"),
        ({"entry": theirs}, 404, "There is no such entry in the statement."),
        ({"entry": "x" * 99}, 404, "There is no such entry in the statement."),
        ({}, 404, "There is no such entry in the statement."),
        ({"entry": keys(visitor)[0], "words": "x" * (WORDS_MAX + 1)}, 422, str(WORDS_MAX)),
    ):
        response = visitor.sends(f"{QUESTIONS}ask", form)
        assert said in Seen(response).text
        assert response.status_code == status
    assert len(open_questions(riverside.connection)) == 1
    assert visitor.client.post(f"{QUESTIONS}ask", {"entry": key}).status_code == 403


def test_a_struck_out_deed_shows_its_periods_points_before_and_after(
    riverside: Riverside, visitor: Visitor
) -> None:
    (first,) = riverside.connection.execute("SELECT min(deed_id) FROM deed").fetchone() or (0,)
    struck = Decision(riverside.members[0], first, BY, "wrong_member")
    strike_out(riverside.connection, riverside.house, struck, now=NOW)

    seen = Seen(visitor.get("/member/")).text

    before = "Before that the deeds of its time gave 15 points, and you had 15 points of them."
    after = "Now they give 10 points, and you have 10 points of them."
    assert "+10 points Not counted any more" in seen
    assert f"On 20 Nov 2026 {BY} took this deed out of the count: the deed was somebody" in seen
    assert seen.count(f"{before} {after}") == 2  # at the deed, and where the points moved
    assert "−5 points" in seen
    thai = Seen(visitor.get("/member/", language="th")).text
    assert "ไม่นับแล้ว" in thai


def test_points_that_end_within_30_days_are_announced_on_the_page(visitor: Visitor) -> None:
    said = "15 points can be spent until 31 May 2028, and not after that."

    for moment, is_said in (
        ("2028-05-01T23:00:00+07:00", False),
        ("2028-05-02T00:00:00+07:00", True),
        ("2028-05-31T23:59:00+07:00", True),
        ("2028-06-01T00:00:00+07:00", False),
    ):
        visitor.it_is(instant(moment))
        assert (said in Seen(visitor.get("/member/")).text) is is_said, moment


def test_until_when_the_programme_is_funded_is_said_to_everybody(visitor: Visitor) -> None:
    said = "Funded for the whole year, at the pace of the last weeks."

    assert said in Seen(visitor.get("/")).text
    assert said in Seen(visitor.get("/member/")).text


def test_a_budget_that_ends_is_said_with_its_day_and_one_that_is_used_up_plainly() -> None:
    english = voice_of("en")
    day = day_number(date(2026, 12, 5))

    assert funding_in_words(None, english) == ""
    assert funding_in_words(Funding(100, 10, day, None, day + 30), english) == (
        "Funded until 4 Dec 2026 at least, at the pace of the last weeks."
    )
    assert "used up" in funding_in_words(Funding(100, 0, day, day, day + 30), english)


def test_nul_asks_for_nothing_and_stands_in_no_words(
    riverside: Riverside, visitor: Visitor
) -> None:
    *_, first = keys(visitor)
    for address in ("rewards/a%00", "data/kinds/a%00/withhold"):
        assert visitor.get(f"/member/{address}").status_code == 404, address
    assert visitor.sends("/member/rewards/a%00/take").status_code == 404
    assert visitor.sends(f"{QUESTIONS}ask", {"entry": "f-\0"}).status_code == 404

    assert visitor.sends(f"{QUESTIONS}ask", {"entry": first, "words": "W\0hy?"}).status_code == 302
    assert "Why?" in Seen(visitor.get(QUESTIONS)).text


def test_what_was_spent_already_is_the_programmes_loss_and_no_debt() -> None:
    counts = Counts(10, 0, 10, 6)
    undone = Reversal(1, 2, 20_000, "strike_out", "wrong_day", BY, NOW, -4, 6, counts)

    said = tell_decision(undone, Calendar("Asia/Bangkok"), voice=voice_of("en"))

    assert said.endswith(
        "Before that the deeds of its time gave 10 points, and you had 10 points of them. "
        "Now they give 0 points, and you have 6 points of them. "
        "You had spent 6 points already. You owe nothing: the programme bears the loss."
    )
    parked = tell_decision(
        replace(undone, in_vouchers_points=4), Calendar("Asia/Bangkok"), voice=voice_of("en")
    )
    assert "You had spent 2 points already." in parked
    assert "Vouchers that were not used yet held 4 points. You owe nothing" in parked
