-- name: export_member
SELECT to_jsonb(m) AS whole
FROM member AS m
WHERE m.member_id = %(member_id)s;

-- name: export_consent
SELECT to_jsonb(c) AS whole
FROM consent AS c
WHERE c.member_id = %(member_id)s
ORDER BY c.said_at, c.agrees;

-- name: export_activity_consent
SELECT to_jsonb(c) AS whole
FROM activity_consent AS c
WHERE c.member_id = %(member_id)s
ORDER BY c.said_at, c.activity_no;

-- name: export_restriction
SELECT to_jsonb(r) AS whole
FROM restriction AS r
WHERE r.member_id = %(member_id)s
ORDER BY r.started_at;

-- name: export_handle_given
SELECT to_jsonb(h) AS whole
FROM handle_given AS h
WHERE h.member_id = %(member_id)s
ORDER BY h.partner_id;

-- name: export_link_code
SELECT to_jsonb(l) AS whole
FROM link_code AS l
WHERE l.member_id = %(member_id)s;

-- name: export_way_in
SELECT to_jsonb(w) AS whole
FROM way_in AS w
WHERE w.member_id = %(member_id)s
ORDER BY w.added_on, w.kind, w.mark;

-- name: export_ended_passes
SELECT to_jsonb(e) AS whole
FROM ended_passes AS e
WHERE e.member_id = %(member_id)s;

-- name: export_live_code
SELECT to_jsonb(l) AS whole
FROM live_code AS l
WHERE l.member_id = %(member_id)s;

-- name: export_proposal
SELECT to_jsonb(p) AS whole
FROM proposal AS p
WHERE p.member_id = %(member_id)s
ORDER BY p.proposed_at;

-- name: export_deed
SELECT to_jsonb(d) AS whole
FROM deed AS d
WHERE d.member_id = %(member_id)s
ORDER BY d.happened_on, d.deed_id;

-- name: export_deed_key
SELECT to_jsonb(k) AS whole
FROM deed_key AS k
WHERE k.member_id = %(member_id)s
ORDER BY k.partner_id, k.event_id;

-- name: export_refused_deed
SELECT to_jsonb(r) AS whole
FROM refused_deed AS r
WHERE r.member_id = %(member_id)s
ORDER BY r.happened_at, r.partner_id, r.event_id;

-- name: export_transfer
SELECT to_jsonb(t) AS whole
FROM transfer AS t
WHERE t.member_id = %(member_id)s
ORDER BY t.transfer_id;

-- name: export_voucher
SELECT to_jsonb(v) AS whole
FROM voucher AS v
WHERE v.member_id = %(member_id)s
ORDER BY v.voucher_id;

-- name: export_reversal
SELECT to_jsonb(r) AS whole
FROM reversal AS r
WHERE r.member_id = %(member_id)s
ORDER BY r.reversal_id;

-- name: export_expiry_notice
SELECT to_jsonb(e) AS whole
FROM expiry_notice AS e
WHERE e.member_id = %(member_id)s
ORDER BY e.lot_month;

-- name: export_question
SELECT to_jsonb(q) AS whole
FROM question AS q
WHERE q.member_id = %(member_id)s
ORDER BY q.question_id;

-- name: export_question_words
SELECT to_jsonb(q) AS whole
FROM question_words AS q
WHERE q.member_id = %(member_id)s
ORDER BY q.question_id;

-- name: export_answer
SELECT to_jsonb(a) AS whole
FROM answer AS a
WHERE a.member_id = %(member_id)s
ORDER BY a.question_id;

-- name: export_brought_forward
SELECT to_jsonb(b) AS whole
FROM brought_forward AS b
WHERE b.member_id = %(member_id)s
ORDER BY b.lot_month;

-- name: export_look
SELECT to_jsonb(l) AS whole
FROM look AS l
WHERE l.member_id = %(member_id)s
ORDER BY l.looked_at, l.who, l.through;

-- name: export_honour
-- When and how a member's vouchers were used. Which of a partner's tills it was is left out: it
-- names a person of the partner's. Gives: the row, and the partner whose own numbers stand in it.
SELECT
    to_jsonb(used) - 'partner_id' AS whole,
    used.partner_id
FROM (
    SELECT
        h.voucher_id,
        h.honour_id,
        h.honoured_at,
        h.recorded_at,
        h.how,
        h.points,
        h.covered,
        h.undoes,
        h.partner_id
    FROM voucher AS v
    INNER JOIN honour AS h ON v.voucher_id = h.voucher_id
    WHERE v.member_id = %(member_id)s
) AS used
ORDER BY used.voucher_id, used.honour_id;

-- name: export_names
-- What the numbers in an export stand for: partners, activities, editions, rewards, accounts and
-- running totals of the programme.
SELECT to_jsonb(n) AS whole
FROM (
    SELECT
        'partner' AS table_name,
        p.partner_id AS number,
        p.id,
        p.name AS title
    FROM partner AS p
    WHERE p.programme_id = %(programme_id)s
    UNION ALL
    SELECT
        'activity' AS table_name,
        a.activity_no AS number,
        a.id,
        '' AS title
    FROM activity AS a
    WHERE a.programme_id = %(programme_id)s
    UNION ALL
    SELECT
        'edition' AS table_name,
        e.edition_id AS number,
        e.id,
        '' AS title
    FROM edition AS e
    WHERE e.programme_id = %(programme_id)s
    UNION ALL
    SELECT
        'reward' AS table_name,
        r.reward_id AS number,
        r.id,
        r.kind AS title
    FROM reward AS r
    WHERE r.programme_id = %(programme_id)s
    UNION ALL
    SELECT
        'account' AS table_name,
        o.account_id AS number,
        o.kind AS id,
        '' AS title
    FROM account AS o
    WHERE o.programme_id = %(programme_id)s
    UNION ALL
    SELECT
        'slot' AS table_name,
        s.slot AS number,
        s.stage_id AS id,
        concat_ws(' ', s.period, nullif(s.each_fact, ''), nullif(s.each_value, '')) AS title
    FROM slot AS s
    WHERE s.programme_id = %(programme_id)s
) AS n
ORDER BY n.table_name, n.number;
