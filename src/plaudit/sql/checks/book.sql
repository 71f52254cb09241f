-- name: wallet_is_the_sum_of_its_entries
-- A member's points are what came in less what went out.
SELECT
    m.member_id,
    m.points,
    coalesce(e.points, 0) AS entries_points
FROM member AS m
LEFT JOIN (
    SELECT
        w.member_id,
        sum(w.points) AS points
    FROM wallet_entry AS w
    GROUP BY w.member_id
) AS e ON m.member_id = e.member_id
WHERE m.points <> coalesce(e.points, 0);

-- name: wallet_is_the_sum_of_its_lots
SELECT
    m.member_id,
    m.points,
    m.lots
FROM member AS m
WHERE
    m.points <> coalesce((
        SELECT sum(m.lots[place]) FROM generate_series(2, cardinality(m.lots), 2) AS place
    ), 0);

-- name: lots_are_pairs_soonest_first_and_not_negative
SELECT
    m.member_id,
    m.lots
FROM member AS m
WHERE
    cardinality(m.lots) % 2 <> 0
    OR EXISTS (
        SELECT 1 FROM generate_series(1, cardinality(m.lots), 2) AS place
        WHERE m.lots[place + 1] < 0 OR m.lots[place] >= m.lots[place + 2]
    );

-- name: lots_are_the_entries_by_month
-- Each lot holds what was put into its month less what was taken from it.
SELECT
    coalesce(l.member_id, e.member_id) AS member_id,
    coalesce(l.lot_month, e.lot_month) AS lot_month,
    l.points AS lot_points,
    e.points AS entries_points
FROM (
    SELECT
        m.member_id,
        m.lots[pair.place] AS lot_month,
        m.lots[pair.place + 1] AS points
    FROM member AS m
    CROSS JOIN LATERAL generate_series(1, cardinality(m.lots), 2) AS pair (place)
) AS l
FULL JOIN (
    SELECT
        w.member_id,
        w.lot_month,
        sum(w.points) AS points
    FROM wallet_entry AS w
    GROUP BY w.member_id, w.lot_month
) AS e ON l.member_id = e.member_id AND l.lot_month = e.lot_month
WHERE coalesce(l.points, 0) <> coalesce(e.points, 0);

-- name: issued_is_held_spent_and_gone
-- By programme: awarded points = points in wallets + points that left the wallets. What was erased
-- or purged of both is in the bucket.
SELECT
    p.programme_id,
    coalesce(issued.points, 0) AS issued_points,
    coalesce(held.points, 0) AS held_points,
    coalesce(gone.points, 0) AS gone_points
FROM programme AS p
LEFT JOIN (
    SELECT
        b.programme_id,
        sum(b.points) AS points
    FROM (
        SELECT
            b.programme_id,
            b.points
        FROM batch_total AS b
        UNION ALL
        SELECT
            a.programme_id,
            s.points
        FROM bucket_sum AS s
        INNER JOIN account AS a ON s.account_id = a.account_id
        WHERE a.kind = 'issue'
    ) AS b
    GROUP BY b.programme_id
) AS issued ON p.programme_id = issued.programme_id
LEFT JOIN (
    SELECT
        m.programme_id,
        sum(m.points) AS points
    FROM member AS m
    GROUP BY m.programme_id
) AS held ON p.programme_id = held.programme_id
LEFT JOIN (
    SELECT
        a.programme_id,
        sum(t.points) AS points
    FROM (
        SELECT
            t.account_id,
            CASE WHEN t.into_wallet THEN -t.points ELSE t.points END AS points
        FROM transfer AS t
        UNION ALL
        SELECT
            s.account_id,
            -s.points AS points
        FROM bucket_sum AS s
        INNER JOIN account AS o ON s.account_id = o.account_id
        WHERE o.kind <> 'issue'
    ) AS t
    INNER JOIN account AS a ON t.account_id = a.account_id
    GROUP BY a.programme_id
) AS gone ON p.programme_id = gone.programme_id
WHERE coalesce(issued.points, 0) <> coalesce(held.points, 0) + coalesce(gone.points, 0);

-- name: batch_is_the_sum_of_its_deeds
SELECT
    coalesce(b.batch_id, d.batch_id) AS batch_id,
    coalesce(b.partner_id, d.partner_id) AS partner_id,
    b.deeds,
    d.deeds AS deeds_found,
    b.points,
    d.points AS points_found
FROM batch_total AS b
FULL JOIN (
    SELECT
        deed.deed_id / 16384 AS batch_id,
        deed.partner_id,
        count(*) AS deeds,
        sum(deed.points) AS points
    FROM deed
    GROUP BY deed.deed_id / 16384, deed.partner_id
) AS d ON b.batch_id = d.batch_id AND b.partner_id = d.partner_id
WHERE b.deeds IS DISTINCT FROM d.deeds OR b.points IS DISTINCT FROM d.points;

-- name: deed_has_its_key_and_key_its_deed
SELECT
    coalesce(d.partner_id, k.partner_id) AS partner_id,
    coalesce(d.event_id, k.event_id) AS event_id
FROM deed AS d
FULL JOIN deed_key AS k
    ON
        d.partner_id = k.partner_id
        AND d.event_id = k.event_id
        AND d.member_id = k.member_id
        AND d.happened_on = k.happened_on
        AND d.deed_id = k.deed_id
WHERE d.deed_id IS NULL OR k.deed_id IS NULL;

-- name: counters_are_the_sums_of_what_was_counted
-- The running totals that a member's row holds are what its deeds counted, period by period, less
-- what was struck out: on top of what rows that were purged since had counted before.
SELECT
    m.member_id,
    m.counters[pair.place] AS key,
    m.counters[pair.place + 1] AS total
FROM member AS m
CROSS JOIN LATERAL generate_series(1, cardinality(m.counters), 2) AS pair (place)
LEFT JOIN (
    SELECT
        t.member_id,
        t.total_key,
        sum(t.amount) + (array_agg(t.total_before ORDER BY t.number, t.place))[1] AS total
    FROM total_move AS t
    GROUP BY t.member_id, t.total_key
) AS s ON m.member_id = s.member_id AND m.counters[pair.place] = s.total_key
LEFT JOIN purged AS p ON m.programme_id = p.programme_id AND p.what = 'deeds_begun'
WHERE
    m.counters[pair.place + 1] <> coalesce(s.total, 0)
    AND (
        s.total IS NOT NULL
        OR p.until_on IS NULL
        OR (m.counters[pair.place] & 16777215) - 8388608 >= p.until_on + 32 - DATE '1970-01-01'
    );

-- name: totals_go_on_without_a_gap
-- Of one running total, each deed or reversal starts where the one before it ended; the first at 0,
-- unless its period began so early that those before it were purged.
SELECT
    step.member_id,
    step.total_key,
    step.number,
    step.total_before,
    step.total_found
FROM (
    SELECT
        t.member_id,
        t.number,
        t.total_key,
        t.total_before,
        lag(t.total_before + t.amount) OVER (
            PARTITION BY t.member_id, t.total_key
            ORDER BY t.number, t.place
        ) AS total_found
    FROM total_move AS t
) AS step
LEFT JOIN member AS m ON step.member_id = m.member_id
LEFT JOIN purged AS p ON m.programme_id = p.programme_id AND p.what = 'deeds_begun'
WHERE
    step.total_before <> coalesce(step.total_found, 0)
    AND (
        step.total_found IS NOT NULL
        OR p.until_on IS NULL
        OR (step.total_key & 16777215) - 8388608 >= p.until_on + 32 - DATE '1970-01-01'
    );

-- name: nothing_before_joining
-- No deed lies before its member's first agreement (charter, C13).
SELECT
    d.member_id,
    d.deed_id,
    d.happened_at
FROM deed AS d
WHERE NOT EXISTS (
    SELECT 1 FROM consent AS c
    WHERE c.member_id = d.member_id AND c.agrees AND c.said_at <= d.happened_at
);

-- name: deed_lies_on_its_local_day
-- A second look at the day, with the database's own zone data; a day off by more is a fault.
SELECT
    d.member_id,
    d.deed_id,
    d.happened_at,
    d.happened_on
FROM deed AS d
INNER JOIN edition AS e ON d.edition_id = e.edition_id
INNER JOIN programme AS p ON e.programme_id = p.programme_id
WHERE abs((d.happened_at AT TIME ZONE p.time_zone)::DATE - d.happened_on) > 1;

-- name: newest_total_of_each_slot_is_held
-- Of each running total the member's row holds the newest period that its deeds counted in.
-- A key is a slot and a period's first day: the slot's bits come first (core.slots). A decision is
-- kept longer than its deed; once that is purged, so may be the newer total that the row held.
SELECT
    newest.member_id,
    newest.total_key
FROM (
    SELECT
        t.member_id,
        max(t.total_key) AS total_key
    FROM total_move AS t
    LEFT JOIN reversal AS r ON t.member_id = r.member_id AND t.number = r.reversal_id
    LEFT JOIN deed AS d
        ON r.member_id = d.member_id AND r.happened_on = d.happened_on AND r.deed_id = d.deed_id
    WHERE r.reversal_id IS NULL OR d.deed_id IS NOT NULL
    GROUP BY t.member_id, t.total_key >> 24
) AS newest
INNER JOIN member AS m ON newest.member_id = m.member_id
WHERE
    NOT EXISTS (
        SELECT 1 FROM generate_series(1, cardinality(m.counters), 2) AS pair (place)
        WHERE m.counters[pair.place] = newest.total_key
    );

-- name: newest_day_is_not_before_the_newest_deed
-- By its newest day a member's row tells which deeds are late, and need older totals.
SELECT
    m.member_id,
    m.newest_on,
    max(d.happened_on) AS newest_deed_on
FROM member AS m
INNER JOIN deed AS d ON m.member_id = d.member_id
GROUP BY m.member_id
HAVING m.newest_on IS NULL OR m.newest_on < max(d.happened_on);
