-- name: partner_days
-- What partners reported, by activity and local day on which it was recorded, as sums and with of
-- how many members each is. Members whose record stands still are left out.
-- Takes: programme_id, since and until (instants; the end isn't included), activity_nos and places
-- (arrays of one length: where in the facts the first number is), burst_seconds.
-- Gives: partner, activity, day, reports, members, amount, with_amount and amount_members (reports
-- that say an amount, and of how many members), the largest group of one amount and of one span of
-- time (reports, members), and by local hour: hours, reports, members.
WITH reported AS (
    SELECT
        d.partner_id,
        d.activity_no,
        d.member_id,
        (b.recorded_at AT TIME ZONE p.time_zone)::DATE AS recorded_on,
        extract(HOUR FROM d.happened_at AT TIME ZONE p.time_zone)::INTEGER AS hour,
        floor(extract(EPOCH FROM d.happened_at) / %(burst_seconds)s)::BIGINT AS burst,
        d.facts[main.place] AS amount
    FROM batch_total AS b
    INNER JOIN programme AS p ON b.programme_id = p.programme_id
    INNER JOIN deed AS d
        ON b.batch_id = d.deed_id / 16384 AND b.partner_id = d.partner_id
    INNER JOIN member AS m ON d.member_id = m.member_id
    LEFT JOIN
        unnest(
            %(activity_nos)s::SMALLINT[], %(places)s::INTEGER[]
        ) AS main (activity_no, place)
        ON d.activity_no = main.activity_no
    WHERE
        b.programme_id = %(programme_id)s
        AND b.recorded_at >= %(since)s
        AND b.recorded_at < %(until)s
        AND d.happened_on >= %(since)s::DATE - 32
        AND m.restricted_at IS NULL
),

whole AS (
    SELECT
        r.partner_id,
        r.activity_no,
        r.recorded_on,
        count(*) AS reports,
        count(DISTINCT r.member_id) AS members,
        coalesce(sum(r.amount), 0)::BIGINT AS amount,
        count(r.amount) AS with_amount,
        count(DISTINCT r.member_id) FILTER (WHERE r.amount IS NOT NULL) AS amount_members
    FROM reported AS r
    GROUP BY r.partner_id, r.activity_no, r.recorded_on
),

same AS (
    SELECT DISTINCT ON (g.partner_id, g.activity_no, g.recorded_on)
        g.partner_id,
        g.activity_no,
        g.recorded_on,
        g.reports,
        g.members
    FROM (
        SELECT
            r.partner_id,
            r.activity_no,
            r.recorded_on,
            count(*) AS reports,
            count(DISTINCT r.member_id) AS members
        FROM reported AS r
        WHERE r.amount IS NOT NULL
        GROUP BY r.partner_id, r.activity_no, r.recorded_on, r.amount
    ) AS g
    ORDER BY
        g.partner_id ASC,
        g.activity_no ASC,
        g.recorded_on ASC,
        g.reports DESC,
        g.members ASC
),

burst AS (
    SELECT DISTINCT ON (g.partner_id, g.activity_no, g.recorded_on)
        g.partner_id,
        g.activity_no,
        g.recorded_on,
        g.reports,
        g.members
    FROM (
        SELECT
            r.partner_id,
            r.activity_no,
            r.recorded_on,
            count(*) AS reports,
            count(DISTINCT r.member_id) AS members
        FROM reported AS r
        GROUP BY r.partner_id, r.activity_no, r.recorded_on, r.burst
    ) AS g
    ORDER BY
        g.partner_id ASC,
        g.activity_no ASC,
        g.recorded_on ASC,
        g.reports DESC,
        g.members ASC
),

by_hour AS (
    SELECT
        g.partner_id,
        g.activity_no,
        g.recorded_on,
        array_agg(g.hour ORDER BY g.hour) AS hours,
        array_agg(g.reports ORDER BY g.hour) AS reports,
        array_agg(g.members ORDER BY g.hour) AS members
    FROM (
        SELECT
            r.partner_id,
            r.activity_no,
            r.recorded_on,
            r.hour,
            count(*) AS reports,
            count(DISTINCT r.member_id) AS members
        FROM reported AS r
        GROUP BY r.partner_id, r.activity_no, r.recorded_on, r.hour
    ) AS g
    GROUP BY g.partner_id, g.activity_no, g.recorded_on
)

SELECT
    p.id AS partner,
    a.id AS activity,
    w.recorded_on,
    w.reports,
    w.members,
    w.amount,
    w.with_amount,
    w.amount_members,
    coalesce(s.reports, 0) AS same_reports,
    coalesce(s.members, 0) AS same_members,
    t.reports AS burst_reports,
    t.members AS burst_members,
    h.hours,
    h.reports AS hour_reports,
    h.members AS hour_members
FROM whole AS w
INNER JOIN partner AS p ON w.partner_id = p.partner_id
INNER JOIN activity AS a ON w.activity_no = a.activity_no
LEFT JOIN same AS s
    ON
        w.partner_id = s.partner_id
        AND w.activity_no = s.activity_no
        AND w.recorded_on = s.recorded_on
INNER JOIN burst AS t
    ON
        w.partner_id = t.partner_id
        AND w.activity_no = t.activity_no
        AND w.recorded_on = t.recorded_on
INNER JOIN by_hour AS h
    ON
        w.partner_id = h.partner_id
        AND w.activity_no = h.activity_no
        AND w.recorded_on = h.recorded_on
ORDER BY p.id, a.id, w.recorded_on;

-- name: refused_by_day
-- How many reports were refused, and of how many members they were.
-- Takes: programme_id, since, until. Gives: partner, activity, day, reports, members.
SELECT
    p.id AS partner,
    a.id AS activity,
    (r.refused_at AT TIME ZONE g.time_zone)::DATE AS refused_on,
    count(*) AS reports,
    count(DISTINCT r.member_id) AS members
FROM refused_deed AS r
INNER JOIN activity AS a ON r.activity_no = a.activity_no
INNER JOIN programme AS g ON a.programme_id = g.programme_id
INNER JOIN partner AS p ON r.partner_id = p.partner_id
WHERE
    a.programme_id = %(programme_id)s
    AND r.refused_at >= %(since)s
    AND r.refused_at < %(until)s
GROUP BY p.id, a.id, refused_on
ORDER BY p.id, a.id, refused_on;
