-- name: purged_until
SELECT p.until_on
FROM purged AS p
WHERE p.programme_id = %(programme_id)s AND p.what = %(what)s;

-- name: oldest_deed_day
-- The first day of the oldest week that may have deeds, by the names of the weeks.
SELECT min(to_date(right(c.relname, 10), 'YYYY_MM_DD')) AS first_on
FROM pg_inherits AS i
INNER JOIN pg_class AS c ON i.inhrelid = c.oid
WHERE i.inhparent = 'deed'::REGCLASS;

-- name: set_purged
INSERT INTO purged (programme_id, what, until_on)
VALUES (%(programme_id)s, %(what)s, %(until_on)s)
ON CONFLICT ON CONSTRAINT purged_pkey DO UPDATE SET until_on = excluded.until_on;

-- name: end_of_part
-- The last of the next deeds of some days, in the order of their key.
-- Takes: from_on, until_on (not included), after_member, after_on, after_deed, last_place (from 0).
SELECT
    d.member_id,
    d.happened_on,
    d.deed_id
FROM deed AS d
WHERE
    d.happened_on >= %(from_on)s
    AND d.happened_on < %(until_on)s
    AND (d.member_id, d.happened_on, d.deed_id)
    > (%(after_member)s, %(after_on)s, %(after_deed)s)
ORDER BY d.member_id, d.happened_on, d.deed_id
LIMIT 1 OFFSET %(last_place)s;

-- name: purge_facts
-- Deletes the facts of one part. A record that stands still keeps them.
-- Takes: as end_of_part, and upto_member, upto_on, upto_deed; editions.
UPDATE deed AS d SET facts = NULL
WHERE
    d.happened_on >= %(from_on)s
    AND d.happened_on < %(until_on)s
    AND (d.member_id, d.happened_on, d.deed_id)
    > (%(after_member)s, %(after_on)s, %(after_deed)s)
    AND (d.member_id, d.happened_on, d.deed_id)
    <= (%(upto_member)s, %(upto_on)s, %(upto_deed)s)
    AND d.facts IS NOT NULL
    AND d.edition_id = ANY(%(editions)s)
    AND NOT EXISTS (
        SELECT 1 FROM member AS m
        WHERE m.member_id = d.member_id AND m.restricted_at IS NOT NULL
    );

-- name: purge_facts_of_lifted
-- The facts of records that stood still when their day was purged, and move again.
UPDATE deed AS d SET facts = NULL
FROM restriction AS r
INNER JOIN member AS m ON r.member_id = m.member_id
WHERE
    r.lifted_at IS NOT NULL
    AND m.restricted_at IS NULL
    AND d.member_id = r.member_id
    AND d.happened_on < %(until_on)s
    AND d.facts IS NOT NULL
    AND d.edition_id = ANY(%(editions)s);

-- name: purge_refused
-- Takes: programme_id, before, how_many.
DELETE FROM refused_deed AS r
WHERE (r.member_id, r.partner_id, r.event_id) IN (
    SELECT
        o.member_id,
        o.partner_id,
        o.event_id
    FROM refused_deed AS o
    INNER JOIN member AS m ON o.member_id = m.member_id
    WHERE
        m.programme_id = %(programme_id)s
        AND m.restricted_at IS NULL
        AND o.refused_at < %(before)s
    ORDER BY o.member_id, o.partner_id, o.event_id
    LIMIT %(how_many)s
);

-- name: purge_looks
-- Takes: programme_id, before, how_many.
DELETE FROM look AS l
WHERE (l.member_id, l.looked_at, l.who, l.through) IN (
    SELECT
        o.member_id,
        o.looked_at,
        o.who,
        o.through
    FROM look AS o
    INNER JOIN member AS m ON o.member_id = m.member_id
    WHERE
        m.programme_id = %(programme_id)s
        AND m.restricted_at IS NULL
        AND o.looked_at < %(before)s
    ORDER BY o.member_id, o.looked_at
    LIMIT %(how_many)s
);
