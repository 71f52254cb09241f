-- name: add_to_outbox
INSERT INTO outbox (partner_id, kind, payload, happened_at)
VALUES (%(partner_id)s, %(kind)s, %(payload)s, %(happened_at)s);

-- name: take_outbox
-- Takes the oldest rows out of the outbox; what others have in hand is left to them.
WITH oldest AS (
    SELECT o.outbox_id FROM outbox AS o
    ORDER BY o.outbox_id
    LIMIT %(most)s
    FOR UPDATE SKIP LOCKED
)

DELETE FROM outbox AS o
USING oldest
WHERE o.outbox_id = oldest.outbox_id
RETURNING
    o.outbox_id,
    o.partner_id,
    o.kind,
    o.payload,
    o.happened_at;
