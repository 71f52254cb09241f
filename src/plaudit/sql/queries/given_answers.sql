-- name: lock_answer
-- One request under a key at a time; the lock ends with the transaction. Takes: mark.
SELECT pg_advisory_xact_lock(('x' || encode(substr(%(mark)s, 1, 8), 'hex'))::BIT(64)::BIGINT)
    AS locked;

-- name: given_answer
-- Takes: mark. Gives: one row or none.
SELECT
    a.request_mark,
    a.status,
    a.sealed
FROM given_answer AS a
WHERE a.mark = %(mark)s;

-- name: add_given_answer
INSERT INTO given_answer (mark, partner_id, request_mark, status, sealed, given_at)
VALUES (%(mark)s, %(partner_id)s, %(request_mark)s, %(status)s, %(sealed)s, %(given_at)s);

-- name: clear_given_answers
-- Deletes answers that were given before an instant, at most so many. Takes: before, most.
WITH oldest AS (
    SELECT a.mark FROM given_answer AS a
    WHERE a.given_at < %(before)s
    ORDER BY a.given_at
    LIMIT %(most)s
)

DELETE FROM given_answer AS a
USING oldest
WHERE a.mark = oldest.mark;
