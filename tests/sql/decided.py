"""Rows of what persons decided, and of what was said to members: one of each, about one deed."""

from __future__ import annotations

TABLES = ("reversal", "expiry_notice", "question", "question_words", "answer", "issued_sum")

REVERSAL = (
    "INSERT INTO reversal (member_id, reversal_id, deed_id, happened_on, kind, reason, decided_by,"
    " recorded_at, moved_points, shortfall_points, gave_before, gave_after, held_before,"
    " held_after, counted) SELECT member_id, {id}, deed_id, happened_on, {kind}, {reason}, {by},"
    " {at}, {moved}, {shortfall}, {counts}, '{{}}' FROM deed LIMIT 1"
)
REVERSAL_OF = {
    "id": "999999",
    "kind": "'reverse'",
    "reason": "'wrong_amount'",
    "by": "'Pim Chaiyo'",
    "at": "now()",
    "moved": "0",
    "shortfall": "1",
    "counts": "NULL, NULL, NULL, NULL",
}
NOTICE = (
    "INSERT INTO expiry_notice (member_id, lot_month, points, announced_at)"
    " SELECT member_id, lot_month, {points}, {at} FROM deed LIMIT 1"
)
QUESTION = (
    "INSERT INTO question (member_id, question_id, asked_at, answer_by, happened_on, deed_id,"
    " partner_id, event_id) SELECT member_id, 7, '2026-11-20', {by}, {about} FROM deed LIMIT 1"
)
QUESTION_OF = {"by": "'2026-12-20'", "about": "happened_on, deed_id, NULL, NULL"}
WORDS = "INSERT INTO question_words SELECT member_id, 7, {words} FROM deed LIMIT 1"
ANSWER = (
    "INSERT INTO answer (member_id, question_id, result, words, decided_by, decided_at,"
    " reversal_id, new_deed_on, new_deed_id)"
    " SELECT member_id, 7, {result}, {words}, {by}, now(), {entries} FROM deed LIMIT 1"
)
ANSWER_OF = {
    "result": "'explained'",
    "words": "'All right.'",
    "by": "'Somsak Dee'",
    "entries": "NULL, NULL, NULL",
}
ISSUED = (
    "INSERT INTO issued_sum (programme_id, since_at, until_at, points)"
    " SELECT programme_id, '2020-01-01', {until}, {points} FROM programme LIMIT 1"
)
ONE_OF_EACH = (
    REVERSAL.format(**REVERSAL_OF),
    NOTICE.format(points=1, at="now()"),
    QUESTION.format(**QUESTION_OF),
    WORDS.format(words="'Why?'"),
    ANSWER.format(**ANSWER_OF),
    ISSUED.format(until="'2020-01-02'", points=0),
)
