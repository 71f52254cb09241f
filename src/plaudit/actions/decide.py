"""Deciding: a named person answers a member's question, with a counter-entry or an explanation."""

from __future__ import annotations

import psycopg

from plaudit.actions.house import House
from plaudit.actions.restore import restore
from plaudit.actions.strike_out import strike_out
from plaudit.actions.undoing import must_be_a_person
from plaudit.core.period import date_of
from plaudit.core.question import ANSWER_MAX, Answer, Question
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.reversal import Decision
from plaudit.core.reversal import struck_out as struck_out_of
from plaudit.store import questions, reversals
from plaudit.store.locks import in_one_transaction, lock_members


def decide(connection: psycopg.Connection, house: House, answer: Answer, *, now: int) -> None:
    """Answer a question, with its counter-entry in the same transaction.

    explained: nothing changes. struck_out: the deed leaves the count, for a reason from the list.
    restored: what was decided against the award is undone. reported_anew: a deed that a partner or
    the desk reported after the question stands for it; it was counted like any other, so every
    ceiling holds. It answers no other question, and one that is struck out answers none.

    Units:   `now` in microseconds since the epoch.
    Refuses: NOT_A_PERSON, ANSWER_MISSING, QUESTION_UNKNOWN, QUESTION_ANSWERED, ANSWER_DOESNT_FIT,
             NEW_DEED_DOESNT_FIT, and what `strike_out` and `restore` refuse. Then nothing is
             changed. Above what one person may take back alone TWO_PEOPLE_NEEDED, without a second
             one.
    """
    must_be_a_person(answer.decided_by)
    if not 0 < len(answer.words.strip()) <= ANSWER_MAX:
        raise Refused(refusal(Code.ANSWER_MISSING, limit=ANSWER_MAX))
    with in_one_transaction(connection):
        question = questions.read_question(connection, answer.question_id)
        if question is None:
            raise Refused(refusal(Code.QUESTION_UNKNOWN, question=answer.question_id))
        lock_members(connection.cursor(), [question.member_id])
        question = questions.read_question(connection, answer.question_id)
        assert question is not None, answer
        if question.decided_at is not None:
            calendar = house.programmes[question.programme_id].calendar
            on = date_of(calendar.day_of(question.decided_at))
            raise Refused(
                refusal(Code.QUESTION_ANSWERED, question=question.question_id, answered_on=on)
            )
        questions.add_answer(
            connection,
            question,
            answer,
            reversal_id=_counter_entry(connection, house, question, answer, now=now),
            new_deed_day=_new_deed_day(connection, question, answer),
            now=now,
        )


def _counter_entry(
    connection: psycopg.Connection, house: House, question: Question, answer: Answer, *, now: int
) -> int | None:
    if answer.result not in ("struck_out", "restored"):
        return None
    deed_id = question.entry.deed_id
    if deed_id is None:
        raise Refused(refusal(Code.ANSWER_DOESNT_FIT))
    decision = Decision(
        question.member_id, deed_id, answer.decided_by, answer.reason, answer.seconded_by
    )
    action = strike_out if answer.result == "struck_out" else restore
    return action(connection, house, decision, now=now).reversal_id


def _new_deed_day(connection: psycopg.Connection, question: Question, answer: Answer) -> int | None:
    if answer.result != "reported_anew":
        return None
    member_id, new = question.member_id, answer.new_deed_id or 0
    day = questions.deed_day(connection, member_id, new, after=question.asked_at)
    if (
        day is None
        or new == question.entry.deed_id
        or new in struck_out_of(reversals.read_reversals(connection, member_id))
        or questions.answers_already(connection, member_id, new)
    ):
        raise Refused(refusal(Code.NEW_DEED_DOESNT_FIT))
    return day
