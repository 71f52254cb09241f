-- name: programme_calendar
-- Gives: a row for each programme.
SELECT
    p.programme_id,
    p.id,
    p.time_zone
FROM programme AS p
ORDER BY p.programme_id;

-- name: newest_member
SELECT coalesce(max(m.member_id), 0) AS member_id FROM member AS m;

-- name: announce_lots
-- The notice of lots that end soon, once for each lot, of some members.
-- Takes: programme_id, after_id, upto_id, months (whose end is near, but not too near), now.
INSERT INTO expiry_notice (member_id, lot_month, points, announced_at)
SELECT
    m.member_id,
    m.lots[pair.place] AS lot_month,
    m.lots[pair.place + 1] AS points,
    %(now)s AS announced_at
FROM member AS m
CROSS JOIN LATERAL generate_series(1, cardinality(m.lots), 2) AS pair (place)
WHERE
    m.member_id > %(after_id)s
    AND m.member_id <= %(upto_id)s
    AND m.programme_id = %(programme_id)s
    AND m.restricted_at IS NULL
    AND m.lots[pair.place] = ANY(%(months)s::INTEGER[])
    AND m.lots[pair.place + 1] > 0
ON CONFLICT ON CONSTRAINT expiry_notice_pkey DO NOTHING;

-- name: lock_unannounced
-- Members with points that end too soon for a notice, or have ended, and weren't announced in time:
-- of a whole lot, or what came back into it since its notice.
-- Takes: programme_id, after_id, upto_id; months and told_bys, of one length: until when its notice
-- had to be there. Gives: member_id, lot_month and points; the members are locked.
WITH calendar AS (
    SELECT
        given.month,
        given.told_by
    FROM unnest(%(months)s::INTEGER[], %(told_bys)s::TIMESTAMPTZ[]) AS given (month, told_by)
)

SELECT
    m.member_id,
    m.lots[pair.place] AS lot_month,
    m.lots[pair.place + 1] - coalesce(n.points, 0) AS points
FROM member AS m
CROSS JOIN LATERAL generate_series(1, cardinality(m.lots), 2) AS pair (place)
INNER JOIN calendar ON m.lots[pair.place] = calendar.month
LEFT JOIN expiry_notice AS n
    ON
        m.member_id = n.member_id
        AND calendar.month = n.lot_month
        AND calendar.told_by >= n.announced_at
WHERE
    m.member_id > %(after_id)s
    AND m.member_id <= %(upto_id)s
    AND m.programme_id = %(programme_id)s
    AND m.lots[1] <= %(last_month)s
    AND m.restricted_at IS NULL
    AND m.lots[pair.place + 1] > coalesce(n.points, 0)
ORDER BY m.member_id
FOR NO KEY UPDATE OF m;

-- name: add_notices
-- Takes: member_ids, lot_months, points (arrays of one length), now.
WITH given AS (
    SELECT
        one.member_id,
        one.lot_month,
        one.points
    FROM unnest(
        %(member_ids)s::BIGINT[], %(lot_months)s::INTEGER[], %(points)s::BIGINT[]
    ) AS one (member_id, lot_month, points)
)

INSERT INTO expiry_notice (member_id, lot_month, points, announced_at)
SELECT
    given.member_id,
    given.lot_month,
    given.points,
    %(now)s AS announced_at
FROM given
ON CONFLICT ON CONSTRAINT expiry_notice_pkey DO NOTHING;

-- name: lock_expired
-- Members with a lot past its month, locked in one order, in a statement of its own.
-- Takes: programme_id, after_id, upto_id, month (the present one). Gives: member_id.
SELECT m.member_id
FROM member AS m
WHERE
    m.member_id > %(after_id)s
    AND m.member_id <= %(upto_id)s
    AND m.programme_id = %(programme_id)s
    AND m.lots[1] <= %(month)s
    AND m.restricted_at IS NULL
ORDER BY m.member_id
FOR NO KEY UPDATE OF m;

-- name: expire_lots
-- Moves what has expired from wallets to the expiry account. The members are locked. A lot of which
-- anything wasn't announced in time stays: it can't be spent, and those points get a later lot.
-- Takes: member_ids; months and told_bys, of one length: the months that have begun, and until when
-- the notice had to be there; account_id, now. Gives: lots and points that went.
WITH calendar AS (
    SELECT
        given.month,
        given.told_by
    FROM unnest(%(months)s::INTEGER[], %(told_bys)s::TIMESTAMPTZ[]) AS given (month, told_by)
),

due AS (
    SELECT
        m.member_id,
        m.lots[pair.place] AS lot_month,
        m.lots[pair.place + 1] AS points
    FROM member AS m
    CROSS JOIN LATERAL generate_series(1, cardinality(m.lots), 2) AS pair (place)
    INNER JOIN calendar ON m.lots[pair.place] = calendar.month
    WHERE
        m.member_id = ANY(%(member_ids)s::BIGINT[])
        AND (
            m.lots[pair.place + 1] = 0
            OR EXISTS (
                SELECT 1 FROM expiry_notice AS n
                WHERE
                    n.member_id = m.member_id
                    AND n.lot_month = calendar.month
                    AND n.points >= m.lots[pair.place + 1]
                    AND n.announced_at <= calendar.told_by
            )
        )
),

moved AS (
    INSERT INTO transfer (
        member_id, transfer_id, account_id, into_wallet, points, lot_month, why, recorded_at
    )
    SELECT
        due.member_id,
        nextval('transfer_number') AS transfer_id,
        %(account_id)s AS account_id,
        FALSE AS into_wallet,
        due.points,
        due.lot_month,
        'expire' AS why,
        %(now)s AS recorded_at
    FROM due
    WHERE due.points > 0
    RETURNING points
),

gone AS (
    SELECT
        due.member_id,
        sum(due.points) AS points,
        array_agg(due.lot_month) AS lot_months
    FROM due
    GROUP BY due.member_id
),

kept AS (
    SELECT
        m.member_id,
        array_agg(m.lots[pair.place + half.half] ORDER BY pair.place, half.half) AS lots
    FROM gone
    INNER JOIN member AS m ON gone.member_id = m.member_id
    CROSS JOIN LATERAL generate_series(1, cardinality(m.lots), 2) AS pair (place)
    CROSS JOIN generate_series(0, 1) AS half (half)
    WHERE m.lots[pair.place] <> ALL(gone.lot_months)
    GROUP BY m.member_id
),

written AS (
    UPDATE member AS m
    SET
        points = m.points - gone.points,
        lots = coalesce(kept.lots, '{}')
    FROM gone
    LEFT JOIN kept ON gone.member_id = kept.member_id
    WHERE m.member_id = gone.member_id
)

SELECT
    count(*) AS lots,
    coalesce(sum(moved.points), 0)::BIGINT AS points
FROM moved;
