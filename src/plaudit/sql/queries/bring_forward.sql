-- name: lock_to_purge
-- Members whose rows go, in one order, in a statement of its own. A record that stands still is
-- left as it is.
SELECT m.member_id
FROM member AS m
WHERE m.member_id = ANY(%(member_ids)s::BIGINT[]) AND m.restricted_at IS NULL
ORDER BY m.member_id
FOR NO KEY UPDATE OF m;

-- name: members_with_old_deeds
-- The next members with a deed of some days, with a decision from before them, or whose record
-- moves again after it stood still. Takes: programme_id, editions, from_on, until_on, until_at,
-- after_member, how_many.
(
    SELECT DISTINCT d.member_id
    FROM deed AS d
    WHERE
        d.happened_on >= %(from_on)s
        AND d.happened_on < %(until_on)s
        AND d.edition_id = ANY(%(editions)s)
        AND d.member_id > %(after_member)s
    ORDER BY d.member_id
    LIMIT %(how_many)s
)
UNION
(
    SELECT DISTINCT r.member_id
    FROM reversal AS r
    INNER JOIN member AS m ON r.member_id = m.member_id
    WHERE
        r.recorded_at < %(until_at)s
        AND m.programme_id = %(programme_id)s
        AND r.member_id > %(after_member)s
    ORDER BY r.member_id
    LIMIT %(how_many)s
)
UNION
(
    SELECT DISTINCT r.member_id
    FROM restriction AS r
    INNER JOIN member AS m ON r.member_id = m.member_id
    INNER JOIN deed AS d ON r.member_id = d.member_id
    WHERE
        r.lifted_at IS NOT NULL
        AND m.restricted_at IS NULL
        AND m.programme_id = %(programme_id)s
        AND r.member_id > %(after_member)s
        AND d.happened_on < %(until_on)s
    ORDER BY r.member_id
    LIMIT %(how_many)s
)
ORDER BY member_id
LIMIT %(how_many)s;

-- name: purge_upto
-- Up to which number a member's rows go: the highest that is due, so that of each running total the
-- newest rows stay, and nothing younger than the guard needs. What was recorded before a deed that
-- came late goes with it, up to 30 days sooner.
-- Takes: member_ids (locked), until_on, until_at, young_on. Gives: member_id, upto.
SELECT
    due.member_id,
    least(max(due.number), coalesce(min(young.number) - 1, max(due.number)))::BIGINT AS upto
FROM (
    SELECT
        d.member_id,
        max(d.deed_id) AS number
    FROM deed AS d
    WHERE d.member_id = ANY(%(member_ids)s::BIGINT[]) AND d.happened_on < %(until_on)s
    GROUP BY d.member_id
    UNION ALL
    SELECT
        r.member_id,
        max(r.reversal_id) AS number
    FROM reversal AS r
    WHERE r.member_id = ANY(%(member_ids)s::BIGINT[]) AND r.recorded_at < %(until_at)s
    GROUP BY r.member_id
) AS due
LEFT JOIN LATERAL (
    SELECT min(d.deed_id) AS number
    FROM deed AS d
    WHERE
        %(young_on)s::DATE < %(until_on)s::DATE + 32
        AND d.member_id = due.member_id
        AND d.happened_on >= %(young_on)s
) AS young ON TRUE
GROUP BY due.member_id;

-- name: purge_deeds
-- Deletes deeds with their keys. They leave their points by lot with the member and by month in the
-- bucket, and go out of what they are added up in. Who reported them still knows a handle.
-- Takes: member_ids and uptos (arrays of one length; members are locked), last_on.
-- Gives: how many, and the batches that are empty now.
WITH going AS (
    SELECT
        given.member_id,
        given.upto
    FROM unnest(%(member_ids)s::BIGINT[], %(uptos)s::BIGINT[]) AS given (member_id, upto)
),

gone AS (
    DELETE FROM deed AS d
    USING going
    WHERE
        d.member_id = going.member_id
        AND d.deed_id <= going.upto
        AND d.happened_on < %(last_on)s
    RETURNING d.member_id, d.deed_id, d.partner_id, d.event_id, d.points, d.lot_month
),

keys AS (
    DELETE FROM deed_key AS k
    USING gone
    WHERE k.partner_id = gone.partner_id AND k.event_id = gone.event_id
),

known AS (
    INSERT INTO handle_given (member_id, partner_id)
    SELECT DISTINCT
        gone.member_id,
        gone.partner_id
    FROM gone
    ON CONFLICT ON CONSTRAINT handle_given_pkey DO NOTHING
),

forward AS (
    INSERT INTO brought_forward (member_id, lot_month, points)
    SELECT
        gone.member_id,
        gone.lot_month,
        sum(gone.points) AS points
    FROM gone
    WHERE gone.points > 0
    GROUP BY gone.member_id, gone.lot_month
    ON CONFLICT ON CONSTRAINT brought_forward_pkey DO UPDATE
        SET points = brought_forward.points + excluded.points
),

lowered AS (
    UPDATE batch_total AS b
    SET
        deeds = b.deeds - part.deeds,
        points = b.points - part.points
    FROM (
        SELECT
            gone.deed_id / 16384 AS batch_id,
            gone.partner_id,
            count(*) AS deeds,
            sum(gone.points) AS points
        FROM gone
        GROUP BY gone.deed_id / 16384, gone.partner_id
    ) AS part
    WHERE b.batch_id = part.batch_id AND b.partner_id = part.partner_id
    RETURNING b.batch_id, b.programme_id, b.recorded_at, b.deeds AS deeds_left, part.points
),

bucket AS (
    INSERT INTO bucket_sum (account_id, month_on, points)
    SELECT
        a.account_id,
        date_trunc('month', lowered.recorded_at AT TIME ZONE p.time_zone)::DATE AS month_on,
        sum(lowered.points) AS points
    FROM lowered
    INNER JOIN programme AS p ON lowered.programme_id = p.programme_id
    INNER JOIN account AS a ON lowered.programme_id = a.programme_id AND a.kind = 'issue'
    GROUP BY a.account_id, month_on
    HAVING sum(lowered.points) <> 0
    ON CONFLICT ON CONSTRAINT bucket_sum_pkey DO UPDATE
        SET points = bucket_sum.points + excluded.points
),

issued AS (
    UPDATE issued_sum AS i SET points = i.points - part.points
    FROM (
        SELECT
            kept.programme_id,
            kept.since_at,
            kept.until_at,
            sum(lowered.points) AS points
        FROM lowered
        INNER JOIN issued_sum AS kept
            ON
                lowered.programme_id = kept.programme_id
                AND lowered.recorded_at >= kept.since_at
                AND lowered.recorded_at < kept.until_at
        GROUP BY kept.programme_id, kept.since_at, kept.until_at
    ) AS part
    WHERE
        i.programme_id = part.programme_id
        AND i.since_at = part.since_at
        AND i.until_at = part.until_at
)

SELECT
    (SELECT count(*) FROM gone) AS deeds,
    (
        SELECT array_agg(lowered.batch_id) FROM lowered
        WHERE lowered.deeds_left = 0
    ) AS empty_batches;

-- name: drop_batches
DELETE FROM batch_total
WHERE batch_id = ANY(%(batch_ids)s::BIGINT[]) AND deeds = 0;

-- name: purge_reversals
-- Deletes decisions. Takes: as purge_deeds. Gives: each with its transfers (NULL for none), which
-- go next: member_id, reversal_id, transfer_id.
WITH gone AS (
    DELETE FROM reversal AS r
    USING
        unnest(%(member_ids)s::BIGINT[], %(uptos)s::BIGINT[]) AS going (member_id, upto)
    WHERE r.member_id = going.member_id AND r.reversal_id <= going.upto
    RETURNING r.member_id, r.reversal_id, r.deed_id, r.recorded_at
)

SELECT
    gone.member_id,
    gone.reversal_id,
    t.transfer_id
FROM gone
LEFT JOIN transfer AS t
    ON
        gone.member_id = t.member_id
        AND gone.deed_id = t.of_deed_id
        AND gone.recorded_at = t.recorded_at;

-- name: closed_vouchers
-- Vouchers that were used or given back before an instant, and that no till may still bring.
-- Takes: programme_id, before, over_on, how_many. Gives: member_id, voucher_id.
SELECT
    v.member_id,
    v.voucher_id
FROM voucher AS v
INNER JOIN reward AS r ON v.reward_id = r.reward_id
INNER JOIN member AS m ON v.member_id = m.member_id
WHERE
    r.programme_id = %(programme_id)s
    AND m.restricted_at IS NULL
    AND v.state <> 'open'
    AND v.changed_at < %(before)s
    AND v.last_on < %(over_on)s
ORDER BY v.changed_at, v.voucher_id
LIMIT %(how_many)s;

-- name: transfers_of_vouchers
-- Takes: member_ids and voucher_ids, of one length. Gives: member_id, transfer_id.
SELECT
    t.member_id,
    t.transfer_id
FROM unnest(%(member_ids)s::BIGINT[], %(voucher_ids)s::BIGINT[]) AS given (member_id, voucher_id)
INNER JOIN transfer AS t
    ON given.member_id = t.member_id AND given.voucher_id = t.voucher_id;

-- name: purge_vouchers
-- Deletes vouchers, and the tickets that were used by them, but for their marks.
-- Takes: as transfers_of_vouchers.
WITH tickets AS (
    DELETE FROM ticket
    WHERE voucher_id = ANY(%(voucher_ids)s::BIGINT[])
    RETURNING reward_id, mark
),

marks AS (
    INSERT INTO used_ticket (reward_id, mark)
    SELECT
        tickets.reward_id,
        tickets.mark
    FROM tickets
)

DELETE FROM voucher AS v
USING
    unnest(%(member_ids)s::BIGINT[], %(voucher_ids)s::BIGINT[]) AS given (member_id, voucher_id)
WHERE v.member_id = given.member_id AND v.voucher_id = given.voucher_id;

-- name: transfers_alone
-- Transfers that belong to no voucher and no award, of the next members that have old ones.
-- Takes: programme_id, before, how_many (members). Gives: member_id, transfer_id.
SELECT
    t.member_id,
    t.transfer_id
FROM transfer AS t
WHERE
    t.voucher_id IS NULL
    AND t.of_deed_id IS NULL
    AND t.recorded_at < %(before)s
    AND t.member_id IN (
        SELECT DISTINCT o.member_id
        FROM transfer AS o
        INNER JOIN member AS m ON o.member_id = m.member_id
        WHERE
            o.voucher_id IS NULL
            AND o.of_deed_id IS NULL
            AND o.recorded_at < %(before)s
            AND m.programme_id = %(programme_id)s
            AND m.restricted_at IS NULL
        ORDER BY o.member_id
        LIMIT %(how_many)s
    );

-- name: purge_transfers
-- Deletes transfers. They leave their points by lot with the member, and by account and month in
-- the bucket. Takes: member_ids (locked) and transfer_ids, of one length. Gives: how many.
WITH gone AS (
    DELETE FROM transfer AS t
    USING
        unnest(
            %(member_ids)s::BIGINT[], %(transfer_ids)s::BIGINT[]
        ) AS going (member_id, transfer_id)
    WHERE t.member_id = going.member_id AND t.transfer_id = going.transfer_id
    RETURNING
        t.member_id,
        t.account_id,
        t.lot_month,
        t.recorded_at,
        CASE WHEN t.into_wallet THEN t.points ELSE -t.points END AS points
),

forward AS (
    INSERT INTO brought_forward (member_id, lot_month, points)
    SELECT
        gone.member_id,
        gone.lot_month,
        sum(gone.points) AS points
    FROM gone
    GROUP BY gone.member_id, gone.lot_month
    ON CONFLICT ON CONSTRAINT brought_forward_pkey DO UPDATE
        SET points = brought_forward.points + excluded.points
),

bucket AS (
    INSERT INTO bucket_sum (account_id, month_on, points)
    SELECT
        gone.account_id,
        date_trunc('month', gone.recorded_at AT TIME ZONE p.time_zone)::DATE AS month_on,
        sum(gone.points) AS points
    FROM gone
    INNER JOIN account AS a ON gone.account_id = a.account_id
    INNER JOIN programme AS p ON a.programme_id = p.programme_id
    GROUP BY gone.account_id, month_on
    HAVING sum(gone.points) <> 0
    ON CONFLICT ON CONSTRAINT bucket_sum_pkey DO UPDATE
        SET points = bucket_sum.points + excluded.points
)

SELECT count(*) AS transfers FROM gone;

-- name: drop_nothing_forward
-- What a lot's purged entries came to is kept while it is something. Takes: member_ids.
DELETE FROM brought_forward
WHERE member_id = ANY(%(member_ids)s::BIGINT[]) AND points = 0;
