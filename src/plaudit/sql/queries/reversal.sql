-- name: award_to_undo
-- One deed of a member with its award. Give: no row where there is none.
-- Takes: member_id, deed_id.
SELECT
    d.happened_on,
    d.partner_id,
    d.edition_id,
    d.event_id,
    d.points,
    d.lot_month,
    b.recorded_at,
    b.programme_id
FROM deed AS d
INNER JOIN batch_total AS b ON b.batch_id = d.deed_id / 16384 AND d.partner_id = b.partner_id
WHERE d.member_id = %(member_id)s AND d.deed_id = %(deed_id)s;

-- name: member_history
-- Everything that moved a member's running totals, in the order recorded.
SELECT
    d.deed_id AS number,
    d.happened_on,
    d.activity_no,
    d.points,
    d.counted
FROM deed AS d
WHERE d.member_id = %(member_id)s
UNION ALL
SELECT
    r.reversal_id AS number,
    r.happened_on,
    NULL AS activity_no,
    0 AS points,
    r.counted
FROM reversal AS r
WHERE r.member_id = %(member_id)s AND cardinality(r.counted) > 0
ORDER BY number;

-- name: reversals_of_member
SELECT
    r.reversal_id,
    r.deed_id,
    r.happened_on,
    r.kind,
    r.reason,
    r.decided_by,
    r.recorded_at,
    r.moved_points,
    r.shortfall_points,
    r.gave_before,
    r.gave_after,
    r.held_before,
    r.held_after,
    r.in_vouchers_points
FROM reversal AS r
WHERE r.member_id = %(member_id)s
ORDER BY r.reversal_id;

-- name: recounted_points_of_deed
-- What was added on top of an award by recounts. It is no part of what was reversed of it.
SELECT coalesce(sum(t.points), 0)::BIGINT AS points
FROM transfer AS t
WHERE
    t.member_id = %(member_id)s
    AND t.of_deed_on = %(happened_on)s
    AND t.of_deed_id = %(deed_id)s
    AND t.why = 'recount';

-- name: points_in_vouchers
-- What of a lot lies in a member's open vouchers.
SELECT coalesce(sum(t.points), 0)::BIGINT AS points
FROM voucher AS v
INNER JOIN transfer AS t ON v.member_id = t.member_id AND v.voucher_id = t.voucher_id
WHERE
    v.member_id = %(member_id)s
    AND v.state = 'open'
    AND t.why = 'redeem'
    AND t.lot_month = %(lot_month)s;

-- name: points_come_back
-- What came back into a lot since an instant, of vouchers that were taken before it, less what was
-- taken back of that lot since. Takes: member_id, lot_month, since.
SELECT
    greatest(
        0, sum(CASE WHEN t.into_wallet THEN t.points ELSE -t.points END)
    )::BIGINT AS points
FROM transfer AS t
LEFT JOIN voucher AS v ON t.member_id = v.member_id AND t.voucher_id = v.voucher_id
WHERE
    t.member_id = %(member_id)s
    AND t.lot_month = %(lot_month)s
    AND t.recorded_at > %(since)s
    AND (t.why = 'reverse' OR t.why = 'give_back' AND v.taken_at <= %(since)s);

-- name: may_have_come_back
-- Decisions since an instant, of whose award something lay in open vouchers, where such a voucher
-- gave points back into the award's lot later, and not all was taken again. The oldest first.
-- Takes: programme_id, since, most. Gives: member_id, deed_id, and when and by whom it was decided.
SELECT
    r.member_id,
    r.deed_id,
    max(r.recorded_at) AS decided_at,
    (array_agg(r.decided_by ORDER BY r.recorded_at DESC))[1] AS decided_by
FROM reversal AS r
INNER JOIN member AS m ON r.member_id = m.member_id
INNER JOIN deed AS d
    ON r.member_id = d.member_id AND r.happened_on = d.happened_on AND r.deed_id = d.deed_id
WHERE
    m.programme_id = %(programme_id)s
    AND m.restricted_at IS NULL
    AND r.in_vouchers_points > 0
    AND r.recorded_at >= %(since)s
    AND EXISTS (
        SELECT 1
        FROM transfer AS t
        INNER JOIN voucher AS v ON t.member_id = v.member_id AND t.voucher_id = v.voucher_id
        WHERE
            t.member_id = r.member_id
            AND t.lot_month = d.lot_month
            AND t.why = 'give_back'
            AND t.recorded_at > r.recorded_at
            AND v.taken_at <= r.recorded_at
    )
GROUP BY r.member_id, r.deed_id
HAVING
    sum(r.in_vouchers_points) > (
        SELECT coalesce(-sum(again.moved_points), 0)
        FROM reversal AS again
        WHERE
            again.member_id = r.member_id
            AND again.deed_id = r.deed_id
            AND again.kind = 'take_again'
    )
ORDER BY decided_at, r.deed_id
LIMIT %(most)s;

-- name: next_reversal
-- A number in one line with deeds (16384 is actions.batch.BATCH_DEEDS_MAX).
SELECT nextval('batch_number') * 16384 AS reversal_id;

-- name: add_reversal
INSERT INTO reversal (
    member_id, reversal_id, deed_id, happened_on, kind, reason, decided_by, recorded_at,
    moved_points, shortfall_points, gave_before, gave_after, held_before, held_after, counted,
    in_vouchers_points
) VALUES (
    %(member_id)s, %(reversal_id)s, %(deed_id)s, %(happened_on)s, %(kind)s, %(reason)s,
    %(decided_by)s, %(recorded_at)s, %(moved_points)s, %(shortfall_points)s, %(gave_before)s,
    %(gave_after)s, %(held_before)s, %(held_after)s, %(counted)s, %(in_vouchers_points)s
);
