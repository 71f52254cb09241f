-- name: award_was_reversed_by_its_transfers
-- What persons decided about an award is what its transfers moved.
SELECT
    coalesce(r.member_id, t.member_id) AS member_id,
    coalesce(r.deed_id, t.deed_id) AS deed_id,
    r.points AS decided_points,
    t.points AS moved_points
FROM (
    SELECT
        reversal.member_id,
        reversal.deed_id,
        sum(reversal.moved_points) AS points
    FROM reversal
    GROUP BY reversal.member_id, reversal.deed_id
) AS r
FULL JOIN (
    SELECT
        transfer.member_id,
        transfer.of_deed_id AS deed_id,
        sum(CASE WHEN transfer.into_wallet THEN transfer.points ELSE -transfer.points END) AS points
    FROM transfer
    WHERE transfer.of_deed_id IS NOT NULL
    GROUP BY transfer.member_id, transfer.of_deed_id
) AS t ON r.member_id = t.member_id AND r.deed_id = t.deed_id
WHERE coalesce(r.points, 0) <> coalesce(t.points, 0);

-- name: reversal_has_its_deed
-- Unless the deed was purged, which may be some months sooner.
SELECT
    r.member_id,
    r.reversal_id
FROM reversal AS r
LEFT JOIN member AS m ON r.member_id = m.member_id
LEFT JOIN purged AS p ON m.programme_id = p.programme_id AND p.what = 'deeds_begun'
WHERE
    NOT EXISTS (
        SELECT 1 FROM deed AS d
        WHERE
            d.member_id = r.member_id
            AND d.happened_on = r.happened_on
            AND d.deed_id = r.deed_id
            AND d.deed_id < r.reversal_id
    )
    AND (p.until_on IS NULL OR r.happened_on >= p.until_on + 32);

-- name: deed_is_struck_out_and_counted_again_in_turn
-- For as long as the deed is there: before it goes, no decision about it does.
SELECT
    turn.member_id,
    turn.deed_id,
    turn.reversal_id
FROM (
    SELECT
        r.member_id,
        r.deed_id,
        r.reversal_id,
        r.kind,
        lag(r.kind, 1, 'count_again') OVER (
            PARTITION BY r.member_id, r.deed_id ORDER BY r.reversal_id
        ) AS kind_before
    FROM reversal AS r
    WHERE r.kind IN ('strike_out', 'count_again')
) AS turn
INNER JOIN deed AS d ON turn.member_id = d.member_id AND turn.deed_id = d.deed_id
WHERE turn.kind = turn.kind_before;

-- name: taken_again_is_part_of_what_was_missing
-- What came back out of a voucher is taken again at most as far as it was missing.
-- For as long as the deed is there.
SELECT
    r.member_id,
    r.deed_id,
    sum(r.shortfall_points) AS missing_points,
    -sum(r.moved_points) FILTER (WHERE r.kind = 'take_again') AS taken_points
FROM reversal AS r
INNER JOIN deed AS d ON r.member_id = d.member_id AND r.deed_id = d.deed_id
GROUP BY r.member_id, r.deed_id
HAVING -sum(r.moved_points) FILTER (WHERE r.kind = 'take_again') > sum(r.shortfall_points);

-- name: kept_points_are_not_negative
-- What a member keeps of a period beyond what its deeds give (core.kept) is never a debt.
SELECT
    t.member_id,
    t.total_key,
    t.total_before + t.amount AS total
FROM total_move AS t
WHERE t.total_key >= 1::BIGINT << 60 AND t.total_before + t.amount < 0;

-- name: what_expired_was_announced
-- Charter, C07: all of it, 30 days before. What wasn't came into a later lot, in one transaction.
SELECT
    t.member_id,
    t.recorded_at,
    sum(CASE WHEN t.into_wallet THEN -t.points ELSE t.points END) AS points
FROM transfer AS t
LEFT JOIN expiry_notice AS n
    ON
        t.member_id = n.member_id
        AND t.lot_month = n.lot_month
        AND t.recorded_at - INTERVAL '30 days' >= n.announced_at
WHERE t.why IN ('expire', 'extend')
GROUP BY t.member_id, t.recorded_at
HAVING
    sum(CASE WHEN t.into_wallet THEN -t.points ELSE t.points END) <> 0
    AND bool_or(t.why = 'extend' OR t.points > coalesce(n.points, 0));

-- name: answer_names_a_counter_entry_of_its_entry
-- Unless it was purged: a question may be kept longer than the deed that it is about.
SELECT
    a.member_id,
    a.question_id
FROM answer AS a
INNER JOIN question AS q ON a.member_id = q.member_id AND a.question_id = q.question_id
LEFT JOIN member AS m ON a.member_id = m.member_id
LEFT JOIN purged AS p ON m.programme_id = p.programme_id AND p.what = 'deeds_begun'
WHERE
    a.reversal_id IS NOT NULL
    AND (p.until_on IS NULL OR q.happened_on >= p.until_on + 32)
    AND NOT EXISTS (
        SELECT 1 FROM reversal AS r
        WHERE
            r.member_id = a.member_id
            AND r.reversal_id = a.reversal_id
            AND r.deed_id = q.deed_id
    )
    OR a.new_deed_id IS NOT NULL
    AND (p.until_on IS NULL OR a.new_deed_on >= p.until_on + 32)
    AND NOT EXISTS (
        SELECT 1 FROM deed AS d
        WHERE
            d.member_id = a.member_id
            AND d.happened_on = a.new_deed_on
            AND d.deed_id = a.new_deed_id
    );

-- name: issued_sum_is_what_was_issued
SELECT
    i.programme_id,
    i.since_at,
    i.until_at,
    i.points,
    coalesce(sum(b.points), 0) AS points_found
FROM issued_sum AS i
LEFT JOIN batch_total AS b
    ON
        i.programme_id = b.programme_id
        AND i.since_at <= b.recorded_at
        AND i.until_at > b.recorded_at
GROUP BY i.programme_id, i.since_at, i.until_at, i.points
HAVING i.points <> coalesce(sum(b.points), 0);
