-- name: become_doorkeeper
-- For the rest of the transaction, or until become_service: joining writes a member and a way in.
SET LOCAL ROLE plaudit_doorkeeper;

-- name: become_service
SET LOCAL ROLE plaudit_service;

-- name: lock_ways_in
-- One change of a member's ways in at a time. Takes: member_id.
SELECT pg_advisory_xact_lock(hashtextextended('plaudit ways in', %(member_id)s));

-- name: ways_in_by_mark
-- Takes: marks. Gives: member_id, kind, mark, public_key.
SELECT
    w.member_id,
    w.kind,
    w.mark,
    w.public_key
FROM way_in AS w
WHERE w.mark = ANY(%(marks)s::BYTEA[])
ORDER BY w.member_id;

-- name: ways_in_of_member
-- Takes: member_id. Gives: kind, mark, added_on.
SELECT
    w.kind,
    w.mark,
    w.added_on
FROM way_in AS w
WHERE w.member_id = %(member_id)s
ORDER BY w.added_on, w.kind, w.mark;

-- name: add_way_in
-- Takes: member_id, kind, mark, public_key, added_on. No row where it opens somebody's already.
INSERT INTO way_in (member_id, kind, mark, public_key, added_on)
VALUES (%(member_id)s, %(kind)s, %(mark)s, %(public_key)s, %(added_on)s)
ON CONFLICT ON CONSTRAINT way_in_is_its_own DO NOTHING;

-- name: end_passes
-- Passes that were given before open nothing any more, but for one.
-- Takes: member_id; kept_mark and kept_until of the one that goes on, or NULL.
INSERT INTO ended_passes (member_id, times, kept_mark, kept_until)
VALUES (%(member_id)s, 1, %(kept_mark)s, %(kept_until)s)
ON CONFLICT ON CONSTRAINT ended_passes_pkey DO UPDATE
    SET
        times = ended_passes.times + 1,
        kept_mark = excluded.kept_mark,
        kept_until = excluded.kept_until;

-- name: passes_ended
-- How often that was; no row for never. Takes: member_id. Gives: times.
SELECT e.times
FROM ended_passes AS e
WHERE e.member_id = %(member_id)s;

-- name: remove_way_in
-- Takes: member_id, mark.
DELETE FROM way_in
WHERE member_id = %(member_id)s AND mark = %(mark)s;

-- name: remove_ways_in_of_kind
-- Takes: member_id, kind. Gives: mark.
DELETE FROM way_in
WHERE member_id = %(member_id)s AND kind = %(kind)s
RETURNING mark;

-- name: add_sign_in_code
INSERT INTO sign_in_code (attempt, code_hash, tries_left, ends_at)
VALUES (%(attempt)s, %(code_hash)s, %(tries_left)s, %(ends_at)s);

-- name: try_sign_in_code
-- One statement counts the try, before anybody looks whether it is right. No row where it is over
-- or was tried too often.
-- Takes: attempt, now. Gives: code_hash, tries_left.
UPDATE sign_in_code SET tries_left = tries_left - 1
WHERE attempt = %(attempt)s AND tries_left > 0 AND ends_at > %(now)s
RETURNING code_hash, tries_left;

-- name: use_sign_in_code
DELETE FROM sign_in_code
WHERE attempt = %(attempt)s;

-- name: use_challenge
-- No row where it was used before. Takes: mark, ends_at.
INSERT INTO used_challenge (mark, ends_at)
VALUES (%(mark)s, %(ends_at)s)
ON CONFLICT ON CONSTRAINT used_challenge_pkey DO NOTHING;

-- name: add_sign_in_try
-- Takes: mark, now, since (the start of the window that still counts). Gives: tries, since_at.
INSERT INTO sign_in_try (mark, since_at, tries)
VALUES (%(mark)s, %(now)s, 1)
ON CONFLICT ON CONSTRAINT sign_in_try_pkey DO UPDATE
    SET
        since_at = CASE
            WHEN sign_in_try.since_at > %(since)s THEN sign_in_try.since_at ELSE excluded.since_at
        END,
        tries = CASE WHEN sign_in_try.since_at > %(since)s THEN sign_in_try.tries + 1 ELSE 1 END
RETURNING tries, since_at;

-- name: take_back_sign_in_try
-- A count of none isn't kept. Takes: mark.
WITH only_one AS (
    DELETE FROM sign_in_try
    WHERE mark = %(mark)s AND tries = 1
)

UPDATE sign_in_try
SET tries = tries - 1
WHERE mark = %(mark)s AND tries > 1;

-- name: clear_sign_ins
-- What is over of all three, and marks of passes that are. Takes: now, since. Gives: how many.
WITH kept AS (
    UPDATE ended_passes SET kept_mark = NULL, kept_until = NULL
    WHERE kept_until <= %(now)s
    RETURNING 1 AS gone
),

codes AS (
    DELETE FROM sign_in_code
    WHERE ends_at <= %(now)s
    RETURNING 1 AS gone
),

challenges AS (
    DELETE FROM used_challenge
    WHERE ends_at <= %(now)s
    RETURNING 1 AS gone
),

tries AS (
    DELETE FROM sign_in_try
    WHERE since_at <= %(since)s
    RETURNING 1 AS gone
)

SELECT
    (SELECT count(*) FROM codes) + (SELECT count(*) FROM challenges)
    + (SELECT count(*) FROM tries) + (SELECT count(*) FROM kept) AS cleared;

-- name: programme_numbers
SELECT p.programme_id FROM programme AS p
ORDER BY p.programme_id;
