-- name: statement_deeds
-- A member's deeds, newest first, older than a place in the statement.
-- Takes: member_id, before_on, before_at, before_key, how_many.
SELECT
    lpad(to_hex(d.deed_id), 16, '0') COLLATE "C" AS entry_key,
    d.happened_on,
    d.happened_at,
    b.recorded_at,
    d.activity_no,
    p.name,
    d.edition_id,
    d.facts,
    d.points,
    d.counted
FROM deed AS d
INNER JOIN partner AS p ON d.partner_id = p.partner_id
INNER JOIN batch_total AS b ON b.batch_id = d.deed_id / 16384 AND d.partner_id = b.partner_id
WHERE
    d.member_id = %(member_id)s
    AND d.happened_on <= %(before_on)s
    AND (d.happened_on, d.happened_at, lpad(to_hex(d.deed_id), 16, '0'))
    < (%(before_on)s, %(before_at)s, %(before_key)s::TEXT COLLATE "C")
ORDER BY d.happened_on DESC, d.happened_at DESC, entry_key DESC
LIMIT %(how_many)s;

-- name: count_deeds_of_day
-- How many deeds of one kind a member has from one partner on one day, but for those whose event
-- ids begin in one way. Takes: member_id, partner_id, activity_no, happened_on, but.
SELECT count(*) AS deeds FROM deed AS d
WHERE
    d.member_id = %(member_id)s
    AND d.happened_on = %(happened_on)s
    AND d.partner_id = %(partner_id)s
    AND d.activity_no = %(activity_no)s
    AND NOT starts_with(d.event_id, %(but)s);

-- name: statement_refused
-- A member's refused deeds, newest first, that weren't mended and accepted since.
SELECT
    ('f-' || left(md5(r.partner_id || ' ' || r.event_id), 24)) COLLATE "C" AS entry_key,
    (r.happened_at AT TIME ZONE %(time_zone)s)::DATE AS happened_on,
    r.happened_at,
    r.refused_at,
    r.activity_no,
    p.name,
    r.code,
    r.said
FROM refused_deed AS r
INNER JOIN partner AS p ON r.partner_id = p.partner_id
WHERE
    r.member_id = %(member_id)s
    AND NOT EXISTS (
        SELECT 1 FROM deed_key AS k
        WHERE k.partner_id = r.partner_id AND k.event_id = r.event_id
    )
    AND (
        (r.happened_at AT TIME ZONE %(time_zone)s)::DATE,
        r.happened_at,
        'f-' || left(md5(r.partner_id || ' ' || r.event_id), 24)
    ) < (%(before_on)s, %(before_at)s, %(before_key)s::TEXT COLLATE "C")
ORDER BY happened_on DESC, r.happened_at DESC, entry_key DESC
LIMIT %(how_many)s;

-- name: statement_transfers
-- A member's points that moved for another reason than a deed, newest first: the lots of one move
-- together, with its voucher or the award that it undid.
SELECT
    ('e-' || lpad(to_hex(min(t.transfer_id)), 16, '0')) COLLATE "C" AS entry_key,
    (t.recorded_at AT TIME ZONE %(time_zone)s)::DATE AS happened_on,
    t.recorded_at,
    t.why,
    sum(CASE WHEN t.into_wallet THEN t.points ELSE -t.points END)::BIGINT AS points,
    max(t.lot_month) AS lot_month,
    rt.title,
    p.name,
    v.state,
    v.last_on,
    d.activity_no,
    t.of_deed_on,
    t.decided_by,
    t.reason,
    t.of_deed_id,
    t.voucher_id
FROM transfer AS t
LEFT JOIN voucher AS v ON t.member_id = v.member_id AND t.voucher_id = v.voucher_id
LEFT JOIN reward_terms AS rt ON v.edition_id = rt.edition_id AND v.reward_id = rt.reward_id
LEFT JOIN partner AS p ON v.partner_id = p.partner_id
LEFT JOIN deed AS d
    ON
        t.member_id = d.member_id
        AND t.of_deed_on = d.happened_on
        AND t.of_deed_id = d.deed_id
WHERE t.member_id = %(member_id)s AND t.recorded_at <= %(before_at)s
GROUP BY
    t.recorded_at, t.why, t.voucher_id, rt.title, p.name, v.state, v.last_on,
    d.activity_no, t.of_deed_on, t.of_deed_id, t.decided_by, t.reason
HAVING
    (
        (t.recorded_at AT TIME ZONE %(time_zone)s)::DATE,
        t.recorded_at,
        'e-' || lpad(to_hex(min(t.transfer_id)), 16, '0')
    ) < (%(before_on)s, %(before_at)s, %(before_key)s::TEXT COLLATE "C")
ORDER BY happened_on DESC, t.recorded_at DESC, entry_key DESC
LIMIT %(how_many)s;

-- name: grace_of_member
-- Points that came back out of a voucher after their lot was over, and got days of grace: more came
-- into a lot than had been paid out of it. Takes: member_id. Gives: a row for each such voucher.
SELECT
    back.voucher_id,
    back.lot_month,
    back.points - coalesce(paid.points, 0) AS points
FROM transfer AS back
LEFT JOIN transfer AS paid
    ON
        back.member_id = paid.member_id
        AND back.voucher_id = paid.voucher_id
        AND back.lot_month = paid.lot_month
        AND paid.why = 'redeem'
WHERE
    back.member_id = %(member_id)s
    AND back.why = 'give_back'
    AND back.points > coalesce(paid.points, 0);
