-- name: vouchers_to_sign
-- A member's open vouchers, as they are signed. A ticket's own code is sealed, so a till that is
-- offline can't give it out. Takes: member_id, voucher_id (or NULL for all).
SELECT
    v.voucher_id,
    v.reward_id,
    v.partner_id,
    v.price_points,
    v.last_on,
    v.taken_on,
    (
        SELECT t.number FROM told_until AS t
        WHERE t.kind = 'voucher'
    ) AS told_until
FROM voucher AS v
INNER JOIN reward AS r ON v.reward_id = r.reward_id
WHERE
    v.member_id = %(member_id)s
    AND (%(voucher_id)s::BIGINT IS NULL OR v.voucher_id = %(voucher_id)s)
    AND v.state = 'open'
    AND r.kind <> 'ticket';

-- name: offline_partner
SELECT
    p.offline_vouchers_a_day,
    pr.time_zone
FROM partner AS p
INNER JOIN programme AS pr ON p.programme_id = pr.programme_id
WHERE p.partner_id = %(partner_id)s;

-- name: set_offline_limit
UPDATE partner SET offline_vouchers_a_day = %(limit)s
WHERE partner_id = %(partner_id)s;

-- name: used_up
-- A partner's vouchers that could still be used by their day, and were used or given back. Of one
-- whose member was erased the honour alone says that it was used.
-- Takes: partner_id, today, since (the day on which the oldest of them can have been taken),
-- since_at (its start), how_many.
SELECT used.voucher_id
FROM (
    SELECT v.voucher_id
    FROM voucher AS v
    WHERE v.partner_id = %(partner_id)s AND v.last_on >= %(today)s AND v.state <> 'open'
    UNION ALL
    (
        SELECT h.voucher_id
        FROM honour AS h
        LEFT JOIN honour AS u ON h.honour_id = u.undoes
        WHERE
            h.partner_id = %(partner_id)s
            AND h.recorded_at >= %(since_at)s
            AND h.how <> 'undone'
            AND u.honour_id IS NULL
        EXCEPT
        SELECT v.voucher_id
        FROM voucher AS v
        WHERE v.partner_id = %(partner_id)s AND v.last_on >= %(since)s
    )
) AS used
ORDER BY used.voucher_id
LIMIT %(how_many)s;

-- name: rewards_of_partner
-- A partner's rewards as the newest edition calls each. Takes: partner_id.
SELECT DISTINCT ON (r.reward_id)
    r.reward_id,
    r.id,
    rt.title
FROM partner AS p
INNER JOIN reward AS r ON p.programme_id = r.programme_id
INNER JOIN reward_terms AS rt ON r.reward_id = rt.reward_id AND p.id = rt.provider
WHERE p.partner_id = %(partner_id)s
ORDER BY r.reward_id ASC, rt.edition_id DESC;

-- name: lock_tills
-- One sync of a partner's tills at a time; the lock ends with the transaction.
SELECT pg_advisory_xact_lock(7286002, hashtext('tills ' || %(partner_id)s::INTEGER)) AS locked;

-- name: synced
-- What a till told us of before. Takes: partner_id, till, accepted_key.
SELECT
    h.voucher_id,
    h.honour_id,
    h.covered,
    h.points,
    (
        SELECT t.number FROM told_until AS t
        WHERE t.kind = 'honour'
    ) AS told_until
FROM honour AS h
WHERE
    h.partner_id = %(partner_id)s
    AND h.till = %(till)s
    AND h.accepted_key = %(accepted_key)s;

-- name: taken_offline
-- How many vouchers a partner's tills took offline in a stretch of time, all together, and whether
-- one of them used this one, online or offline: known also where the voucher is gone.
-- Takes: partner_id, starts_at, ends_at, voucher_id.
-- What was taken is told later, and a till's clock is a day ahead at most: older rows aren't read.
SELECT
    (
        SELECT count(*) FROM honour AS h
        WHERE
            h.partner_id = %(partner_id)s
            AND h.recorded_at >= %(starts_at)s::TIMESTAMPTZ - INTERVAL '1 day'
            AND h.how = 'offline'
            AND h.honoured_at >= %(starts_at)s
            AND h.honoured_at < %(ends_at)s
    ) AS taken,
    (
        SELECT count(*) > 0 FROM honour AS h
        LEFT JOIN honour AS u ON h.honour_id = u.undoes
        WHERE
            h.voucher_id = %(voucher_id)s
            AND h.partner_id = %(partner_id)s
            AND h.how <> 'undone'
            AND u.honour_id IS NULL
    ) AS was_used;

-- name: cover_honour
-- The programme pays for a voucher that a till took in good faith. Gives: honour_id and the
-- reward's id, which the signed text names: the voucher itself may be gone.
INSERT INTO honour (
    honour_id, voucher_id, from_account_id, to_account_id, partner_id, points, honoured_at,
    recorded_at, how, covered, till, accepted_key
)
SELECT
    nextval('honour_number') AS honour_id,
    %(voucher_id)s AS voucher_id,
    issue.account_id AS from_account_id,
    settlement.account_id AS to_account_id,
    settlement.partner_id,
    %(points)s AS points,
    %(at)s AS honoured_at,
    %(now)s AS recorded_at,
    'offline' AS how,
    TRUE AS covered,
    %(till)s AS till,
    %(accepted_key)s AS accepted_key
FROM account AS settlement
INNER JOIN account AS issue
    ON
        settlement.programme_id = issue.programme_id
        AND issue.kind = 'issue'
        AND issue.partner_id IS NULL
WHERE settlement.partner_id = %(partner_id)s AND settlement.kind = 'settlement'
RETURNING
    honour_id,
    (
        SELECT r.id FROM reward AS r
        WHERE r.reward_id = %(reward_id)s
    ) AS reward,
    (
        SELECT t.number FROM told_until AS t
        WHERE t.kind = 'honour'
    ) AS told_until;

-- name: covered_honours
-- What a programme pays for vouchers given back or over meanwhile: for a person to look at.
-- Takes: programme_id, since. Gives: partner by partner, the newest first.
SELECT
    h.partner_id,
    h.honour_id,
    (
        SELECT t.number FROM told_until AS t
        WHERE t.kind = 'honour'
    ) AS told_until,
    p.id,
    h.till,
    h.points,
    h.honoured_at,
    h.recorded_at
FROM honour AS h
INNER JOIN partner AS p ON h.partner_id = p.partner_id
WHERE p.programme_id = %(programme_id)s AND h.covered AND h.recorded_at >= %(since)s
ORDER BY p.id ASC, h.recorded_at DESC, h.honour_id DESC;
