-- name: voucher_is_paid_once_and_given_back_once
-- Its price left the wallet; it came back where the voucher was cancelled or lapsed, and only then.
SELECT
    v.member_id,
    v.voucher_id,
    v.state,
    v.price_points,
    coalesce(moved.paid_points, 0) AS paid_points,
    coalesce(moved.back_points, 0) AS back_points
FROM voucher AS v
LEFT JOIN (
    SELECT
        t.member_id,
        t.voucher_id,
        sum(t.points) FILTER (WHERE t.why = 'redeem') AS paid_points,
        sum(t.points) FILTER (WHERE t.why = 'give_back') AS back_points
    FROM transfer AS t
    WHERE t.voucher_id IS NOT NULL
    GROUP BY t.member_id, t.voucher_id
) AS moved ON v.member_id = moved.member_id AND v.voucher_id = moved.voucher_id
WHERE
    coalesce(moved.paid_points, 0) <> v.price_points
    OR coalesce(moved.back_points, 0)
    <> CASE WHEN v.state IN ('cancelled', 'lapsed') THEN v.price_points ELSE 0 END;

-- name: voucher_is_honoured_once
-- An honoured voucher has one honour that stands, of its price and its partner; any other none.
SELECT
    v.member_id,
    v.voucher_id,
    v.state,
    v.price_points,
    coalesce(stands.honours, 0) AS honours,
    coalesce(stands.points, 0) AS points
FROM voucher AS v
LEFT JOIN (
    SELECT
        h.voucher_id,
        h.partner_id,
        sum(CASE WHEN h.how = 'undone' THEN -1 ELSE 1 END) AS honours,
        sum(CASE WHEN h.how = 'undone' THEN -h.points ELSE h.points END) AS points
    FROM honour AS h
    WHERE NOT h.covered
    GROUP BY h.voucher_id, h.partner_id
) AS stands ON v.voucher_id = stands.voucher_id
WHERE
    coalesce(stands.honours, 0) <> CASE WHEN v.state = 'honoured' THEN 1 ELSE 0 END
    OR coalesce(stands.points, 0)
    <> CASE WHEN v.state = 'honoured' THEN v.price_points ELSE 0 END
    OR stands.partner_id <> v.partner_id;

-- name: held_is_the_points_of_open_vouchers
-- By all that ever moved into a programme's held account and out of it: also honours of vouchers
-- that were erased or purged since, whose other side is in the bucket.
SELECT
    p.programme_id,
    coalesce(held.points, 0) AS held_points,
    coalesce(open.points, 0) AS open_points
FROM programme AS p
LEFT JOIN (
    SELECT
        m.programme_id,
        sum(m.points) AS points
    FROM month_move AS m
    WHERE m.kind = 'held'
    GROUP BY m.programme_id
) AS held ON p.programme_id = held.programme_id
LEFT JOIN (
    SELECT
        r.programme_id,
        sum(v.price_points) AS points
    FROM voucher AS v
    INNER JOIN reward AS r ON v.reward_id = r.reward_id
    WHERE v.state = 'open'
    GROUP BY r.programme_id
) AS open ON p.programme_id = open.programme_id
WHERE coalesce(held.points, 0) <> coalesce(open.points, 0);

-- name: honour_pays_its_own_partner
-- Out of the held account (or the issue account, where the programme covers it), into the
-- partner's settlement account; an undone one the other way round.
SELECT
    h.honour_id,
    h.partner_id
FROM honour AS h
INNER JOIN account AS ours
    ON CASE WHEN h.how = 'undone' THEN h.to_account_id ELSE h.from_account_id END = ours.account_id
INNER JOIN account AS theirs
    ON
        CASE WHEN h.how = 'undone' THEN h.from_account_id ELSE h.to_account_id END
        = theirs.account_id
LEFT JOIN honour AS undone ON h.undoes = undone.honour_id
WHERE
    ours.programme_id <> theirs.programme_id
    OR ours.kind <> CASE WHEN h.covered THEN 'issue' ELSE 'held' END
    OR theirs.partner_id IS DISTINCT FROM h.partner_id
    OR h.how = 'undone' AND (h.voucher_id, h.points) <> (undone.voucher_id, undone.points);

-- name: vouchers_points_are_held
-- Points for vouchers go to the programme's held account and come back from there.
SELECT
    t.member_id,
    t.transfer_id,
    t.account_id
FROM transfer AS t
INNER JOIN account AS a ON t.account_id = a.account_id
WHERE (t.voucher_id IS NOT NULL) <> (a.kind = 'held');

-- name: stock_is_never_over
-- What is left of a stock, and the vouchers out of it, are no more than there were.
SELECT
    rt.edition_id,
    rt.reward_id,
    rt.stock,
    coalesce(s.free, 0) AS free,
    coalesce(v.vouchers, 0) AS vouchers
FROM reward_terms AS rt
LEFT JOIN (
    SELECT
        rs.edition_id,
        rs.reward_id,
        sum(rs.free) AS free
    FROM reward_stock AS rs
    GROUP BY rs.edition_id, rs.reward_id
) AS s ON rt.edition_id = s.edition_id AND rt.reward_id = s.reward_id
LEFT JOIN (
    SELECT
        vo.edition_id,
        vo.reward_id,
        count(*) AS vouchers
    FROM voucher AS vo
    WHERE vo.state IN ('open', 'honoured')
    GROUP BY vo.edition_id, vo.reward_id
) AS v ON rt.edition_id = v.edition_id AND rt.reward_id = v.reward_id
WHERE coalesce(s.free, 0) + coalesce(v.vouchers, 0) > rt.stock;

-- name: ticket_is_where_its_voucher_is
-- A voucher of a ticket has one while it is open and when it was used; what came back is free.
SELECT
    v.member_id,
    v.voucher_id,
    v.state,
    t.ticket_id
FROM voucher AS v
INNER JOIN reward AS r ON v.reward_id = r.reward_id
LEFT JOIN ticket AS t ON v.voucher_id = t.voucher_id
WHERE
    (t.ticket_id IS NOT NULL)
    <> (r.kind = 'ticket' AND v.state IN ('open', 'honoured'))
    OR t.reward_id <> v.reward_id;

-- name: each_end_is_there
-- What transfers, honours and vouchers name is there: accounts, partners, terms, what was undone.
SELECT
    'transfer' AS of_table,
    t.transfer_id AS number
FROM transfer AS t
LEFT JOIN account AS a ON t.account_id = a.account_id
WHERE a.account_id IS NULL
UNION ALL
SELECT
    'honour' AS of_table,
    h.honour_id AS number
FROM honour AS h
LEFT JOIN account AS f ON h.from_account_id = f.account_id
LEFT JOIN account AS t ON h.to_account_id = t.account_id
LEFT JOIN partner AS p ON h.partner_id = p.partner_id
LEFT JOIN honour AS u ON h.undoes = u.honour_id
WHERE
    num_nulls(f.account_id, t.account_id, p.partner_id) > 0
    OR h.undoes IS NOT NULL AND u.honour_id IS NULL
UNION ALL
SELECT
    'voucher' AS of_table,
    v.voucher_id AS number
FROM voucher AS v
LEFT JOIN partner AS p ON v.partner_id = p.partner_id
LEFT JOIN reward_terms AS rt
    ON v.edition_id = rt.edition_id AND v.reward_id = rt.reward_id
WHERE num_nulls(p.partner_id, rt.reward_id) > 0;
