-- name: lock_leaving
-- Erasing and purging go one after the other: both add to the same monthly sums. Who adds rows
-- about many members, or asks what was erased, lets none of them come in between.
SELECT pg_advisory_xact_lock(hashtext('plaudit leaving'));

-- name: lock_to_erase
-- The member's row, so that nobody settles, redeems or looks meanwhile.
SELECT
    m.programme_id,
    m.points
FROM member AS m
WHERE m.member_id = %(member_id)s
FOR UPDATE OF m;

-- name: lock_vouchers_to_erase
-- A till knows a voucher by its code and locks its row alone: none is used or taken back meanwhile.
SELECT v.voucher_id
FROM voucher AS v
WHERE v.member_id = %(member_id)s
ORDER BY v.voucher_id
FOR UPDATE OF v;

-- name: partners_of_member
-- The partners that were given a member's handle, or reported something under it.
SELECT h.partner_id FROM handle_given AS h
WHERE h.member_id = %(member_id)s
UNION
SELECT d.partner_id FROM deed AS d
WHERE d.member_id = %(member_id)s
UNION
SELECT r.partner_id FROM refused_deed AS r
WHERE r.member_id = %(member_id)s
ORDER BY partner_id;

-- name: sum_up_member
-- What a member's rows came to, added to the bucket: by account at the other end, and month.
-- The points that are left, and those of open vouchers, are given up: they go to the programme's
-- returned account.
INSERT INTO bucket_sum (account_id, month_on, points)
SELECT
    moved.account_id,
    date_trunc('month', moved.recorded_at AT TIME ZONE p.time_zone)::DATE AS month_on,
    sum(moved.points) AS points
FROM (
    SELECT
        a.account_id,
        b.recorded_at,
        d.points
    FROM deed AS d
    INNER JOIN batch_total AS b
        ON b.batch_id = d.deed_id / 16384 AND d.partner_id = b.partner_id
    INNER JOIN account AS a ON b.programme_id = a.programme_id AND a.kind = 'issue'
    WHERE d.member_id = %(member_id)s
    UNION ALL
    SELECT
        t.account_id,
        t.recorded_at,
        CASE WHEN t.into_wallet THEN t.points ELSE -t.points END AS points
    FROM transfer AS t
    WHERE t.member_id = %(member_id)s
    UNION ALL
    SELECT
        a.account_id,
        %(now)s AS recorded_at,
        -m.points AS points
    FROM member AS m
    INNER JOIN account AS a ON m.programme_id = a.programme_id AND a.kind = 'returned'
    WHERE m.member_id = %(member_id)s
    UNION ALL
    SELECT
        side.account_id,
        %(now)s AS recorded_at,
        CASE side.kind WHEN 'held' THEN v.price_points ELSE -v.price_points END AS points
    FROM voucher AS v
    INNER JOIN reward AS r ON v.reward_id = r.reward_id
    INNER JOIN account AS side ON r.programme_id = side.programme_id
    WHERE v.member_id = %(member_id)s AND v.state = 'open' AND side.kind IN ('held', 'returned')
) AS moved
INNER JOIN account AS whose ON moved.account_id = whose.account_id
INNER JOIN programme AS p ON whose.programme_id = p.programme_id
GROUP BY moved.account_id, month_on
HAVING sum(moved.points) <> 0
ORDER BY moved.account_id, month_on
ON CONFLICT ON CONSTRAINT bucket_sum_pkey DO UPDATE
    SET points = bucket_sum.points + excluded.points;

-- name: take_out_of_issued
-- What was remembered of a budget is the sum of batches, and goes down with them.
UPDATE issued_sum AS i SET points = i.points - gone.points
FROM (
    SELECT
        kept.programme_id,
        kept.since_at,
        kept.until_at,
        sum(d.points) AS points
    FROM deed AS d
    INNER JOIN batch_total AS b
        ON b.batch_id = d.deed_id / 16384 AND d.partner_id = b.partner_id
    INNER JOIN issued_sum AS kept
        ON
            b.programme_id = kept.programme_id
            AND b.recorded_at >= kept.since_at
            AND b.recorded_at < kept.until_at
    WHERE d.member_id = %(member_id)s
    GROUP BY kept.programme_id, kept.since_at, kept.until_at
) AS gone
WHERE
    i.programme_id = gone.programme_id
    AND i.since_at = gone.since_at
    AND i.until_at = gone.until_at;

-- name: take_out_of_batches
-- A batch is the sum of its deeds, also of those that stay: nothing in it points to one that left.
UPDATE batch_total AS b
SET
    deeds = b.deeds - gone.deeds,
    points = b.points - gone.points
FROM (
    SELECT
        d.deed_id / 16384 AS batch_id,
        d.partner_id,
        count(*) AS deeds,
        sum(d.points) AS points
    FROM deed AS d
    WHERE d.member_id = %(member_id)s
    GROUP BY d.deed_id / 16384, d.partner_id
) AS gone
WHERE b.batch_id = gone.batch_id AND b.partner_id = gone.partner_id;

-- name: drop_empty_batches
DELETE FROM batch_total AS b
USING deed AS d
WHERE
    d.member_id = %(member_id)s
    AND b.batch_id = d.deed_id / 16384
    AND b.partner_id = d.partner_id
    AND b.deeds = 0;

-- name: lock_stock_of_member
-- The shards that open vouchers give back to, locked in one order.
SELECT s.shard
FROM reward_stock AS s
INNER JOIN voucher AS v
    ON s.edition_id = v.edition_id AND s.reward_id = v.reward_id AND s.shard = v.shard
WHERE v.member_id = %(member_id)s AND v.state = 'open'
ORDER BY s.edition_id, s.reward_id, s.shard
FOR NO KEY UPDATE OF s;

-- name: give_back_stock_of_member
UPDATE reward_stock AS s SET free = s.free + back.vouchers
FROM (
    SELECT
        v.edition_id,
        v.reward_id,
        v.shard,
        count(*) AS vouchers
    FROM voucher AS v
    WHERE v.member_id = %(member_id)s AND v.state = 'open'
    GROUP BY v.edition_id, v.reward_id, v.shard
) AS back
WHERE s.edition_id = back.edition_id AND s.reward_id = back.reward_id AND s.shard = back.shard;

-- name: give_back_tickets_of_member
UPDATE ticket AS t SET voucher_id = NULL
FROM voucher AS v
WHERE v.member_id = %(member_id)s AND v.state = 'open' AND t.voucher_id = v.voucher_id;

-- name: drop_used_tickets
-- Their marks stay, which say nothing of the member: none is added a second time.
WITH gone AS (
    DELETE FROM ticket AS t
    USING voucher AS v
    WHERE v.member_id = %(member_id)s AND t.voucher_id = v.voucher_id
    RETURNING t.reward_id, t.mark
)

INSERT INTO used_ticket (reward_id, mark)
SELECT
    gone.reward_id,
    gone.mark
FROM gone;

-- name: drop_letters_of_member
-- The letters that a member shows at the moment. Whose those of before are nobody can find out
-- without having them; they are cleared by their day.
DELETE FROM shown_letters AS s
USING link_code AS l
WHERE l.member_id = %(member_id)s AND s.mark = l.letters_mark;

-- name: drop_outbox_of_deeds
-- What a partner would still be told of a member's deeds, by its own number of the report. It is
-- told to forget the member instead.
DELETE FROM outbox AS o
USING deed AS d
WHERE
    d.member_id = %(member_id)s
    AND o.partner_id = d.partner_id
    AND o.payload ->> 'deed' = d.event_id;

-- name: drop_deliveries_of_deeds
-- The same of what is on its way. One that is being sent at this moment arrives; nothing is left.
DELETE FROM delivery AS m
USING deed AS d
WHERE
    d.member_id = %(member_id)s
    AND m.partner_id = d.partner_id
    AND m.ended_at IS NULL
    AND m.payload ->> 'deed' = d.event_id;

-- name: drop_deliveries_that_ended
-- What arrived or was given up has no payload any more, but the instant of the decision.
DELETE FROM delivery AS m
USING reversal AS r
WHERE
    r.member_id = %(member_id)s
    AND m.ended_at IS NOT NULL
    AND left(m.kind, 5) = 'deed.'
    AND m.happened_at = r.recorded_at;

-- name: erase_voucher
DELETE FROM voucher
WHERE member_id = %(member_id)s;

-- name: erase_reversal
DELETE FROM reversal
WHERE member_id = %(member_id)s;

-- name: erase_expiry_notice
DELETE FROM expiry_notice
WHERE member_id = %(member_id)s;

-- name: erase_answer
DELETE FROM answer
WHERE member_id = %(member_id)s;

-- name: erase_question_words
DELETE FROM question_words
WHERE member_id = %(member_id)s;

-- name: erase_question
DELETE FROM question
WHERE member_id = %(member_id)s;

-- name: erase_deed_key
DELETE FROM deed_key AS k
USING deed AS d
WHERE
    d.member_id = %(member_id)s
    AND k.partner_id = d.partner_id
    AND k.event_id = d.event_id;

-- name: erase_deed
DELETE FROM deed
WHERE member_id = %(member_id)s;

-- name: erase_transfer
DELETE FROM transfer
WHERE member_id = %(member_id)s;

-- name: erase_brought_forward
DELETE FROM brought_forward
WHERE member_id = %(member_id)s;

-- name: erase_refused_deed
DELETE FROM refused_deed
WHERE member_id = %(member_id)s;

-- name: erase_restriction
DELETE FROM restriction
WHERE member_id = %(member_id)s;

-- name: erase_handle_given
DELETE FROM handle_given
WHERE member_id = %(member_id)s;

-- name: erase_link_code
DELETE FROM link_code
WHERE member_id = %(member_id)s;

-- name: erase_ended_passes
DELETE FROM ended_passes
WHERE member_id = %(member_id)s;

-- name: erase_way_in
DELETE FROM way_in
WHERE member_id = %(member_id)s;

-- name: erase_live_code
DELETE FROM live_code
WHERE member_id = %(member_id)s;

-- name: erase_proposal
DELETE FROM proposal
WHERE member_id = %(member_id)s;

-- name: erase_activity_consent
DELETE FROM activity_consent
WHERE member_id = %(member_id)s;

-- name: erase_look
DELETE FROM look
WHERE member_id = %(member_id)s;

-- name: erase_consent
DELETE FROM consent
WHERE member_id = %(member_id)s;

-- name: erase_member
DELETE FROM member
WHERE member_id = %(member_id)s;
