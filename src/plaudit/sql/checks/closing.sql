-- name: closings_follow_one_another
-- A programme's closings: no number and no month left out, each carries the hash of the one before
-- and opens with what that one closed with.
SELECT
    turn.programme_id,
    turn.number
FROM (
    SELECT
        c.programme_id,
        c.number,
        c.month,
        c.previous_sha256,
        c.text::JSONB AS said,
        lag(c.number, 1, 0) OVER before AS number_before,
        lag(c.month) OVER before AS month_before,
        lag(c.sha256) OVER before AS sha256_before,
        lag(c.text::JSONB) OVER before AS said_before
    FROM closing AS c
    WINDOW before AS (PARTITION BY c.programme_id ORDER BY c.number)
) AS turn
INNER JOIN programme AS p ON turn.programme_id = p.programme_id
CROSS JOIN LATERAL jsonb_object_keys(turn.said -> 'accounts') AS account (kind)
WHERE
    turn.number <> turn.number_before + 1
    OR turn.month <> (turn.month_before + INTERVAL '1 month')::DATE
    OR turn.previous_sha256 IS DISTINCT FROM turn.sha256_before
    OR turn.said ->> 'programme' <> p.id
    OR (turn.said ->> 'number')::INTEGER <> turn.number
    OR turn.said ->> 'month' <> to_char(turn.month, 'YYYY-MM')
    OR (turn.said -> 'accounts' -> account.kind ->> 'opening')::BIGINT
    <> coalesce((turn.said_before -> 'accounts' -> account.kind ->> 'closing')::BIGINT, 0)
GROUP BY turn.programme_id, turn.number;

-- name: closed_month_is_still_what_the_book_says
-- What each kind of account got in a closed month, by the rows that are there and the bucket.
SELECT
    c.programme_id,
    c.month,
    account.kind,
    (account.said ->> 'moved')::BIGINT AS moved_said,
    coalesce(found.points, 0) AS moved_found
FROM closing AS c
CROSS JOIN LATERAL jsonb_each(c.text::JSONB -> 'accounts') AS account (kind, said)
LEFT JOIN (
    SELECT
        v.programme_id,
        v.month_on,
        v.kind,
        sum(v.points) AS points
    FROM month_move AS v
    GROUP BY v.programme_id, v.month_on, v.kind
) AS found
    ON
        c.programme_id = found.programme_id
        AND c.month = found.month_on
        AND account.kind = found.kind
WHERE (account.said ->> 'moved')::BIGINT <> coalesce(found.points, 0);

-- name: nothing_moved_before_the_first_closing
SELECT
    v.programme_id,
    v.month_on
FROM month_move AS v
INNER JOIN (
    SELECT
        c.programme_id,
        min(c.month) AS first_month
    FROM closing AS c
    GROUP BY c.programme_id
) AS closed ON v.programme_id = closed.programme_id
WHERE v.month_on < closed.first_month
GROUP BY v.programme_id, v.month_on
HAVING sum(v.points) <> 0;

-- name: closed_month_has_no_deeds_beyond_what_it_says
-- Deeds of a closed month become fewer (erased, purged), never more.
SELECT
    c.programme_id,
    c.month,
    (c.text::JSONB ->> 'deeds')::BIGINT AS deeds_said,
    sum(b.deeds) AS deeds_found
FROM closing AS c
INNER JOIN programme AS p ON c.programme_id = p.programme_id
INNER JOIN batch_total AS b
    ON
        c.programme_id = b.programme_id
        AND c.month = date_trunc('month', b.recorded_at AT TIME ZONE p.time_zone)::DATE
GROUP BY c.programme_id, c.number
HAVING
    sum(b.deeds) > (c.text::JSONB ->> 'deeds')::BIGINT
    OR sum(b.points) > (c.text::JSONB ->> 'awarded_points')::BIGINT;
