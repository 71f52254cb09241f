-- name: lock_members
-- The members of a batch, locked in one order, in a statement of its own.
-- Takes: member_ids. Gives: a row for each that exists; its place holds while it is locked.
SELECT
    m.ctid AS place,
    m.member_id,
    m.agreed_at,
    m.withdrawn_at,
    m.points,
    m.newest_on,
    m.lots,
    m.counters,
    m.restricted_at IS NOT NULL AS is_restricted,
    m.withheld
FROM member AS m
WHERE m.member_id = ANY(%(member_ids)s)
ORDER BY m.member_id
FOR NO KEY UPDATE OF m;

-- name: deeds_taken
-- Which of a batch's (partner, event id) are taken already, and by what content.
-- Takes: partner_ids, event_ids (arrays of one length). Gives: place (from 1) and the deed.
SELECT
    sent.place,
    d.member_id,
    d.activity_no,
    d.happened_at,
    d.facts
FROM
    unnest(%(partner_ids)s::INTEGER[], %(event_ids)s::TEXT[])
    WITH ORDINALITY AS sent (partner_id, event_id, place)
INNER JOIN deed_key AS k
    ON sent.partner_id = k.partner_id AND sent.event_id = k.event_id
LEFT JOIN deed AS d
    ON k.member_id = d.member_id AND k.happened_on = d.happened_on AND k.deed_id = d.deed_id;

-- name: late_totals
-- Running totals of periods older than a member's newest, from the deeds themselves and from what
-- was struck out of them; the oldest that is there says what those before it came to.
-- Takes: member_ids, keys, from_ons, until_ons (arrays of one length; the last day isn't included).
-- Gives: member_id, key, total; no row where nothing was counted.
WITH asked AS (
    SELECT
        given.member_id,
        given.key,
        given.from_on,
        given.until_on
    FROM unnest(
        %(member_ids)s::BIGINT[], %(keys)s::BIGINT[], %(from_ons)s::DATE[], %(until_ons)s::DATE[]
    ) AS given (member_id, key, from_on, until_on)
),

moved AS (
    SELECT
        asked.member_id,
        asked.key,
        d.deed_id AS number,
        stage.place,
        d.counted[stage.place + 1] AS total_before,
        d.counted[stage.place + 2] AS amount
    FROM asked
    INNER JOIN deed AS d
        ON
            asked.member_id = d.member_id
            AND asked.from_on <= d.happened_on
            AND asked.until_on > d.happened_on
    CROSS JOIN LATERAL generate_series(1, cardinality(d.counted), 3) AS stage (place)
    WHERE d.counted[stage.place] = asked.key
    UNION ALL
    SELECT
        asked.member_id,
        asked.key,
        r.reversal_id AS number,
        stage.place,
        r.counted[stage.place + 1] AS total_before,
        r.counted[stage.place + 2] AS amount
    FROM asked
    INNER JOIN reversal AS r ON asked.member_id = r.member_id
    CROSS JOIN LATERAL generate_series(1, cardinality(r.counted), 3) AS stage (place)
    WHERE r.counted[stage.place] = asked.key
)

SELECT
    moved.member_id,
    moved.key,
    (
        sum(moved.amount)
        + (array_agg(moved.total_before ORDER BY moved.number, moved.place))[1]
    )::BIGINT AS total
FROM moved
GROUP BY moved.member_id, moved.key;

-- name: budget_used
-- Points that partners gave out since a moment, and the part of it before a horizon.
-- Takes: partner_ids, sinces (arrays of one length), horizon. Gives: a row for each partner.
SELECT
    asked.partner_id,
    coalesce(sum(b.points), 0)::BIGINT AS points,
    coalesce(sum(b.points) FILTER (WHERE b.recorded_at < %(horizon)s), 0)::BIGINT AS settled_points
FROM unnest(%(partner_ids)s::INTEGER[], %(sinces)s::TIMESTAMPTZ[]) AS asked (partner_id, since)
LEFT JOIN batch_total AS b
    ON asked.partner_id = b.partner_id AND asked.since <= b.recorded_at
GROUP BY asked.partner_id;

-- name: next_batch
SELECT
    nextval('batch_number') AS batch_id,
    coalesce((SELECT c.version FROM catalogue_version AS c), 0) AS catalogue_version;

-- name: row_types
-- The numbers by which this database knows the kinds of rows that travel whole in arrays.
SELECT
    t.typname,
    t.oid
FROM pg_type AS t
WHERE
    t.typnamespace = 'public'::REGNAMESPACE
    AND t.typname IN ('written_deed', 'written_wallet', 'written_batch_total');

-- name: add_deeds
-- Deeds and what the guard keeps of them, each in the order of its index. Where two writers have an
-- event id in common, the second waits for the first, and never in a circle: in that order.
-- Takes: rows, in the order of (member, day, deed).
WITH sent AS (
    SELECT d.* FROM unnest(%(rows)s::WRITTEN_DEED[]) AS d
),

guarded AS (
    INSERT INTO deed_key (partner_id, happened_on, member_id, deed_id, event_id)
    SELECT
        sent.partner_id,
        sent.happened_on,
        sent.member_id,
        sent.deed_id,
        sent.event_id
    FROM sent
    ORDER BY sent.partner_id, sent.event_id
)

INSERT INTO deed (
    member_id, deed_id, happened_at, happened_on, partner_id, edition_id, points, activity_no,
    lot_month, event_id, facts, counted
)
SELECT
    sent.member_id,
    sent.deed_id,
    sent.happened_at,
    sent.happened_on,
    sent.partner_id,
    sent.edition_id,
    sent.points,
    sent.activity_no,
    sent.lot_month,
    sent.event_id,
    sent.facts,
    sent.counted
FROM sent;

-- name: update_members
-- The members' rows after a batch. They are locked, so their places (ctid) are still the ones read.
UPDATE member AS m
SET
    points = after.points,
    newest_on = after.newest_on,
    lots = after.lots,
    counters = after.counters
FROM unnest(%(rows)s::WRITTEN_WALLET[]) AS after
WHERE m.ctid = after.place;

-- name: add_batch_totals
-- Takes: a row for each partner of the batch.
INSERT INTO batch_total (batch_id, partner_id, programme_id, deeds, points, recorded_at)
SELECT
    b.batch_id,
    b.partner_id,
    b.programme_id,
    b.deeds,
    b.points,
    b.recorded_at
FROM unnest(%(rows)s::WRITTEN_BATCH_TOTAL[]) AS b;

-- name: add_refused_deed
-- A refused deed that a member may see. Sent again and refused again: the newest reason stands.
INSERT INTO refused_deed (
    member_id, happened_at, partner_id, event_id, activity_no, code, said, refused_at
) VALUES (
    %(member_id)s, %(happened_at)s, %(partner_id)s, %(event_id)s, %(activity_no)s, %(code)s,
    %(said)s, %(refused_at)s
)
ON CONFLICT ON CONSTRAINT refused_deed_pkey DO UPDATE
    SET
        happened_at = excluded.happened_at,
        activity_no = excluded.activity_no,
        code = excluded.code,
        said = excluded.said,
        refused_at = excluded.refused_at;

-- name: make_deed_week
SELECT make_deed_week(%(day)s);
