"""Questions and answers in the book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg

from plaudit.core.period import date_of, day_number
from plaudit.core.question import Answer, Entry, Question
from plaudit.sql.loader import query
from plaudit.store.arrays import bigints
from plaudit.store.exchange import Asks, Rows
from plaudit.store.instants import as_datetime, as_instant

QUEUE_MAX = 1_000
"""How many questions are read at once."""


def entry_of(connection: psycopg.Connection, member_id: int, key: str) -> Entry | None:
    """Return the entry that has this key in a member's statement, or None."""
    if "\0" in key:
        return None
    if key.startswith("f-"):
        named: dict[str, object] = {"member_id": member_id, "entry_key": key}
        row = connection.execute(query("entry_of_refusal"), named).fetchone()
        return None if row is None else Entry(None, None, *row)
    try:
        deed_id = int(key, 16)
    except ValueError:
        return None
    day = deed_day(connection, member_id, deed_id)
    return None if day is None else Entry(day, deed_id, None, None)


def deed_day(
    connection: psycopg.Connection, member_id: int, deed_id: int, *, after: int | None = None
) -> int | None:
    """Return the day of a member's deed, or None where there is no such deed.

    Takes:   `after`: an instant; a deed that was recorded before is none then.
    """
    if not 0 < deed_id < 2**63:
        return None
    named = {"member_id": member_id, "deed_id": deed_id}
    row = connection.execute(query("entry_of_award"), named).fetchone()
    if row is None or (after is not None and as_instant(row[1]) <= after):
        return None
    return day_number(row[0])


def answers_already(connection: psycopg.Connection, member_id: int, deed_id: int) -> bool:
    """Return whether a question of the member's was answered with a deed."""
    named = {"member_id": member_id, "deed_id": deed_id}
    return connection.execute(query("answered_with_deed"), named).fetchone() is not None


def add_question(
    connection: psycopg.Connection,
    member_id: int,
    entry: Entry,
    *,
    words: str,
    asked_at: int,
    answer_by: int,
) -> int:
    """Add a question and return its number. The member's words, if any, stand apart."""
    day = entry.happened_on
    named = entry._asdict() | {
        "member_id": member_id,
        "happened_on": None if day is None else date_of(day),
        "asked_at": as_datetime(asked_at),
        "answer_by": as_datetime(answer_by),
    }
    row = connection.execute(query("add_question"), named).fetchone()
    assert row is not None
    question_id = int(row[0])
    if words:
        said = {"member_id": member_id, "question_id": question_id, "words": words}
        connection.execute(query("add_question_words"), said)
    return question_id


def open_questions(
    connection: psycopg.Connection, programme_id: int | None = None
) -> list[Question]:
    """Return the questions that wait, of one programme or of all, the most urgent first."""
    asked = {"programme_id": programme_id, "most": QUEUE_MAX}
    return _read(connection, "open_questions", asked)


def questions_of(connection: psycopg.Connection, member_id: int) -> list[Question]:
    """Return one member's questions with their answers, the newest first."""
    return read_questions(connection, ask_questions_of(connection, member_id))


def ask_questions_of(connection: Asks, member_id: int) -> Rows:
    """Ask for the keys of a member's questions, and don't wait for the answer."""
    asked = {"member_id": member_id, "most": QUEUE_MAX}
    return connection.execute(query("questions_of_member"), asked)


def read_question(connection: psycopg.Connection, question_id: int) -> Question | None:
    """Return one question, or None."""
    found = _read(connection, "question_numbered", {"question_id": question_id})
    return found[0] if found else None


def add_answer(
    connection: psycopg.Connection,
    question: Question,
    answer: Answer,
    *,
    reversal_id: int | None,
    new_deed_day: int | None,
    now: int,
) -> None:
    """Add the answer to a question."""
    connection.execute(
        query("add_answer"),
        {
            "member_id": question.member_id,
            "question_id": question.question_id,
            "result": answer.result,
            "words": answer.words,
            "decided_by": answer.decided_by,
            "decided_at": as_datetime(now),
            "reversal_id": reversal_id,
            "new_deed_on": None if new_deed_day is None else date_of(new_deed_day),
            "new_deed_id": None if new_deed_day is None else answer.new_deed_id,
        },
    )


def _read(connection: psycopg.Connection, keys: str, asked: Mapping[str, object]) -> list[Question]:
    """Return the questions whose keys a statement gives, in its order."""
    return read_questions(connection, connection.execute(query(keys), asked))


def read_questions(connection: psycopg.Connection, keys: Rows) -> list[Question]:
    """Return the questions whose keys were asked for, in their order."""
    found = keys.fetchall()
    if not found:
        return []
    member_ids, question_ids = zip(*found, strict=True)
    named = {"member_ids": bigints(member_ids), "question_ids": bigints(question_ids)}
    return [_question(row) for row in connection.execute(query("questions"), named)]


def _question(row: tuple[Any, ...]) -> Question:
    day, decided_at = row[5], row[13]
    return Question(
        question_id=row[0],
        member_id=row[1],
        programme_id=row[2],
        asked_at=as_instant(row[3]),
        answer_by=as_instant(row[4]),
        entry=Entry(None if day is None else day_number(day), *row[6:9]),
        words=row[9] or "",
        result=row[10],
        answer=row[11] or "",
        decided_by=row[12] or "",
        decided_at=None if decided_at is None else as_instant(decided_at),
        activity_no=row[14],
    )
