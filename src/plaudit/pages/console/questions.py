"""Questions of members: the queue with its clocks, one with its evidence, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.decide import decide
from plaudit.actions.house import open_house
from plaudit.actions.propose import decide_or_propose
from plaudit.core.activity import Activity
from plaudit.core.period import date_of
from plaudit.core.question import ANSWER_MAX, Answer, Clock, Question, Result, clock_of
from plaudit.core.refusals import N_, Code, Refusal, Refused, refusal
from plaudit.core.rights import Looker
from plaudit.core.staff import Role
from plaudit.core.voice import text_in
from plaudit.pages.console.evidence import evidence_of
from plaudit.pages.console.holds import shown_holds
from plaudit.pages.console.reasons import reasons_in_words
from plaudit.pages.staff.reasons import reason_for_staff
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.known import read_known
from plaudit.store.proposals import Proposed, proposals_of
from plaudit.store.questions import open_questions, read_question

THROUGH = "console: question"
_A_DEED = N_("A deed")
_CLOCKS = {
    Clock.OPEN: N_("In time"),
    Clock.WARNING: N_("Soon due"),
    Clock.ALARM: N_("Due or late"),
}
_WORDS_FIT = {
    "explained": N_(
        "The rule was applied as it is written: the picture beside your entry shows it."
    ),
    "restored": N_("You were right. The points are back in your wallet."),
    "struck_out": N_(
        "The report was wrong, and is taken out of the count. You see before and after."
    ),
    "reported_anew": N_("The partner reported the deed anew; it stands in your list."),
}
"""Words to begin an answer with, for each result."""
_DECIDED = (Code.QUESTION_ANSWERED, Code.PROPOSED_ALREADY)
"""By who pressed twice or by another one: there is nothing left to decide."""
_NOTHING: Mapping[str, str] = MappingProxyType({})
_RESULTS: dict[str, Result] = {one: one for one in get_args(Result)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question in the queue."""

    number: int
    about: str
    asked_on: str
    answer_by: str
    clock: str
    clock_words: str
    words: str
    is_proposed: bool


@require_safe
@on_duty(Role.OFFICER)
def queue(shift: Shift) -> HttpResponse:
    """Show the questions of the programme that wait, and the records that its office holds."""
    ours = open_questions(shift.connection, shift.person.programme_id)
    known = read_known(shift.connection, shift.person.programme_id, shift.person.programme)
    proposed = {
        one.proposed.question_id
        for one in proposals_of(shift.connection, shift.person.programme_id, now=shift.now)
    }
    waiting = [
        _waiting(shift, one, known.activities, is_proposed=one.question_id in proposed)
        for one in ours
    ]
    return shift.page("console/questions.html", waiting=waiting, holds=shown_holds(shift))


@require_safe
@on_duty(Role.OFFICER)
def question(shift: Shift, number: int) -> HttpResponse:
    """Show one question with its evidence, and the ways to decide it."""
    found = _ours(shift, number)
    if found.result is not None:
        raise Refused(_answered(shift, found))
    return _page(shift, found)


def _page(
    shift: Shift, found: Question, *, no: Refusal | None = None, typed: Mapping[str, str] = _NOTHING
) -> HttpResponse:
    """Show a question that waits, with why it couldn't be decided and what was typed."""
    known = read_known(shift.connection, shift.person.programme_id, shift.person.programme)
    evidence = evidence_of(
        shift,
        found.member_id,
        found.entry.key,
        looker=Looker(shift.person.name, "question", f"{THROUGH} {found.question_id}"),
        is_shown_again=no is not None,
    )
    return shift.page(
        "console/question.html",
        status=200 if no is None else no.status,
        wrong="" if no is None else reason_for_staff(no, shift.voice),
        typed=typed,
        question=_waiting(shift, found, known.activities, is_proposed=False),
        evidence=evidence,
        entry=None if evidence is None else evidence.shown,
        reasons=reasons_in_words(shift),
        fit={result: shift.voice.say(words) for result, words in _WORDS_FIT.items()},
        answer_max=ANSWER_MAX,
    )


@require_POST
@on_duty(Role.OFFICER, does="question.decide")
def answer(shift: Shift, number: int) -> HttpResponse:
    """Decide a question: at once, or as a proposal where two persons have to."""
    found = _ours(shift, number)
    if found.result is not None:
        raise Refused(_answered(shift, found))
    given = shift.request.POST.dict()
    try:
        _decide(shift, found, given)
    except Refused as refused:
        if refused.refusal.code in _DECIDED:
            raise
        return _page(shift, found, no=refused.refusal, typed=given)
    return redirect("console_questions")


def _decide(shift: Shift, found: Question, given: Mapping[str, str]) -> None:
    result = _RESULTS.get(given.get("result", ""))
    words = given.get("words", "").replace("\0", "").strip()
    house = open_house(shift.connection)
    if result == "struck_out":
        if not 0 < len(words) <= ANSWER_MAX:
            raise Refused(refusal(Code.ANSWER_MISSING, limit=ANSWER_MAX))
        if found.entry.deed_id is None:
            raise Refused(refusal(Code.ANSWER_DOESNT_FIT))
        proposed = Proposed(
            found.member_id,
            found.entry.deed_id,
            found.question_id,
            given.get("reason", ""),
            words,
        )
        decide_or_propose(shift.connection, house, proposed, shift.person, now=shift.now)
        return
    if result is None:
        raise Refused(refusal(Code.ANSWER_NOT_CHOSEN))
    new_deed = _deed(given.get("deed"))
    made = Answer(found.question_id, shift.person.name, words, result, new_deed_id=new_deed)
    decide(shift.connection, house, made, now=shift.now)


def _ours(shift: Shift, number: int) -> Question:
    """Return a question of the person's own programme."""
    found = read_question(shift.connection, number) if number < 2**63 else None
    if found is None or found.programme_id != shift.person.programme_id:
        raise Http404
    return found


def _deed(key: str | None) -> int | None:
    """Return the number of a deed whose key was typed."""
    try:
        return int(key or "", 16)
    except ValueError:
        return None


def _waiting(
    shift: Shift, one: Question, activities: Mapping[int, Activity], *, is_proposed: bool
) -> Waiting:
    calendar, voice = shift.calendar, shift.voice
    asked, last = calendar.day_of(one.asked_at), calendar.day_of(one.answer_by - 1)
    clock = clock_of(asked, last, today=shift.today)
    activity = activities.get(one.activity_no or 0)
    return Waiting(
        number=one.question_id,
        about=voice.say(_A_DEED)
        if activity is None
        else text_in(activity.title, voice, otherwise=activity.id),
        asked_on=voice.day(asked),
        answer_by=voice.day(last),
        clock=clock.value,
        clock_words=voice.say(_CLOCKS[clock]),
        words=one.words,
        is_proposed=is_proposed,
    )


def _answered(shift: Shift, one: Question) -> Refusal:
    assert one.decided_at is not None, one
    on = date_of(shift.calendar.day_of(one.decided_at))
    return refusal(Code.QUESTION_ANSWERED, question=one.question_id, answered_on=on)


urlpatterns = [
    path("", queue, name="console_questions"),
    path("<int:number>", question, name="console_question"),
    path("<int:number>/answer", answer, name="console_answer"),
]
