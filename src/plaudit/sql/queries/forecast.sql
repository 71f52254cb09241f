-- name: issued_by_day
-- What a programme gave out on each of its local days, by when it was recorded.
-- Takes: programme_id. Gives: day and points, in order.
SELECT
    (b.recorded_at AT TIME ZONE p.time_zone)::DATE AS recorded_on,
    sum(b.points)::BIGINT AS points
FROM batch_total AS b
INNER JOIN programme AS p ON b.programme_id = p.programme_id
WHERE b.programme_id = %(programme_id)s
GROUP BY recorded_on
ORDER BY recorded_on;

-- name: issued_in_bucket
-- What rows came to that were erased or purged since, by the month in which they were recorded.
-- Takes: programme_id. Gives: month_on and points.
SELECT
    s.month_on,
    s.points
FROM bucket_sum AS s
INNER JOIN account AS a ON s.account_id = a.account_id AND a.kind = 'issue'
WHERE a.programme_id = %(programme_id)s
ORDER BY s.month_on;

-- name: members_issued_to
-- Of how many members the awards of each span are (a deed that earned nothing is none): counted up
-- to `enough`, which says enough.
-- Takes: programme_id, starts, ends (arrays of instants of one length; the end isn't included),
-- enough. Gives: members, in the order asked.
-- A batch's number rises with the time at which it was recorded; a deed is 30 days late at most.
WITH span AS (
    SELECT
        given.place,
        given.starts_at,
        given.ends_at,
        min(b.batch_id) AS first_id,
        max(b.batch_id) AS last_id
    FROM
        unnest(%(starts)s::TIMESTAMPTZ[], %(ends)s::TIMESTAMPTZ[])
        WITH ORDINALITY AS given (starts_at, ends_at, place)
    LEFT JOIN batch_total AS b
        ON
            b.programme_id = %(programme_id)s
            AND given.starts_at <= b.recorded_at
            AND given.ends_at > b.recorded_at
    GROUP BY given.place, given.starts_at, given.ends_at
)

SELECT
    (
        SELECT count(*) FROM (
            SELECT DISTINCT d.member_id
            FROM deed AS d
            INNER JOIN activity AS a ON d.activity_no = a.activity_no
            WHERE
                a.programme_id = %(programme_id)s
                AND d.points > 0
                AND d.deed_id >= span.first_id * 16384
                AND d.deed_id < (span.last_id + 1) * 16384
                AND d.happened_on >= span.starts_at::DATE - 32
                AND d.happened_on <= span.ends_at::DATE + 1
            ORDER BY d.member_id
            LIMIT %(enough)s
        ) AS found
    ) AS members
FROM span
ORDER BY span.place;

-- name: lots_held
-- What all wallets of a programme hold, by the month in which it ends.
-- Takes: programme_id. Gives: lot_month, points, and of how many members.
SELECT
    m.lots[pair.place] AS lot_month,
    sum(m.lots[pair.place + 1])::BIGINT AS points,
    count(*) AS members
FROM member AS m
CROSS JOIN LATERAL generate_series(1, cardinality(m.lots), 2) AS pair (place)
WHERE m.programme_id = %(programme_id)s AND m.lots[pair.place + 1] > 0
GROUP BY lot_month
ORDER BY lot_month;

-- name: members_holding
-- How many members of a programme hold points. Takes: programme_id. Gives: members.
SELECT count(*) AS members
FROM member AS m
WHERE m.programme_id = %(programme_id)s AND m.points > 0;

-- name: points_moved
-- What left wallets, by lot and month; what came back counts below zero.
-- Takes: programme_id, since. Gives: lot_month, month_on, redeemed, expired, other.
WITH went AS (
    SELECT
        t.lot_month,
        t.why,
        date_trunc('month', t.recorded_at AT TIME ZONE p.time_zone)::DATE AS month_on,
        CASE WHEN t.into_wallet THEN -t.points ELSE t.points END AS points
    FROM transfer AS t
    INNER JOIN account AS a ON t.account_id = a.account_id
    INNER JOIN programme AS p ON a.programme_id = p.programme_id
    WHERE a.programme_id = %(programme_id)s AND t.recorded_at >= %(since)s
)

SELECT
    w.lot_month,
    w.month_on,
    sum(CASE WHEN w.why IN ('redeem', 'give_back') THEN w.points ELSE 0 END)::BIGINT AS redeemed,
    sum(CASE WHEN w.why IN ('expire', 'extend') THEN w.points ELSE 0 END)::BIGINT AS expired,
    sum(
        CASE
            WHEN w.why IN ('redeem', 'give_back', 'expire', 'extend') THEN 0 ELSE w.points
        END
    )::BIGINT AS other
FROM went AS w
GROUP BY w.lot_month, w.month_on
ORDER BY w.lot_month, w.month_on;

-- name: members_moving
-- Of how many members the points were that were spent, and that expired, in each month.
-- Takes: programme_id, since. Gives: month_on, spending, expiring.
SELECT
    date_trunc('month', t.recorded_at AT TIME ZONE p.time_zone)::DATE AS month_on,
    count(DISTINCT t.member_id) FILTER (WHERE t.why = 'redeem') AS spending,
    count(DISTINCT t.member_id) FILTER (WHERE t.why = 'expire') AS expiring
FROM transfer AS t
INNER JOIN account AS a ON t.account_id = a.account_id
INNER JOIN programme AS p ON a.programme_id = p.programme_id
WHERE a.programme_id = %(programme_id)s AND t.recorded_at >= %(since)s
GROUP BY month_on
ORDER BY month_on;

-- name: open_voucher_points
-- Points that members took for rewards and haven't used yet, and of how many members.
-- Takes: programme_id. Gives: points, members.
SELECT
    coalesce(sum(v.price_points), 0)::BIGINT AS points,
    count(DISTINCT v.member_id) AS members
FROM voucher AS v
INNER JOIN reward AS r ON v.reward_id = r.reward_id
WHERE r.programme_id = %(programme_id)s AND v.state = 'open';
