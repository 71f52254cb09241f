-- name: next_check_in
-- One more for the row of all check-ins. Nobody is told it: store.check_in_codes makes the number.
SELECT nextval('check_in_number_seq') AS running;

-- name: add_check_in
-- Opens a check-in, unless its partner has so many already that aren't over; the partner's row is
-- locked, so that two who open at once are counted one after the other.
-- Takes: number, partner_id, activity_no, facts, place, opened_by, now, starts_at, ends_at,
-- takes_kept, most. Gives: number, or no row.
WITH opening AS (
    SELECT p.partner_id
    FROM partner AS p
    WHERE p.partner_id = %(partner_id)s
    FOR NO KEY UPDATE
)

INSERT INTO check_in (
    number, partner_id, activity_no, facts, place, opened_by, opened_at, starts_at, ends_at,
    takes_kept
) OVERRIDING SYSTEM VALUE
SELECT
    %(number)s AS number,
    o.partner_id,
    %(activity_no)s AS activity_no,
    %(facts)s AS facts,
    %(place)s AS place,
    %(opened_by)s AS opened_by,
    %(now)s AS opened_at,
    %(starts_at)s AS starts_at,
    %(ends_at)s AS ends_at,
    %(takes_kept)s AS takes_kept
FROM opening AS o
WHERE (
    SELECT count(*) FROM check_in AS c
    WHERE c.partner_id = o.partner_id AND c.ends_at > %(now)s AND c.closed_at IS NULL
) < %(most)s
RETURNING number;

-- name: close_check_in
-- Takes: number, partner_id, now.
UPDATE check_in SET closed_at = %(now)s
WHERE
    number = %(number)s
    AND partner_id = %(partner_id)s
    AND closed_at IS NULL
    AND ends_at > %(now)s;

-- name: check_in_by_number
-- Takes: number.
SELECT
    c.number,
    c.partner_id,
    p.programme_id,
    c.activity_no,
    c.facts,
    c.place,
    c.opened_by,
    c.starts_at,
    c.ends_at,
    c.closed_at,
    c.takes_kept
FROM check_in AS c
INNER JOIN partner AS p ON c.partner_id = p.partner_id
WHERE c.number = %(number)s;

-- name: check_ins_of_partner
-- Those that a list may still be typed in for, the newest first.
-- Takes: partner_id, since.
SELECT
    c.number,
    c.partner_id,
    p.programme_id,
    c.activity_no,
    c.facts,
    c.place,
    c.opened_by,
    c.starts_at,
    c.ends_at,
    c.closed_at,
    c.takes_kept
FROM check_in AS c
INNER JOIN partner AS p ON c.partner_id = p.partner_id
WHERE c.partner_id = %(partner_id)s AND c.ends_at > %(since)s
ORDER BY c.starts_at DESC, c.number DESC;

-- name: count_checked_in
-- How many deeds one check-in gave, by the part that their event ids share.
-- Takes: partner_id, from_id, until_id.
SELECT count(*)
FROM deed_key AS k
WHERE
    k.partner_id = %(partner_id)s
    AND k.event_id > %(from_id)s
    AND k.event_id < %(until_id)s;

-- name: has_checked_in
-- Takes: partner_id, event_id. Gives: a row where the id is taken.
SELECT k.member_id
FROM deed_key AS k
WHERE k.partner_id = %(partner_id)s AND k.event_id = %(event_id)s;

-- name: take_nonces
-- Takes: marks (in order, so that two devices wait for each other the same way), number. Writes a
-- row for each live code that was used nowhere before.
INSERT INTO check_in_nonce (mark, number)
SELECT
    m.mark,
    %(number)s AS number
FROM unnest(%(marks)s::BYTEA[]) AS m (mark)
ON CONFLICT ON CONSTRAINT check_in_nonce_pkey DO NOTHING;

-- name: nonces_taken
-- At which check-in live codes were used. Takes: marks. Gives: mark, number.
SELECT
    n.mark,
    n.number
FROM check_in_nonce AS n
WHERE n.mark = ANY(%(marks)s::BYTEA[]);

-- name: take_letters
-- Letters that a member of a programme showed at a moment, used up with this, unless others were
-- shown in their place by then.
-- Takes: mark, programme_id, ends_from (not included), ends_until. Gives: sealed, or no row.
DELETE FROM shown_letters
WHERE
    mark = %(mark)s
    AND programme_id = %(programme_id)s
    AND least(ends_at, replaced_at) > %(ends_from)s
    AND ends_at <= %(ends_until)s
RETURNING sealed;

-- name: clear_shown_letters
-- Takes: before.
DELETE FROM shown_letters
WHERE ends_at <= %(before)s;

-- name: keep_letters
-- Takes: mark, number, sealed. In the transaction in which the letters are used up.
INSERT INTO check_in_nonce (mark, number, sealed)
VALUES (%(mark)s, %(number)s, %(sealed)s);

-- name: letters_kept
-- Takes: mark, number. Gives: sealed, or no row where they weren't used at that check-in.
SELECT n.sealed
FROM check_in_nonce AS n
WHERE n.mark = %(mark)s AND n.number = %(number)s;

-- name: check_in_tries
-- Since when somebody typed how many wrong codes; no row for none.
-- Takes: mark.
SELECT
    t.since_at,
    t.tries
FROM check_in_try AS t
WHERE t.mark = %(mark)s;

-- name: add_check_in_try
-- Takes: mark, now, since (the start of the window that still counts).
INSERT INTO check_in_try (mark, since_at, tries)
VALUES (%(mark)s, %(now)s, 1)
ON CONFLICT ON CONSTRAINT check_in_try_pkey DO UPDATE
    SET
        since_at = CASE
            WHEN check_in_try.since_at > %(since)s THEN check_in_try.since_at
            ELSE excluded.since_at
        END,
        tries = CASE
            WHEN check_in_try.since_at > %(since)s THEN check_in_try.tries + 1
            ELSE 1
        END;

-- name: members_here
-- Which of some members are of a programme. Takes: member_ids, programme_id.
SELECT m.member_id
FROM member AS m
WHERE m.member_id = ANY(%(member_ids)s) AND m.programme_id = %(programme_id)s;

-- name: members_given_to_partner
-- Whose handle a partner was given, and who takes part. Takes: partner_id, most.
SELECT h.member_id
FROM handle_given AS h
INNER JOIN member AS m ON h.member_id = m.member_id
WHERE h.partner_id = %(partner_id)s AND m.withdrawn_at IS NULL
ORDER BY h.member_id
LIMIT %(most)s;

-- name: was_given_to_partner
-- Takes: partner_id, member_id. Gives: a row where the partner was given their handle, and they
-- take part.
SELECT h.member_id
FROM handle_given AS h
INNER JOIN member AS m ON h.member_id = m.member_id
WHERE
    h.partner_id = %(partner_id)s
    AND h.member_id = %(member_id)s
    AND m.withdrawn_at IS NULL;

-- name: clear_check_in_nonces
-- Takes: before (the end of check-ins of which nothing is kept).
DELETE FROM check_in_nonce AS n
USING check_in AS c
WHERE n.number = c.number AND c.ends_at <= %(before)s;

-- name: clear_check_ins
-- Takes: before.
DELETE FROM check_in
WHERE ends_at <= %(before)s;

-- name: clear_check_in_tries
-- Takes: since.
DELETE FROM check_in_try
WHERE since_at <= %(since)s;
