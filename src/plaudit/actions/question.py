"""Asking: a member questions an award or a refusal, in one action. Charter, C18."""

from __future__ import annotations

import psycopg

from plaudit.actions.house import House
from plaudit.core.period import date_of
from plaudit.core.question import OPEN_MAX, WORDS_MAX, last_day_of
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.store import questions
from plaudit.store.locks import lock_members
from plaudit.store.members import read_membership


def ask(
    connection: psycopg.Connection,
    house: House,
    member_id: int,
    entry_key: str,
    *,
    now: int,
    words: str = "",
) -> int:
    """Take a member's question about one entry of the statement, and return its number.

    Units:   `now` in microseconds since the epoch; `entry_key` as in the statement; `words`: what
             the member wants to say with it, if anything, WORDS_MAX characters at most.
    Refuses: WORDS_TOO_LONG, ENTRY_UNKNOWN, QUESTION_OPEN, TOO_MANY_QUESTIONS.
    """
    words = words.replace("\0", "").strip()  # no text in the book can hold NUL
    if len(words) > WORDS_MAX:
        raise Refused(refusal(Code.WORDS_TOO_LONG, seen=len(words), limit=WORDS_MAX))
    with connection.transaction():
        lock_members(connection.cursor(), [member_id])
        member = read_membership(connection, member_id)
        entry = questions.entry_of(connection, member_id, entry_key)
        if member is None or entry is None:
            raise Refused(refusal(Code.ENTRY_UNKNOWN))
        programme = house.programmes[member.programme_id]
        waiting = [
            one for one in questions.questions_of(connection, member_id) if one.result is None
        ]
        for one in waiting:
            if one.entry == entry:
                last = date_of(programme.calendar.day_of(one.answer_by - 1))
                raise Refused(refusal(Code.QUESTION_OPEN, answer_on=last))
        if len(waiting) >= OPEN_MAX:
            raise Refused(refusal(Code.TOO_MANY_QUESTIONS, limit=OPEN_MAX))
        today = programme.calendar.day_of(now)
        last_day = last_day_of(today, answer_days=programme.promises_on(today).answer_days)
        answer_by = programme.calendar.start_of_day(last_day + 1)
        return questions.add_question(
            connection, member_id, entry, words=words, asked_at=now, answer_by=answer_by
        )
