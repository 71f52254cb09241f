-- name: catalogue_version
-- No row for version 0: nothing was published or registered.
SELECT c.version AS catalogue_version
FROM catalogue_version AS c;

-- name: raise_catalogue_version
-- Waits for whoever raised it before and isn't committed.
SELECT raise_catalogue_version();

-- name: programmes
SELECT
    p.programme_id,
    p.id,
    p.time_zone
FROM programme AS p
ORDER BY p.programme_id;

-- name: editions
SELECT
    e.edition_id,
    e.source,
    encode(e.sha256, 'hex') AS sha256,
    e.author,
    e.approver,
    e.approved_on,
    e.published_on,
    encode(e.content_sha256, 'hex') AS content_sha256,
    e.published_at
FROM edition AS e
WHERE e.programme_id = %(programme_id)s
ORDER BY e.starts_on;

-- name: edition_numbers
-- The numbers of a programme's editions, in the order of `editions`. Takes: programme_id.
SELECT e.edition_id
FROM edition AS e
WHERE e.programme_id = %(programme_id)s
ORDER BY e.starts_on;

-- name: edition_activities
SELECT
    a.id,
    ea.source
FROM edition_activity AS ea
INNER JOIN activity AS a ON ea.activity_no = a.activity_no
WHERE ea.edition_id = %(edition_id)s
ORDER BY a.id;

-- name: activity_numbers
SELECT
    a.id,
    a.activity_no
FROM activity AS a
WHERE a.programme_id = %(programme_id)s;

-- name: kinds_asked_since
-- Since when members are asked about kinds of deeds that an edition adds; no row for always.
-- Takes: programme_id.
SELECT p.kinds_asked_since
FROM programme AS p
WHERE p.programme_id = %(programme_id)s AND p.kinds_asked_since IS NOT NULL;

-- name: slots
SELECT
    s.stage_id,
    s.period,
    s.each_fact,
    s.each_value,
    s.slot
FROM slot AS s
WHERE s.programme_id = %(programme_id)s;

-- name: add_programme
INSERT INTO programme (id, time_zone)
VALUES (%(id)s, %(time_zone)s)
ON CONFLICT ON CONSTRAINT programme_id_is_its_own DO NOTHING;

-- name: lock_publishing
-- One edition is published at a time.
SELECT pg_advisory_xact_lock(hashtext('plaudit publish'));

-- name: programme_zone
SELECT
    p.programme_id,
    p.time_zone
FROM programme AS p
WHERE p.id = %(id)s;

-- name: programme_named
SELECT p.programme_id
FROM programme AS p
WHERE p.id = %(id)s;

-- name: add_programme_accounts
INSERT INTO account (programme_id, kind)
SELECT
    %(programme_id)s AS programme_id,
    kinds.kind
FROM unnest(ARRAY['issue', 'held', 'expiry', 'returned']) AS kinds (kind)
ON CONFLICT ON CONSTRAINT account_is_its_own DO NOTHING;

-- name: add_edition
INSERT INTO edition (
    programme_id, id, starts_on, source, sha256, author, approver, approved_on, content_sha256,
    published_on, published_at, usable_days
) VALUES (
    %(programme_id)s, %(id)s, %(starts_on)s, %(source)s,
    sha256(convert_to(%(source)s, 'UTF8')), %(author)s, %(approver)s, %(approved_on)s,
    decode(%(content_sha256)s, 'hex'), %(published_on)s, %(published_at)s,
    %(usable_days)s
)
RETURNING edition_id;

-- name: add_activity
INSERT INTO activity (programme_id, id)
VALUES (%(programme_id)s, %(id)s)
ON CONFLICT ON CONSTRAINT activity_id_is_its_own DO NOTHING;

-- name: add_edition_activity
INSERT INTO edition_activity (edition_id, activity_no, source)
SELECT
    %(edition_id)s AS edition_id,
    a.activity_no,
    %(source)s AS source
FROM activity AS a
WHERE a.programme_id = %(programme_id)s AND a.id = %(id)s;

-- name: add_slot
INSERT INTO slot (programme_id, slot, stage_id, period, each_fact, each_value)
VALUES (%(programme_id)s, %(slot)s, %(stage_id)s, %(period)s, %(each_fact)s, %(each_value)s);
