-- name: deeds_to_recount
-- The deeds of a day with the awards that they got, to count them once more.
-- Takes: programme_id, day. Facts are NULL past their last day.
-- Those of records that stand still too: a recount only reads, and a day is recounted once.
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
WHERE a.programme_id = %(programme_id)s AND d.happened_on = %(day)s
ORDER BY d.deed_id;

-- name: last_of_next_members
-- The last of a programme's next so many members.
-- Takes: programme_id, after_id, how_many. Gives: one row, NULL where there is none.
SELECT max(next_one.member_id) AS until_id
FROM (
    SELECT m.member_id
    FROM member AS m
    WHERE m.programme_id = %(programme_id)s AND m.member_id > %(after_id)s
    ORDER BY m.member_id
    LIMIT %(how_many)s
) AS next_one;

-- name: awards_by_member
-- What moved some members' running totals, in the order recorded: deeds with their awards, and
-- decisions about them, of which only the number is given.
-- Takes: programme_id, after_id, until_id (included). Left out: members whose record stands still.
-- Facts are NULL past their last day.
SELECT
    d.member_id,
    d.deed_id AS number,
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
    d.member_id > %(after_id)s
    AND d.member_id <= %(until_id)s
    AND m.programme_id = %(programme_id)s
    AND m.restricted_at IS NULL
UNION ALL
SELECT
    r.member_id,
    r.reversal_id AS number,
    NULL AS partner,
    NULL AS activity,
    NULL AS happened_at,
    NULL AS happened_on,
    NULL AS facts,
    NULL AS points,
    NULL AS counted,
    NULL AS edition
FROM reversal AS r
INNER JOIN member AS m ON r.member_id = m.member_id
WHERE
    r.member_id > %(after_id)s
    AND r.member_id <= %(until_id)s
    AND m.programme_id = %(programme_id)s
    AND m.restricted_at IS NULL
    AND cardinality(r.counted) > 0
ORDER BY member_id, number;

-- name: last_recounted_day
-- Up to which day a programme's awards were counted once more; NULL for none.
SELECT max(r.day_on) AS day_on
FROM recounted_day AS r
WHERE r.programme_id = %(programme_id)s;

-- name: add_recounted_day
INSERT INTO recounted_day (programme_id, day_on, different, ended_at)
VALUES (%(programme_id)s, %(day_on)s, %(different)s, %(ended_at)s)
ON CONFLICT ON CONSTRAINT recounted_day_pkey DO NOTHING;

-- name: recounted_months
-- By month: how many of its days were counted once more, how many awards differ, and when that was.
-- Takes: programme_id, how_many. The newest first.
SELECT
    date_trunc('month', r.day_on)::DATE AS month_on,
    count(*) AS days,
    sum(r.different)::BIGINT AS different,
    max(r.ended_at) AS ended_at
FROM recounted_day AS r
WHERE r.programme_id = %(programme_id)s
GROUP BY month_on
ORDER BY month_on DESC
LIMIT %(how_many)s;
