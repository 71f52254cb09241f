-- name: deeds_to_recount
-- The deeds of a day with the awards that they got, to count them once more.
-- Takes: programme_id, day. Left out: those of members whose record stands still.
-- Facts are NULL past their last day.
SELECT
    d.deed_id,
    p.id AS partner,
    a.id AS activity,
    d.happened_at,
    d.happened_on,
    d.facts,
    d.points,
    d.counted,
    e.id AS edition
FROM deed AS d
INNER JOIN activity AS a ON d.activity_no = a.activity_no
INNER JOIN partner AS p ON d.partner_id = p.partner_id
INNER JOIN edition AS e ON d.edition_id = e.edition_id
INNER JOIN member AS m ON d.member_id = m.member_id
WHERE
    a.programme_id = %(programme_id)s
    AND d.happened_on = %(day)s
    AND m.restricted_at IS NULL
ORDER BY d.deed_id;
