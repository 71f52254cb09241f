-- name: use_live_code
-- One statement decides: the member takes part in the partner's programme and isn't restricted, and
-- neither this code nor a later one was used. The member's row is locked first, as erasing does it.
-- Takes: member_id, step, ends_at, partner_id. Gives: member_id, or no row.
WITH shown AS (
    SELECT m.member_id
    FROM member AS m
    INNER JOIN partner AS p ON m.programme_id = p.programme_id
    WHERE
        m.member_id = %(member_id)s
        AND m.withdrawn_at IS NULL
        AND m.restricted_at IS NULL
        AND p.partner_id = %(partner_id)s
    FOR KEY SHARE OF m
)

INSERT INTO live_code AS l (member_id, step, ends_at)
SELECT
    s.member_id,
    %(step)s AS step,
    %(ends_at)s AS ends_at
FROM shown AS s
ON CONFLICT ON CONSTRAINT live_code_pkey DO UPDATE
    SET step = excluded.step, ends_at = excluded.ends_at
    WHERE l.step < excluded.step
RETURNING l.member_id;

-- name: clear_live_codes
-- Takes: now.
DELETE FROM live_code
WHERE ends_at <= %(now)s;
