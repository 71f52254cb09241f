-- name: issued_since
-- What a programme gave out since an instant, the start of a month: the newest sum that is kept,
-- what came after it, what recounts added, and what was purged or erased since: it doesn't come
-- into the budget again.
-- Takes: programme_id, since. Gives: points.
SELECT
    coalesce(known.points, 0) + coalesce((
        SELECT sum(b.points) FROM batch_total AS b
        WHERE
            b.programme_id = asked.programme_id
            AND b.recorded_at >= coalesce(known.until_at, asked.since)
    ), 0) + coalesce((
        SELECT sum(t.points)
        FROM transfer AS t
        INNER JOIN account AS a ON t.account_id = a.account_id AND a.kind = 'issue'
        WHERE
            a.programme_id = asked.programme_id
            AND t.why = 'recount'
            AND t.recorded_at >= asked.since
    ), 0) + coalesce((
        SELECT sum(s.points)
        FROM bucket_sum AS s
        INNER JOIN account AS a ON s.account_id = a.account_id AND a.kind = 'issue'
        INNER JOIN programme AS p ON a.programme_id = p.programme_id
        WHERE
            p.programme_id = asked.programme_id
            AND s.month_on >= (asked.since AT TIME ZONE p.time_zone)::DATE
    ), 0)::BIGINT AS points
FROM (
    SELECT
        %(programme_id)s::SMALLINT AS programme_id,
        %(since)s::TIMESTAMPTZ AS since
) AS asked
LEFT JOIN LATERAL (
    SELECT
        i.until_at,
        i.points
    FROM issued_sum AS i
    WHERE i.programme_id = asked.programme_id AND i.since_at = asked.since
    ORDER BY i.until_at DESC
    LIMIT 1
) AS known ON TRUE;

-- name: add_issued_sum
-- Keeps what a programme gave out from an instant until another one, which can't change any more.
-- Takes: programme_id, since, until. Gives: a row where one was added.
INSERT INTO issued_sum (programme_id, since_at, until_at, points)
SELECT
    %(programme_id)s AS programme_id,
    %(since)s AS since_at,
    %(until)s AS until_at,
    coalesce(sum(b.points), 0)::BIGINT AS points
FROM batch_total AS b
WHERE
    b.programme_id = %(programme_id)s
    AND b.recorded_at >= %(since)s
    AND b.recorded_at < %(until)s
ON CONFLICT ON CONSTRAINT issued_sum_pkey DO NOTHING;

-- name: issued_in_spans
-- What a programme gave out in each of some spans of time.
-- Takes: programme_id, starts, ends (arrays of one length; the end isn't included). Gives: points,
-- in the order asked.
SELECT coalesce(sum(b.points), 0)::BIGINT AS points
FROM
    unnest(%(starts)s::TIMESTAMPTZ[], %(ends)s::TIMESTAMPTZ[])
    WITH ORDINALITY AS span (starts_at, ends_at, place)
LEFT JOIN batch_total AS b
    ON
        b.programme_id = %(programme_id)s
        AND span.starts_at <= b.recorded_at
        AND span.ends_at > b.recorded_at
GROUP BY span.place
ORDER BY span.place;
