-- name: span_of_deeds
-- The first and the last day of all deeds.
-- Gives: one row, NULLs where there is no deed.
SELECT
    min(d.happened_on) AS first_on,
    max(d.happened_on) AS last_on
FROM deed AS d;

-- name: deeds_to_rehearse
-- The deeds of some days that a rehearsal may count, in the order of arrival.
-- Takes: programme_id, from_on, until_on (not included). Left out: deeds that were struck out,
-- whose facts are past their last day, and those of members whose record stands still.
SELECT
    d.deed_id,
    d.member_id,
    p.id AS partner,
    a.id AS activity,
    d.happened_at,
    d.happened_on,
    d.facts
FROM deed AS d
INNER JOIN activity AS a ON d.activity_no = a.activity_no
INNER JOIN partner AS p ON d.partner_id = p.partner_id
INNER JOIN member AS m ON d.member_id = m.member_id
WHERE
    a.programme_id = %(programme_id)s
    AND d.happened_on >= %(from_on)s
    AND d.happened_on < %(until_on)s
    AND d.facts IS NOT NULL
    AND m.restricted_at IS NULL
    AND NOT coalesce((
        SELECT r.kind = 'strike_out'
        FROM reversal AS r
        WHERE
            r.member_id = d.member_id
            AND r.deed_id = d.deed_id
            AND r.kind IN ('strike_out', 'count_again')
        ORDER BY r.reversal_id DESC
        LIMIT 1
    ), FALSE)
ORDER BY d.deed_id;
