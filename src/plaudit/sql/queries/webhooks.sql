-- name: add_webhook
INSERT INTO webhook (partner_id, url, sealed_secret, added_at)
VALUES (%(partner_id)s, %(url)s, %(sealed_secret)s, %(added_at)s)
ON CONFLICT (partner_id) DO NOTHING;

-- name: change_webhook_url
-- Another URL, or the same one again after it was stopped.
UPDATE webhook SET url = %(url)s, stopped_at = NULL
WHERE partner_id = %(partner_id)s;

-- name: rotate_webhook_secret
-- The secret of now is the old one for a while. Where there is an old one still, that of now goes
-- between the two: all that somebody may hold sign, until the same instant. Nothing is done where
-- so many are between already.
UPDATE webhook SET
    sealed_old_secret
    = CASE WHEN old_secret_until > %(now)s THEN sealed_old_secret ELSE sealed_secret END,
    sealed_secrets_between = CASE
        WHEN old_secret_until > %(now)s THEN array_append(sealed_secrets_between, sealed_secret)
        ELSE '{}'
    END,
    old_secret_until = %(until)s,
    sealed_secret = %(sealed_secret)s
WHERE
    partner_id = %(partner_id)s
    AND (
        old_secret_until IS NULL
        OR old_secret_until <= %(now)s
        OR cardinality(sealed_secrets_between) < %(between_most)s
    );

-- name: stop_webhook
-- Nothing is done where another URL was set since the one that was tried.
UPDATE webhook SET stopped_at = coalesce(stopped_at, %(now)s)
WHERE partner_id = %(partner_id)s AND url = %(url)s;

-- name: remove_webhook
DELETE FROM webhook
WHERE partner_id = %(partner_id)s;

-- name: webhooks
-- All webhooks, with what waits and what was given up.
SELECT
    p.id AS partner,
    w.url,
    w.added_at,
    w.stopped_at,
    w.old_secret_until,
    count(d.delivery_id) FILTER (WHERE d.ended_at IS NULL) AS waiting,
    count(d.delivery_id) FILTER (WHERE d.was_delivered) AS delivered,
    count(d.delivery_id) FILTER (WHERE d.ended_at IS NOT NULL AND NOT d.was_delivered) AS given_up
FROM webhook AS w
INNER JOIN partner AS p ON w.partner_id = p.partner_id
LEFT JOIN delivery AS d ON w.partner_id = d.partner_id
GROUP BY p.partner_id, w.partner_id
ORDER BY p.id;

-- name: last_deliveries
SELECT
    d.message_id::TEXT AS message_id,
    d.kind,
    d.happened_at,
    d.tries,
    d.next_try_at,
    d.last_answer,
    d.ended_at,
    d.was_delivered
FROM delivery AS d
WHERE d.partner_id = %(partner_id)s
ORDER BY d.delivery_id DESC
LIMIT %(most)s;

-- name: delivery_of_partner
-- Takes: partner_id, message_id. Gives: one row or none, as last_deliveries.
SELECT
    d.message_id::TEXT AS message_id,
    d.kind,
    d.happened_at,
    d.tries,
    d.next_try_at,
    d.last_answer,
    d.ended_at,
    d.was_delivered
FROM delivery AS d
WHERE d.partner_id = %(partner_id)s AND d.message_id = %(message_id)s::UUID;

-- name: hasten_delivery
-- A waiting message is due now. Where a try is under way it is due then already, or soon.
UPDATE delivery SET next_try_at = least(next_try_at, %(now)s)
WHERE
    partner_id = %(partner_id)s
    AND message_id = %(message_id)s::UUID
    AND ended_at IS NULL;

-- name: webhook_of_partner
-- Takes: partner_id. Gives: one row or none, as webhooks.
SELECT
    p.id AS partner,
    w.url,
    w.added_at,
    w.stopped_at,
    w.old_secret_until,
    count(d.delivery_id) FILTER (WHERE d.ended_at IS NULL) AS waiting,
    count(d.delivery_id) FILTER (WHERE d.was_delivered) AS delivered,
    count(d.delivery_id) FILTER (WHERE d.ended_at IS NOT NULL AND NOT d.was_delivered) AS given_up
FROM webhook AS w
INNER JOIN partner AS p ON w.partner_id = p.partner_id
LEFT JOIN delivery AS d ON w.partner_id = d.partner_id
WHERE w.partner_id = %(partner_id)s
GROUP BY p.partner_id, w.partner_id;

-- name: add_deliveries
-- What a partner without a webhook would get is dropped, unless it is of a kind that waits.
INSERT INTO delivery (partner_id, kind, payload, happened_at, next_try_at)
SELECT
    given.partner_id,
    given.kind,
    given.payload::JSONB AS payload,
    given.happened_at,
    given.happened_at AS next_try_at
FROM
    unnest(
        %(partner_ids)s::INTEGER[],
        %(kinds)s::TEXT[],
        %(payloads)s::TEXT[],
        %(times)s::TIMESTAMPTZ[]
    ) AS given (partner_id, kind, payload, happened_at)
LEFT JOIN webhook AS w ON given.partner_id = w.partner_id
WHERE w.partner_id IS NOT NULL OR given.kind = ANY(%(waiting_kinds)s);

-- name: take_deliveries
-- Takes the first message that is due of each partner that isn't busy. What others have in hand is
-- left to them; what is taken is due again at `until`, should the taker die.
WITH due AS (
    SELECT
        first_due.delivery_id,
        w.url,
        w.sealed_secret,
        CASE
            WHEN w.old_secret_until > %(now)s
                THEN array_append(w.sealed_secrets_between, w.sealed_old_secret)
            ELSE '{}'
        END AS sealed_earlier_secrets
    FROM webhook AS w
    CROSS JOIN
        LATERAL (
            SELECT
                d.delivery_id,
                d.next_try_at
            FROM delivery AS d
            WHERE
                d.partner_id = w.partner_id
                AND d.ended_at IS NULL
                AND d.next_try_at <= %(now)s
            ORDER BY d.next_try_at
            LIMIT 1
            FOR UPDATE SKIP LOCKED
        ) AS first_due
    WHERE w.stopped_at IS NULL AND w.partner_id <> ALL(%(busy)s)
    ORDER BY first_due.next_try_at
    LIMIT %(most)s
)

UPDATE delivery AS d
SET tries = d.tries + 1, next_try_at = %(until)s
FROM due
WHERE d.delivery_id = due.delivery_id
RETURNING
    d.delivery_id,
    d.message_id::TEXT AS message_id,
    d.partner_id,
    d.kind,
    d.payload,
    d.happened_at,
    d.tries,
    due.url,
    due.sealed_secret,
    due.sealed_earlier_secrets;

-- name: end_delivery
UPDATE delivery SET
    ended_at = %(now)s,
    was_delivered = %(was_delivered)s,
    last_answer = %(answer)s,
    payload = NULL,
    next_try_at = NULL
WHERE delivery_id = %(delivery_id)s AND ended_at IS NULL;

-- name: put_off_delivery
-- Taking counted a try; where none was made, it is taken back.
UPDATE delivery SET
    next_try_at = %(next_try_at)s,
    last_answer = %(answer)s,
    tries = tries - CASE WHEN %(was_tried)s THEN 0 ELSE 1 END
WHERE delivery_id = %(delivery_id)s AND ended_at IS NULL;

-- name: give_up_deliveries
-- What waited too long for a partner without a webhook, or with a stopped one. Where a webhook
-- works, only tries end a message: it may be old as no worker ran, and was never sent.
UPDATE delivery AS d SET
    ended_at = %(now)s,
    payload = NULL,
    next_try_at = NULL,
    last_answer = coalesce(d.last_answer, 'no_webhook')
WHERE
    d.ended_at IS NULL
    AND d.happened_at < %(before)s
    AND NOT EXISTS (
        SELECT FROM webhook AS w
        WHERE w.partner_id = d.partner_id AND w.stopped_at IS NULL
    );

-- name: clear_deliveries
-- Deletes deliveries that ended before a day, at most so many.
WITH oldest AS (
    SELECT d.delivery_id FROM delivery AS d
    WHERE d.ended_at < %(before)s
    ORDER BY d.ended_at
    LIMIT %(most)s
)

DELETE FROM delivery AS d
USING oldest
WHERE d.delivery_id = oldest.delivery_id;

-- name: waiting_deliveries
-- What waits to be sent to each partner of a programme. Takes: programme_id. Gives: name, messages,
-- how many were tried before, and when the oldest happened.
SELECT
    p.name,
    count(*) AS messages,
    count(*) FILTER (WHERE d.tries > 0) AS tried,
    min(d.happened_at) AS oldest_at
FROM delivery AS d
INNER JOIN partner AS p ON d.partner_id = p.partner_id
WHERE p.programme_id = %(programme_id)s AND d.ended_at IS NULL
GROUP BY p.partner_id, p.name
ORDER BY p.name;

-- name: given_up_deliveries
-- What of some kinds the partners of a programme were never told. Takes: programme_id, kinds.
-- Gives: name, messages, and since when some are given up.
SELECT
    p.name,
    count(*) AS messages,
    min(d.ended_at) AS since_at
FROM delivery AS d
INNER JOIN partner AS p ON d.partner_id = p.partner_id
WHERE
    p.programme_id = %(programme_id)s
    AND d.ended_at IS NOT NULL
    AND NOT d.was_delivered
    AND d.kind = ANY(%(kinds)s)
GROUP BY p.partner_id, p.name
ORDER BY p.name;
