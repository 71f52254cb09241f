-- name: partners
SELECT
    p.partner_id,
    p.programme_id,
    p.id,
    p.back_date_days,
    p.budget_points_a_week,
    coalesce(array_agg(a.id ORDER BY a.id) FILTER (WHERE a.id IS NOT NULL), '{}') AS activities
FROM partner AS p
LEFT JOIN partner_activity AS pa ON p.partner_id = pa.partner_id
LEFT JOIN activity AS a ON pa.activity_no = a.activity_no
GROUP BY p.partner_id
ORDER BY p.partner_id;

-- name: add_partner
INSERT INTO partner (programme_id, id, name, back_date_days, budget_points_a_week)
VALUES (
    %(programme_id)s, %(id)s, %(name)s, %(back_date_days)s, %(budget_points_a_week)s
)
RETURNING partner_id;

-- name: add_partner_activities
INSERT INTO partner_activity (partner_id, activity_no)
SELECT
    %(partner_id)s AS partner_id,
    a.activity_no
FROM activity AS a
WHERE a.programme_id = %(programme_id)s AND a.id = ANY(%(activities)s);

-- name: reports_deeds
-- Whether a partner is registered for any kind of deeds. Takes: partner_id.
SELECT count(*) > 0 AS reports
FROM partner_activity AS pa
WHERE pa.partner_id = %(partner_id)s;

-- name: add_settlement_account
INSERT INTO account (programme_id, kind, partner_id)
VALUES (%(programme_id)s, 'settlement', %(partner_id)s);

-- name: add_partner_key
INSERT INTO partner_key (key_hash, partner_id, made_at)
VALUES (%(key_hash)s, %(partner_id)s, %(made_at)s);

-- name: withdraw_partner_keys
UPDATE partner_key SET withdrawn_at = %(withdrawn_at)s
WHERE key_hash = ANY(%(key_hashes)s) AND withdrawn_at IS NULL;

-- name: partner_keys
-- The keys of a programme's partners that can be used, the oldest first.
SELECT
    k.partner_id,
    k.key_hash,
    k.made_at,
    k.ends_at
FROM partner_key AS k
INNER JOIN partner AS p ON k.partner_id = p.partner_id
WHERE p.programme_id = %(programme_id)s AND k.withdrawn_at IS NULL
ORDER BY k.made_at, k.key_hash;

-- name: keys_of_partner
-- Takes: partner_id, now. Gives: the keys that can be used, the oldest first.
SELECT
    k.key_hash,
    k.made_at,
    k.ends_at
FROM partner_key AS k
WHERE
    k.partner_id = %(partner_id)s
    AND k.withdrawn_at IS NULL
    AND (k.ends_at IS NULL OR k.ends_at > %(now)s)
ORDER BY k.made_at, k.key_hash;

-- name: end_partner_key
-- A key goes on until a moment, or until the one it had before, if that is sooner.
UPDATE partner_key SET ends_at = least(ends_at, %(ends_at)s)
WHERE key_hash = %(key_hash)s AND withdrawn_at IS NULL;

-- name: lock_partner_keys
SELECT p.partner_id
FROM partner AS p
WHERE p.partner_id = %(partner_id)s
FOR UPDATE;

-- name: partners_of_programme
SELECT
    p.partner_id,
    p.id,
    p.name,
    coalesce(
        array_agg(a.id ORDER BY a.id) FILTER (WHERE a.id IS NOT NULL), '{}'
    ) AS activities,
    p.back_date_days,
    p.budget_points_a_week
FROM partner AS p
LEFT JOIN partner_activity AS pa ON p.partner_id = pa.partner_id
LEFT JOIN activity AS a ON pa.activity_no = a.activity_no
WHERE p.programme_id = %(programme_id)s
GROUP BY p.partner_id
ORDER BY p.partner_id;

-- name: update_partner
UPDATE partner SET
    name = %(name)s,
    back_date_days = %(back_date_days)s,
    budget_points_a_week = %(budget_points_a_week)s
WHERE partner_id = %(partner_id)s;

-- name: remove_partner_activities
DELETE FROM partner_activity
WHERE partner_id = %(partner_id)s;

-- name: partner_of_key
SELECT
    k.partner_id,
    p.id
FROM partner_key AS k
INNER JOIN partner AS p ON k.partner_id = p.partner_id
WHERE
    k.key_hash = %(key_hash)s
    AND k.withdrawn_at IS NULL
    AND (k.ends_at IS NULL OR k.ends_at > now());

-- name: partner_named
SELECT p.partner_id
FROM partner AS p
WHERE p.id = %(id)s;
