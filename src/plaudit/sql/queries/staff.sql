-- name: lock_staff
-- One change of a programme's staff at a time. Takes: programme_id.
SELECT pg_advisory_xact_lock(hashtextextended('plaudit staff', %(programme_id)s));

-- name: add_staff
-- Gives: staff_id.
INSERT INTO staff (programme_id, partner_id, name, roles, hired_at)
VALUES (%(programme_id)s, %(partner_id)s, %(name)s, %(roles)s, %(now)s)
RETURNING staff_id;

-- name: set_staff_roles
-- Takes: staff_id, roles. No row where the person has left.
UPDATE staff SET roles = %(roles)s
WHERE staff_id = %(staff_id)s AND left_at IS NULL;

-- name: end_staff
-- Who leaves has no role, session or link any more; the name stays with what was decided.
WITH sessions AS (
    DELETE FROM staff_session
    WHERE staff_id = %(staff_id)s
),

invitations AS (
    DELETE FROM staff_invitation
    WHERE staff_id = %(staff_id)s
)

UPDATE staff SET left_at = %(now)s, roles = '{}'
WHERE staff_id = %(staff_id)s AND left_at IS NULL;

-- name: staff_of_programme
-- Takes: programme_id, staff_id (of one person), each or NULL. Gives: who left too, in the order of
-- joining.
SELECT
    s.staff_id,
    s.name,
    s.programme_id,
    p.id AS programme,
    p.time_zone,
    s.partner_id,
    r.id AS partner,
    s.roles,
    s.left_at IS NOT NULL AS has_left
FROM staff AS s
INNER JOIN programme AS p ON s.programme_id = p.programme_id
LEFT JOIN partner AS r ON s.partner_id = r.partner_id
WHERE
    (%(programme_id)s::SMALLINT IS NULL OR s.programme_id = %(programme_id)s)
    AND (%(staff_id)s::INTEGER IS NULL OR s.staff_id = %(staff_id)s)
ORDER BY s.staff_id;

-- name: staff_keys
-- Takes: staff_id. Gives: mark, added_on.
SELECT
    k.mark,
    k.added_on
FROM staff_key AS k
WHERE k.staff_id = %(staff_id)s
ORDER BY k.added_on, k.mark;

-- name: staff_who_can_enter
-- Who has a passkey that stays: of who lost one, those before are gone when somebody agrees.
-- Takes: programme_id, now. Gives: staff_id.
SELECT s.staff_id
FROM staff AS s
WHERE
    s.programme_id = %(programme_id)s
    AND EXISTS (
        SELECT 1 FROM staff_key AS k
        WHERE k.staff_id = s.staff_id
    )
    AND NOT EXISTS (
        SELECT 1 FROM staff_proposal AS p
        WHERE
            p.staff_id = s.staff_id
            AND p.what = 'invite_instead'
            AND p.ends_at > %(now)s
    );

-- name: staff_key
-- Takes: mark. Gives: staff_id, public_key.
SELECT
    k.staff_id,
    k.public_key
FROM staff_key AS k
WHERE k.mark = %(mark)s;

-- name: add_staff_key
-- No row where the passkey is somebody's already.
INSERT INTO staff_key (mark, staff_id, public_key, added_on)
VALUES (%(mark)s, %(staff_id)s, %(public_key)s, %(added_on)s)
ON CONFLICT ON CONSTRAINT staff_key_pkey DO NOTHING;

-- name: remove_staff_keys
-- All by which somebody can sign in: passkeys, shifts, and a link that makes one.
-- Takes: staff_id. Gives: the passkeys' marks.
WITH sessions AS (
    DELETE FROM staff_session
    WHERE staff_id = %(staff_id)s
),

invitations AS (
    DELETE FROM staff_invitation
    WHERE staff_id = %(staff_id)s
)

DELETE FROM staff_key
WHERE staff_id = %(staff_id)s
RETURNING mark;

-- name: add_staff_invitation
-- Takes: token_hash, staff_id, ends_at, proposal_id (what was agreed to, or NULL). The link before
-- is worth nothing any more.
WITH before AS (
    DELETE FROM staff_invitation
    WHERE staff_id = %(staff_id)s AND token_hash <> %(token_hash)s
    RETURNING 1 AS gone
)

INSERT INTO staff_invitation (
    token_hash, staff_id, ends_at, made_by, half_of, code_hash, proposal_id
)
SELECT
    %(token_hash)s AS token_hash,
    %(staff_id)s AS staff_id,
    %(ends_at)s AS ends_at,
    %(made_by)s AS made_by,
    %(half_of)s AS half_of,
    %(code_hash)s AS code_hash,
    %(proposal_id)s AS proposal_id
FROM (SELECT count(*) AS gone FROM before) AS removed;

-- name: invitations_made_by
-- Links of one person's that nobody used yet. Takes: made_by, after (they work for longer).
-- Gives: staff_id, ends_at, half_of, code_hash, proposal_id.
SELECT
    i.staff_id,
    i.ends_at,
    i.half_of,
    i.code_hash,
    i.proposal_id
FROM staff_invitation AS i
WHERE i.made_by = %(made_by)s AND i.ends_at > %(after)s
ORDER BY i.ends_at DESC, i.staff_id DESC;

-- name: staff_invited
-- Takes: token_hash, now. Gives: staff_id, and whose half has to be told beside the link, or NULL.
SELECT
    i.staff_id,
    h.name AS half_of
FROM staff_invitation AS i
LEFT JOIN staff AS h ON i.half_of = h.staff_id
WHERE i.token_hash = %(token_hash)s AND i.ends_at > %(now)s;

-- name: use_staff_invitation
-- Takes: token_hash, code_hash (of the other half), now. Gives: staff_id; no row where it is used,
-- over, or has another half.
DELETE FROM staff_invitation
WHERE
    token_hash = %(token_hash)s
    AND ends_at > %(now)s
    AND (code_hash IS NULL OR code_hash = %(code_hash)s)
RETURNING staff_id;

-- name: add_staff_session
INSERT INTO staff_session (mark, staff_id, ends_at, over_at)
VALUES (%(mark)s, %(staff_id)s, %(ends_at)s, %(over_at)s);

-- name: staff_of_session
-- Takes: mark, now. Gives: a person as staff_of_programme does, and when the session ends.
SELECT
    s.staff_id,
    s.name,
    s.programme_id,
    p.id AS programme,
    p.time_zone,
    s.partner_id,
    r.id AS partner,
    s.roles,
    s.left_at IS NOT NULL AS has_left,
    o.ends_at
FROM staff_session AS o
INNER JOIN staff AS s ON o.staff_id = s.staff_id
INNER JOIN programme AS p ON s.programme_id = p.programme_id
LEFT JOIN partner AS r ON s.partner_id = r.partner_id
WHERE o.mark = %(mark)s AND o.ends_at > %(now)s AND s.left_at IS NULL;

-- name: go_on_with_staff_session
-- Takes: mark, ends_at.
UPDATE staff_session SET ends_at = least(%(ends_at)s, over_at)
WHERE mark = %(mark)s;

-- name: end_staff_session
DELETE FROM staff_session
WHERE mark = %(mark)s;

-- name: clear_staff_sessions
-- Takes: now. Gives: how many sessions, links and proposals that were over.
WITH sessions AS (
    DELETE FROM staff_session
    WHERE ends_at <= %(now)s
    RETURNING 1 AS gone
),

invitations AS (
    DELETE FROM staff_invitation
    WHERE ends_at <= %(now)s
    RETURNING 1 AS gone
),

proposals AS (
    DELETE FROM staff_proposal
    WHERE ends_at <= %(now)s
    RETURNING 1 AS gone
)

SELECT
    (SELECT count(*) FROM sessions)
    + (SELECT count(*) FROM invitations)
    + (SELECT count(*) FROM proposals) AS cleared;

-- name: add_staff_act
INSERT INTO staff_act (acted_at, programme_id, partner_id, staff_id, who, what, about)
VALUES (
    %(now)s, %(programme_id)s, %(partner_id)s, %(staff_id)s, %(who)s, %(what)s, %(about)s
);

-- name: acts_in_programme
-- What was done in a programme, the newest first.
-- Takes: programme_id, before (act_id, not included), how_many.
-- Gives: act_id, acted_at, staff_id, who, partner, what, about.
SELECT
    a.act_id,
    a.acted_at,
    a.staff_id,
    a.who,
    r.id AS partner,
    a.what,
    a.about
FROM staff_act AS a
LEFT JOIN partner AS r ON a.partner_id = r.partner_id
WHERE a.programme_id = %(programme_id)s AND a.act_id < %(before)s
ORDER BY a.act_id DESC
LIMIT %(how_many)s;

-- name: acts_at_partner
-- What a partner's people did, the newest first.
-- Takes: partner_id, before (act_id, not included), how_many.
-- Gives: act_id, acted_at, staff_id, who, partner, what, about.
SELECT
    a.act_id,
    a.acted_at,
    a.staff_id,
    a.who,
    r.id AS partner,
    a.what,
    a.about
FROM staff_act AS a
LEFT JOIN partner AS r ON a.partner_id = r.partner_id
WHERE a.partner_id = %(partner_id)s AND a.act_id < %(before)s
ORDER BY a.act_id DESC
LIMIT %(how_many)s;

-- name: count_staff_acts
-- How often one person did something since an instant. Takes: programme_id, staff_id, what, about
-- (NULL: whatever it was about), since.
SELECT count(*) AS acts FROM staff_act AS a
WHERE
    a.programme_id = %(programme_id)s
    AND a.acted_at > %(since)s
    AND a.staff_id = %(staff_id)s
    AND a.what = %(what)s
    AND (%(about)s::TEXT IS NULL OR a.about = %(about)s);

-- name: purge_staff_acts
-- Takes: programme_id, before, how_many.
DELETE FROM staff_act AS a
WHERE a.act_id IN (
    SELECT o.act_id FROM staff_act AS o
    WHERE o.programme_id = %(programme_id)s AND o.acted_at < %(before)s
    ORDER BY o.acted_at
    LIMIT %(how_many)s
);
