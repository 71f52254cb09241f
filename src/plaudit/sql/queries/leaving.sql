-- name: usable_days_in_force
-- For how many days points can be used after leaving, as the edition of a day says; or no row.
SELECT e.usable_days
FROM edition AS e
WHERE e.programme_id = %(programme_id)s AND e.starts_on <= %(today)s
ORDER BY e.starts_on DESC
LIMIT 1;

-- name: lock_left
-- Members who left before an instant and still have points, locked in one order.
-- Takes: programme_id, before, after_id, how_many, member_id (NULL for all); the_member, as a
-- restriction says that the member asked. Gives: member_id; was_held: the office let the record
-- stand still since.
SELECT
    m.member_id,
    EXISTS(
        SELECT 1 FROM restriction AS r
        WHERE
            r.member_id = m.member_id
            AND r.asked_by <> %(the_member)s
            AND r.lifted_at > m.withdrawn_at
    ) AS was_held
FROM member AS m
WHERE
    m.programme_id = %(programme_id)s
    AND m.withdrawn_at < %(before)s
    AND m.points > 0
    AND m.restricted_at IS NULL
    AND m.member_id > %(after_id)s
    AND (%(member_id)s::BIGINT IS NULL OR m.member_id = %(member_id)s)
ORDER BY m.member_id
LIMIT %(how_many)s
FOR NO KEY UPDATE OF m;

-- name: return_points
-- Moves all points of members who are locked to the programme's returned account.
-- Takes: member_ids, account_id, now. Gives: points.
WITH moved AS (
    INSERT INTO transfer (
        member_id, transfer_id, account_id, into_wallet, points, lot_month, why, recorded_at
    )
    SELECT
        m.member_id,
        nextval('transfer_number') AS transfer_id,
        %(account_id)s AS account_id,
        FALSE AS into_wallet,
        m.lots[pair.place + 1] AS points,
        m.lots[pair.place] AS lot_month,
        'leave' AS why,
        %(now)s AS recorded_at
    FROM member AS m
    CROSS JOIN LATERAL generate_series(1, cardinality(m.lots), 2) AS pair (place)
    WHERE m.member_id = ANY(%(member_ids)s::BIGINT[]) AND m.lots[pair.place + 1] > 0
    RETURNING points
),

written AS (
    UPDATE member AS m
    SET
        points = 0,
        lots = '{}'
    WHERE m.member_id = ANY(%(member_ids)s::BIGINT[])
)

SELECT coalesce(sum(moved.points), 0)::BIGINT AS points
FROM moved;

-- name: members_to_forget
-- Members who left before an instant, whose points and vouchers are gone.
-- Takes: programme_id, before, how_many. Gives: member_id.
SELECT m.member_id
FROM member AS m
WHERE
    m.programme_id = %(programme_id)s
    AND m.withdrawn_at < %(before)s
    AND m.points = 0
    AND m.restricted_at IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM voucher AS v
        WHERE v.member_id = m.member_id AND v.state = 'open'
    )
ORDER BY m.withdrawn_at, m.member_id
LIMIT %(how_many)s;

-- name: lock_to_forget
-- One of members_to_forget, looked at again under the row's lock; no row where that has changed.
-- Takes: member_id, before. Gives: member_id.
SELECT m.member_id
FROM member AS m
WHERE
    m.member_id = %(member_id)s
    AND m.withdrawn_at < %(before)s
    AND m.points = 0
    AND m.restricted_at IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM voucher AS v
        WHERE v.member_id = m.member_id AND v.state = 'open'
    )
FOR UPDATE OF m;
