-- name: closing_first_month
-- The first calendar month in which something of a programme was recorded; NULL for none.
SELECT
    least(
        (
            SELECT min((c.said_at AT TIME ZONE p.time_zone)::DATE)
            FROM consent AS c
            INNER JOIN member AS m ON c.member_id = m.member_id
            WHERE m.programme_id = p.programme_id
        ),
        (
            SELECT min(v.month_on) FROM month_move AS v
            WHERE v.programme_id = p.programme_id
        )
    ) AS first_on
FROM programme AS p
WHERE p.programme_id = %(programme_id)s;

-- name: closing_moves
-- What each kind of account got in a month. Takes: programme_id, month. Gives: kind, points.
SELECT
    v.kind,
    sum(v.points)::BIGINT AS points
FROM month_move AS v
WHERE v.programme_id = %(programme_id)s AND v.month_on = %(month)s
GROUP BY v.kind;

-- name: closing_deeds
-- What was awarded in a month: by kind of deed, and by lot. A deed is 30 days late at most.
-- Takes: programme_id, month, starts_at, ends_at (the end isn't included).
-- Gives: activity (NULL: a lot's row), lot_month (NULL: an activity's), deeds, points, members who
-- did it, members who got points.
WITH counted AS (
    SELECT
        d.activity_no,
        d.lot_month,
        d.member_id,
        count(*) AS deeds,
        sum(d.points) AS points
    FROM deed AS d
    INNER JOIN batch_total AS b
        ON b.batch_id = d.deed_id / 16384 AND d.partner_id = b.partner_id
    WHERE
        b.programme_id = %(programme_id)s
        AND b.recorded_at >= %(starts_at)s
        AND b.recorded_at < %(ends_at)s
        AND d.happened_on >= %(month)s::DATE - 32
        AND d.happened_on < %(month)s::DATE + 33
    GROUP BY d.activity_no, d.lot_month, d.member_id
)

SELECT
    a.id AS activity,
    c.lot_month,
    sum(c.deeds)::BIGINT AS deeds,
    sum(c.points)::BIGINT AS points,
    count(DISTINCT c.member_id) AS doing,
    count(DISTINCT c.member_id) FILTER (WHERE c.points > 0) AS earning
FROM counted AS c
INNER JOIN activity AS a ON c.activity_no = a.activity_no
GROUP BY GROUPING SETS ((a.id), (c.lot_month))
ORDER BY a.id, c.lot_month;

-- name: closing_together
-- How many members did one of some kinds of deeds in a month, and how many got points for one.
-- Takes: as closing_deeds, and activities. Gives: doing, earning.
SELECT
    count(DISTINCT d.member_id) AS doing,
    count(DISTINCT d.member_id) FILTER (WHERE d.points > 0) AS earning
FROM deed AS d
INNER JOIN activity AS a ON d.activity_no = a.activity_no
INNER JOIN batch_total AS b ON b.batch_id = d.deed_id / 16384 AND d.partner_id = b.partner_id
WHERE
    a.id = ANY(%(activities)s)
    AND b.programme_id = %(programme_id)s
    AND b.recorded_at >= %(starts_at)s
    AND b.recorded_at < %(ends_at)s
    AND d.happened_on >= %(month)s::DATE - 32
    AND d.happened_on < %(month)s::DATE + 33;

-- name: closing_vouchers
-- Vouchers of a month. Takes: as closing_deeds. Gives: taken, taken_points, given_back,
-- given_back_points, honoured, honoured_points (less what was undone), members who took one.
SELECT
    moved.taken,
    moved.taken_points,
    moved.given_back,
    moved.given_back_points,
    used.honoured,
    used.honoured_points,
    moved.taking
FROM (
    SELECT
        count(DISTINCT t.voucher_id) FILTER (WHERE t.why = 'redeem') AS taken,
        coalesce(sum(t.points) FILTER (WHERE t.why = 'redeem'), 0)::BIGINT AS taken_points,
        count(DISTINCT t.voucher_id) FILTER (WHERE t.why = 'give_back') AS given_back,
        coalesce(sum(t.points) FILTER (WHERE t.why = 'give_back'), 0)::BIGINT AS given_back_points,
        count(DISTINCT t.member_id) FILTER (WHERE t.why = 'redeem') AS taking
    FROM transfer AS t
    INNER JOIN account AS a ON t.account_id = a.account_id
    WHERE
        a.programme_id = %(programme_id)s
        AND t.voucher_id IS NOT NULL
        AND t.recorded_at >= %(starts_at)s
        AND t.recorded_at < %(ends_at)s
) AS moved
CROSS JOIN (
    SELECT
        coalesce(sum(CASE WHEN h.how = 'undone' THEN -1 ELSE 1 END), 0)::BIGINT AS honoured,
        coalesce(sum(CASE WHEN h.how = 'undone' THEN -h.points ELSE h.points END), 0)::BIGINT
            AS honoured_points
    FROM honour AS h
    INNER JOIN account AS a ON h.to_account_id = a.account_id
    WHERE
        a.programme_id = %(programme_id)s
        AND h.recorded_at >= %(starts_at)s
        AND h.recorded_at < %(ends_at)s
) AS used;

-- name: closing_joined
-- How many members said yes to a programme in a month. Takes: as closing_deeds. Gives: members.
SELECT count(DISTINCT c.member_id) AS members
FROM consent AS c
INNER JOIN member AS m ON c.member_id = m.member_id
WHERE
    m.programme_id = %(programme_id)s
    AND c.agrees
    AND c.said_at >= %(starts_at)s
    AND c.said_at < %(ends_at)s;

-- name: add_closing
INSERT INTO closing (
    programme_id, number, month, previous_sha256, sha256, text, signature, public_key, closed_at
) VALUES (
    %(programme_id)s, %(number)s, %(month)s, decode(%(previous_sha256)s, 'hex'),
    decode(%(sha256)s, 'hex'), %(text)s, %(signature)s, %(public_key)s, %(closed_at)s
);

-- name: last_closing
SELECT c.text
FROM closing AS c
WHERE c.programme_id = %(programme_id)s
ORDER BY c.number DESC
LIMIT 1;

-- name: closings
-- A programme's closings in the order of their numbers.
SELECT
    c.text,
    c.signature,
    c.public_key,
    c.closed_at
FROM closing AS c
WHERE c.programme_id = %(programme_id)s
ORDER BY c.number;

-- name: add_published_month
INSERT INTO published_month (programme_id, month, joined_members, spent_points)
VALUES (%(programme_id)s, %(month)s, %(joined_members)s, %(spent_points)s);

-- name: add_published_activity
INSERT INTO published_activity (programme_id, month, place, activity_no, deeds, points)
SELECT
    %(programme_id)s AS programme_id,
    %(month)s AS month,
    %(place)s AS place,
    (
        SELECT a.activity_no FROM activity AS a
        WHERE a.programme_id = %(programme_id)s AND a.id = %(activity)s
    ) AS activity_no,
    %(deeds)s AS deeds,
    %(points)s AS points;

-- name: published_months
-- What is published of a programme's newest months: one row for each part, or one for a month
-- without any. Takes: programme_id, how_many (months).
SELECT
    m.month,
    m.joined_members,
    m.spent_points,
    m.number,
    m.sha256,
    m.signature,
    m.public_key,
    part.place,
    a.id AS activity,
    part.deeds,
    part.points
FROM (
    SELECT
        p.programme_id,
        p.month,
        p.joined_members,
        p.spent_points,
        c.number,
        c.sha256,
        c.signature,
        c.public_key
    FROM published_month AS p
    INNER JOIN closing AS c ON p.programme_id = c.programme_id AND p.month = c.month
    WHERE p.programme_id = %(programme_id)s
    ORDER BY p.month DESC
    LIMIT %(how_many)s
) AS m
LEFT JOIN published_activity AS part
    ON m.programme_id = part.programme_id AND m.month = part.month
LEFT JOIN activity AS a ON part.activity_no = a.activity_no
ORDER BY m.month DESC, part.place ASC;
