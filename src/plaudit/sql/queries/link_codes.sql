-- name: lock_to_show_code
-- A member who may show a code, locked: two codes at once come one after the other, and none is
-- written about somebody who is being erased. Takes: member_id. Gives: member_id, or no row.
SELECT m.member_id
FROM member AS m
WHERE m.member_id = %(member_id)s AND m.withdrawn_at IS NULL AND m.restricted_at IS NULL
FOR NO KEY UPDATE OF m;

-- name: replace_link_code
-- The code before is gone, and its letters are of no use for any moment from now on; what was typed
-- before counts. The code's row is locked first, then that of its letters, as at a till.
-- Takes: member_id, now.
WITH gone AS (
    DELETE FROM link_code AS l
    WHERE l.member_id = %(member_id)s
    RETURNING l.letters_mark
)

UPDATE shown_letters AS s SET replaced_at = %(now)s
FROM gone AS g
WHERE s.mark = g.letters_mark;

-- name: add_link_code
-- Takes: member_id, code_hash, ends_at, mark.
INSERT INTO link_code (member_id, code_hash, ends_at, letters_mark)
VALUES (%(member_id)s, %(code_hash)s, %(ends_at)s, %(mark)s);

-- name: add_shown_letters
-- The same letters for stewards, who may send them later. Takes: mark, member_id, sealed, ends_at.
INSERT INTO shown_letters (mark, programme_id, sealed, ends_at)
SELECT
    %(mark)s AS mark,
    m.programme_id,
    %(sealed)s AS sealed,
    %(ends_at)s AS ends_at
FROM member AS m
WHERE m.member_id = %(member_id)s;

-- name: use_link_code
-- One statement decides: the code is shown now, by a member of the partner's programme who takes
-- part. Then it is gone. The member's row is locked first, as erasing does it.
-- Takes: code_hash, partner_id, now. Gives: member_id, or no row.
WITH shown AS (
    SELECT m.member_id
    FROM link_code AS l
    INNER JOIN member AS m ON l.member_id = m.member_id
    INNER JOIN partner AS p ON m.programme_id = p.programme_id
    WHERE
        l.code_hash = %(code_hash)s
        AND l.ends_at > %(now)s
        AND m.withdrawn_at IS NULL
        AND m.restricted_at IS NULL
        AND p.partner_id = %(partner_id)s
    FOR KEY SHARE OF m
)

DELETE FROM link_code AS l
USING shown AS s
WHERE l.member_id = s.member_id AND l.code_hash = %(code_hash)s
RETURNING l.member_id;

-- name: drop_shown_letters
-- Takes: mark.
DELETE FROM shown_letters
WHERE mark = %(mark)s;

-- name: clear_link_codes
-- Takes: now.
DELETE FROM link_code
WHERE ends_at <= %(now)s;
