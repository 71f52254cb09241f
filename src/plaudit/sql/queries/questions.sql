-- name: entry_of_award
-- Takes: member_id, deed_id. Gives: the day of the deed, and when it was recorded.
SELECT
    d.happened_on,
    b.recorded_at
FROM deed AS d
INNER JOIN batch_total AS b ON b.batch_id = d.deed_id / 16384 AND d.partner_id = b.partner_id
WHERE d.member_id = %(member_id)s AND d.deed_id = %(deed_id)s;

-- name: entry_of_refusal
-- A refused deed by its key in the statement (statement_refused).
SELECT
    r.partner_id,
    r.event_id
FROM refused_deed AS r
WHERE
    r.member_id = %(member_id)s
    AND 'f-' || left(md5(r.partner_id || ' ' || r.event_id), 24) = %(entry_key)s;

-- name: add_question
INSERT INTO question (
    member_id, question_id, asked_at, answer_by, happened_on, deed_id, partner_id, event_id
) VALUES (
    %(member_id)s, nextval('question_number'), %(asked_at)s, %(answer_by)s, %(happened_on)s,
    %(deed_id)s, %(partner_id)s, %(event_id)s
)
RETURNING question_id;

-- name: add_question_words
INSERT INTO question_words (member_id, question_id, words)
VALUES (%(member_id)s, %(question_id)s, %(words)s);

-- name: questions_of_member
-- The keys of a member's questions, the newest first. Takes: member_id, most.
SELECT
    q.member_id,
    q.question_id
FROM question AS q
WHERE q.member_id = %(member_id)s
ORDER BY q.question_id DESC
LIMIT %(most)s;

-- name: question_numbered
-- The key of one question. Takes: question_id.
SELECT
    q.member_id,
    q.question_id
FROM question AS q
WHERE q.question_id = %(question_id)s;

-- name: open_questions
-- The keys of those without an answer, the most urgent first. Takes: programme_id (NULL: of all),
-- most.
SELECT
    q.member_id,
    q.question_id
FROM question AS q
INNER JOIN member AS m ON q.member_id = m.member_id
LEFT JOIN answer AS a ON q.member_id = a.member_id AND q.question_id = a.question_id
WHERE
    a.question_id IS NULL
    AND (%(programme_id)s::SMALLINT IS NULL OR m.programme_id = %(programme_id)s)
ORDER BY q.answer_by, q.question_id
LIMIT %(most)s;

-- name: questions
-- Questions with their answers, in the order of their keys. Takes: member_ids, question_ids.
SELECT
    q.question_id,
    q.member_id,
    m.programme_id,
    q.asked_at,
    q.answer_by,
    q.happened_on,
    q.deed_id,
    q.partner_id,
    q.event_id,
    w.words,
    a.result,
    a.words AS answer,
    a.decided_by,
    a.decided_at,
    coalesce(d.activity_no, r.activity_no) AS activity_no
FROM
    unnest(%(member_ids)s::BIGINT[], %(question_ids)s::BIGINT[])
    WITH ORDINALITY AS k (member_id, question_id, place)
INNER JOIN question AS q ON k.member_id = q.member_id AND k.question_id = q.question_id
INNER JOIN member AS m ON q.member_id = m.member_id
LEFT JOIN question_words AS w ON q.member_id = w.member_id AND q.question_id = w.question_id
LEFT JOIN answer AS a ON q.member_id = a.member_id AND q.question_id = a.question_id
LEFT JOIN deed AS d
    ON
        q.member_id = d.member_id
        AND q.happened_on = d.happened_on
        AND q.deed_id = d.deed_id
LEFT JOIN refused_deed AS r
    ON
        q.member_id = r.member_id
        AND q.partner_id = r.partner_id
        AND q.event_id = r.event_id
ORDER BY k.place;

-- name: answered_with_deed
-- Takes: member_id, deed_id. Gives: a row where a question was answered with it.
SELECT a.question_id
FROM answer AS a
WHERE a.member_id = %(member_id)s AND a.new_deed_id = %(deed_id)s;

-- name: add_answer
INSERT INTO answer (
    member_id, question_id, result, words, decided_by, decided_at, reversal_id, new_deed_on,
    new_deed_id
) VALUES (
    %(member_id)s, %(question_id)s, %(result)s, %(words)s, %(decided_by)s, %(decided_at)s,
    %(reversal_id)s, %(new_deed_on)s, %(new_deed_id)s
);
