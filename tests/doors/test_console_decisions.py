"""The officer's pages: a question with its evidence, a wrong report, and what takes two persons."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from functools import partial

import psycopg
import pytest

from plaudit.actions.hire import let_go
from plaudit.actions.house import open_house
from plaudit.actions.restrict import restrict
from plaudit.actions.reverse import reverse
from plaudit.actions.strike_out import strike_out
from plaudit.core.refusals import REASONS, Code, Refused
from plaudit.core.reversal import Decision
from plaudit.core.rights import THE_MEMBER
from plaudit.store.members import read_membership
from plaudit.store.proposals import WAITS_DAYS, clear_proposals
from plaudit.store.questions import open_questions, questions_of
from plaudit.store.reversals import read_reversals
from plaudit.store.rights import read_looks
from plaudit.store.staff import staff_of
from plaudit.store.staff_acts import acts_of
from plaudit.store.ways_in import as_doorkeeper
from tests.doors.officers import (
    DEEDS,
    MALEE,
    PIM,
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
from tests.market import DAY, NOW, Market


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    return market_of_two_persons(connection)


@pytest.fixture
def visitor(market: Market, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return officers(market, database_url, monkeypatch)


def test_a_question_is_seen_with_its_evidence_and_answered_by_name(
    market: Market, visitor: Visitor
) -> None:
    number = asks(market, keys(market)[1], "I brought twelve.")
    assert "I brought twelve." not in Seen(visitor.get(QUEUE)).text  # nobody's words unopened
    assert read_looks(market.connection, market.members[0], how_many=9) == []

    page = Seen(visitor.get(f"{QUEUE}{number}"))
    assert "+100 points" in page.text
    assert "I brought twelve." in page.text
    (look,) = read_looks(market.connection, market.members[0], how_many=9)
    assert (look.who, look.reason) == (PIM, "question")

    answer = {"result": "explained", "words": "The café wrote ten.", "reason": "", "deed": ""}
    for wrong, status, code in (
        ({"result": ""}, 422, Code.ANSWER_NOT_CHOSEN),
        ({"result": "restored"}, 409, Code.NOTHING_TO_RESTORE),
        ({"result": "reported_anew", "deed": "12"}, 422, Code.NEW_DEED_DOESNT_FIT),
    ):
        no = visitor.sends(f"{QUEUE}{number}/answer", answer | wrong)
        assert (no.status_code, REASONS[code].sentence in Seen(no).text) == (status, True)
        assert answer["words"] in Seen(no).text, "what was written isn't lost"
        fields = Seen(no).having("input")
        assert [one["value"] for one in fields if "checked" in one] == [wrong["result"]] * (
            wrong["result"] != ""
        )
        assert [one["value"] for one in fields if one["name"] == "deed"] == [wrong.get("deed", "")]
    assert len(read_looks(market.connection, market.members[0], how_many=9)) == 1, "one sitting"
    assert visitor.sends(f"{QUEUE}{number}/answer", answer)["Location"] == QUEUE
    (answered,) = questions_of(market.connection, market.members[0])
    assert (answered.result, answered.decided_by) == ("explained", PIM)
    assert visitor.get(f"{QUEUE}{number}").status_code == REASONS[Code.QUESTION_ANSWERED].status
    assert [act.what for act in acts_of(market.connection, market.programme_id, how_many=1)] == [
        "question.decide"
    ]


def test_the_officer_sees_one_entry_and_never_a_balance_or_a_members_number(
    market: Market, visitor: Visitor
) -> None:
    for points in (400, 100, 30):
        market.give(points, member=66)
    number = asks(market, keys(market, 66)[1], member=66)
    for page in (visitor.get(QUEUE), visitor.get(f"{QUEUE}{number}"), visitor.get(DEEDS)):
        text = Seen(page).text
        assert "530" not in text  # what the wallet holds
        assert "+400" not in text
        assert not re.search(rf"\b{market.members[66]}\b", text)


def test_what_is_large_waits_for_another_person_and_changes_nothing_meanwhile(
    market: Market, visitor: Visitor
) -> None:
    number = asks(market, keys(market)[0])
    visitor.get(f"{QUEUE}{number}")
    words = {"result": "struck_out", "reason": "wrong_amount", "words": "It was a slip."}
    assert visitor.sends(f"{QUEUE}{number}/answer", words)["Location"] == QUEUE
    assert "waits for a second person" in Seen(visitor.get(QUEUE)).text
    assert market.points() == 500

    own = Seen(visitor.get(DEEDS))
    shown = Seen(visitor.sends(f"{DEEDS}waiting", {"of": sealed(own)}))
    assert "Another person has to agree" in shown.text
    same = visitor.sends(f"{DEEDS}proposal/agree", {"of": sealed(shown)})  # a form made by hand
    assert same.status_code == REASONS[Code.SECOND_IS_THE_SAME].status
    assert market.points() == 500

    begins(visitor, MALEE)
    theirs = visitor.sends(f"{DEEDS}proposal/agree", {"of": sealed(shown)})  # the other's tab
    assert theirs.status_code == REASONS[Code.SIGN_IN_OVER].status
    shown = Seen(visitor.sends(f"{DEEDS}waiting", {"of": sealed(Seen(visitor.get(DEEDS)))}))
    assert "It was a slip." in shown.text
    assert visitor.sends(f"{DEEDS}proposal/agree", {"of": sealed(shown)})["Location"] == DEEDS
    assert market.points() == 100
    (done,) = read_reversals(market.connection, market.members[0])
    (answered,) = questions_of(market.connection, market.members[0])
    assert done.decided_by == f"{PIM}, with {MALEE}"
    assert (answered.result, answered.answer) == ("struck_out", "It was a slip.")

    again = visitor.sends(f"{DEEDS}proposal/agree", {"of": sealed(shown)})
    assert again.status_code == REASONS[Code.PROPOSAL_UNKNOWN].status


def test_a_wrong_report_is_found_by_its_partners_number_and_struck_out_at_once_where_it_is_small(
    market: Market, visitor: Visitor
) -> None:
    assert "no counted deed under this number" in found(visitor, "nothing").text
    page = found(visitor, "1")
    assert "+100 points" in page.text
    form = {"of": sealed(page), "reason": "did_not_happen"}
    assert visitor.sends(f"{DEEDS}strike-out", form)["Location"] == DEEDS
    assert market.points() == 400
    assert "was struck out already" in found(visitor, "1").text
    assert visitor.sends(f"{DEEDS}strike-out", form).status_code == 409


def test_a_proposal_is_taken_back_or_grows_too_old_and_nothing_was_changed(
    market: Market, visitor: Visitor
) -> None:
    for _ in range(2):
        page = found(visitor, "2")
        visitor.sends(f"{DEEDS}strike-out", {"of": sealed(page), "reason": "wrong_member"})
        assert PIM in Seen(visitor.get(DEEDS)).text.split("Waits for a second person")[1]
        own = Seen(visitor.sends(f"{DEEDS}waiting", {"of": sealed(Seen(visitor.get(DEEDS)))}))
        visitor.sends(f"{DEEDS}proposal/take-back", {"of": sealed(own)})
        assert "Nothing waits." in Seen(visitor.get(DEEDS)).text
    page = found(visitor, "2")
    visitor.sends(f"{DEEDS}strike-out", {"of": sealed(page), "reason": "wrong_member"})
    assert clear_proposals(market.connection, now=NOW + WAITS_DAYS * DAY - 1) == 0
    assert clear_proposals(market.connection, now=NOW + WAITS_DAYS * DAY) == 1
    assert market.points() == 500


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (None, Code.TWO_PEOPLE_NEEDED),
        ("Ms. CHAIYO Pim", Code.SECOND_IS_THE_SAME),
        ("The office", Code.NOT_A_PERSON),
    ],
)
def test_two_persons_are_needed_however_it_is_decided(
    market: Market, second: str | None, code: Code
) -> None:
    member_id, house = market.members[0], open_house(market.connection)
    large, small = (int(key, 16) for key in keys(market))
    decision = Decision(member_id, large, PIM, "wrong_day", second)
    with pytest.raises(Refused) as refused:
        strike_out(market.connection, house, decision, now=NOW)
    assert refused.value.refusal.code == code
    assert market.points() == 500

    strike_out(market.connection, house, Decision(member_id, small, PIM, "wrong_day"), now=NOW)
    strike_out(market.connection, house, decision._replace(seconded_by=MALEE), now=NOW)
    assert market.points() == 0


def test_who_agrees_agrees_to_what_was_read_and_to_an_officer_at_work(
    market: Market, visitor: Visitor
) -> None:
    page = found(visitor, "2")
    visitor.sends(f"{DEEDS}strike-out", {"of": sealed(page), "reason": "wrong_member"})
    own = Seen(visitor.sends(f"{DEEDS}waiting", {"of": sealed(Seen(visitor.get(DEEDS)))}))
    begins(visitor, MALEE)
    read = Seen(visitor.sends(f"{DEEDS}waiting", {"of": sealed(Seen(visitor.get(DEEDS)))}))

    begins(visitor, PIM)  # removes it, and proposes again for another reason
    visitor.sends(f"{DEEDS}proposal/take-back", {"of": sealed(own)})
    visitor.it_is(NOW + 60_000_000)
    page = found(visitor, "2")
    again = {"of": sealed(page), "reason": "wrong_day"}
    assert visitor.sends(f"{DEEDS}strike-out", again)["Location"] == DEEDS
    twice = visitor.sends(f"{DEEDS}strike-out", again)
    assert twice.status_code == REASONS[Code.PROPOSED_ALREADY].status
    begins(visitor, MALEE)
    late = visitor.sends(f"{DEEDS}proposal/agree", {"of": sealed(read)})
    assert late.status_code == REASONS[Code.PROPOSAL_UNKNOWN].status
    assert market.points() == 500

    (pim,) = [one for one in staff_of(market.connection, market.programme_id) if one.name == PIM]
    with market.connection.transaction(), as_doorkeeper(market.connection):
        let_go(market.connection, pim.staff_id, by="Ms Test", now=NOW)
    assert "Nothing waits." in Seen(visitor.get(DEEDS)).text


def test_no_page_has_a_members_number_in_it_for_who_looks_at_its_source(
    market: Market, visitor: Visitor
) -> None:
    text = sealed(found(visitor, "2"))
    said = b"".join(urlsafe_b64decode(part + "==") for part in text.split(":"))
    assert str(int(keys(market)[0], 16)).encode() not in said


def test_a_record_that_stands_still_is_told_without_its_number(
    market: Market, visitor: Visitor
) -> None:
    restrict(market.connection, market.members[0], asked_by=THE_MEMBER, ground="objection", now=NOW)
    page = found(visitor, "1")
    no = visitor.sends(f"{DEEDS}strike-out", {"of": sealed(page), "reason": "wrong_day"})
    assert no.status_code == 409
    assert REASONS[Code.RECORD_STANDS_STILL].sentence in Seen(no).text


def test_taking_back_piece_by_piece_takes_two_persons_as_well(market: Market) -> None:
    member_id, house = market.members[0], open_house(market.connection)
    decision = Decision(member_id, int(keys(market)[0], 16), PIM, "wrong_amount")
    reverse(market.connection, house, decision, now=NOW, points=60)
    for alone in (partial(reverse, points=60), strike_out):
        with pytest.raises(Refused) as refused:
            alone(market.connection, house, decision, now=NOW)
        assert refused.value.refusal.code == Code.TWO_PEOPLE_NEEDED
    reverse(market.connection, house, decision, now=NOW, points=40)
    with_another = decision._replace(seconded_by=MALEE)
    reverse(market.connection, house, with_another, now=NOW, points=50)
    assert market.points() == 350


def test_a_question_of_another_programme_is_not_there(
    market: Market, visitor: Visitor, connection: psycopg.Connection
) -> None:
    number = asks(market, keys(market)[1])
    ours = open_questions(connection, market.programme_id)
    assert [one.question_id for one in ours] == [number]
    assert open_questions(connection, market.programme_id + 1) == []
    member = read_membership(connection, market.members[0])
    assert member is not None
    assert visitor.get(f"{QUEUE}{number + 1}").status_code == 404
    assert visitor.get(f"{QUEUE}{2**63}").status_code == 404
