-- name: lock_uploads
-- One table of a partner at a time is added; the lock ends with the transaction.
SELECT pg_advisory_xact_lock(7286029, %(partner_id)s) AS locked;

-- name: lock_upload
-- One at a time takes in a table; the lock outlives transactions.
SELECT pg_advisory_lock(7286030, hashtext(%(upload_id)s)) AS locked;

-- name: unlock_upload
SELECT pg_advisory_unlock(7286030, hashtext(%(upload_id)s)) AS unlocked;

-- name: upload_is_begun
-- Gives: one row; how many parts were taken in.
SELECT count(p.accepted) AS taken
FROM upload_part AS p
WHERE p.upload_id = %(upload_id)s::UUID;

-- name: uploads_of_partner
-- A partner's tables that are kept. Takes: partner_id, now. Gives: the newest first.
SELECT
    u.upload_id::TEXT AS upload_id,
    u.sent_at,
    u.ends_at,
    u.row_count,
    count(p.part) AS parts,
    count(p.accepted) AS taken,
    coalesce(sum(p.accepted), 0)::INTEGER AS accepted,
    coalesce(sum(p.duplicates), 0)::INTEGER AS duplicates,
    coalesce(sum(p.refused), 0)::INTEGER AS refused
FROM upload AS u
LEFT JOIN upload_part AS p ON u.upload_id = p.upload_id
WHERE u.partner_id = %(partner_id)s AND u.ends_at > %(now)s
GROUP BY u.upload_id
ORDER BY u.sent_at DESC;

-- name: add_upload
INSERT INTO upload (upload_id, partner_id, sent_at, ends_at, row_count, sealed_head)
VALUES (
    %(upload_id)s, %(partner_id)s, %(sent_at)s, %(ends_at)s, %(row_count)s, %(sealed_head)s
);

-- name: add_upload_part
INSERT INTO upload_part (upload_id, part, sealed)
VALUES (%(upload_id)s, %(part)s, %(sealed)s);

-- name: upload_head
SELECT u.sealed_head
FROM upload AS u
WHERE
    u.upload_id = %(upload_id)s::UUID
    AND u.partner_id = %(partner_id)s
    AND u.ends_at > %(now)s;

-- name: change_upload_head
UPDATE upload SET sealed_head = %(sealed_head)s
WHERE upload_id = %(upload_id)s::UUID;

-- name: upload_parts
-- The parts of a table in their order. Takes: upload_id.
SELECT
    p.part,
    p.sealed
FROM upload_part AS p
WHERE p.upload_id = %(upload_id)s::UUID
ORDER BY p.part;

-- name: next_upload_part
-- The first part that wasn't taken in.
SELECT
    p.part,
    p.sealed
FROM upload_part AS p
WHERE p.upload_id = %(upload_id)s::UUID AND p.accepted IS NULL
ORDER BY p.part
LIMIT 1;

-- name: end_upload_part
-- A part was taken in: what is left of it are the rows that were refused.
UPDATE upload_part SET
    sealed = %(sealed)s,
    accepted = %(accepted)s,
    duplicates = %(duplicates)s,
    refused = %(refused)s
WHERE
    upload_id = %(upload_id)s::UUID AND part = %(part)s AND accepted IS NULL;

-- name: forget_upload
DELETE FROM upload
WHERE upload_id = %(upload_id)s::UUID AND partner_id = %(partner_id)s;

-- name: clear_uploads
-- Deletes tables that are past their last moment.
DELETE FROM upload
WHERE ends_at <= %(now)s;
