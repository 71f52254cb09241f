-- name: next_members
SELECT nextval('member_number') AS member_id
FROM generate_series(1, %(how_many)s);

-- name: add_members
INSERT INTO member (member_id, programme_id, agreed_at)
SELECT
    given.member_id,
    %(programme_id)s AS programme_id,
    %(agreed_at)s AS agreed_at
FROM unnest(%(member_ids)s::BIGINT[]) AS given (member_id);

-- name: add_consents
INSERT INTO consent (member_id, said_at, agrees, language, wording)
SELECT
    given.member_id,
    %(said_at)s AS said_at,
    %(agrees)s AS agrees,
    %(language)s AS language,
    %(wording)s AS wording
FROM unnest(%(member_ids)s::BIGINT[]) AS given (member_id);

-- name: withdraw_member
UPDATE member SET withdrawn_at = %(withdrawn_at)s
WHERE member_id = %(member_id)s AND withdrawn_at IS NULL;

-- name: agree_again
UPDATE member SET agreed_at = %(agreed_at)s, withdrawn_at = NULL
WHERE member_id = %(member_id)s AND withdrawn_at IS NOT NULL AND restricted_at IS NULL;

-- name: member_programme
-- Takes: member_id; the_member, as a restriction says that the member asked. Gives: a row or none.
-- held: of who left alone, pairs of instants, in order; the second is NULL while it lasts.
SELECT
    m.member_id,
    m.programme_id,
    p.id AS programme,
    p.time_zone,
    m.agreed_at,
    m.withdrawn_at,
    m.points,
    m.lots,
    m.restricted_at,
    coalesce(m.withheld, '{}') AS withheld,
    coalesce(e.times, 0) AS passes_ended,
    coalesce(e.kept_mark, '') AS kept_pass,
    CASE
        WHEN m.withdrawn_at IS NULL THEN '{}'
        ELSE coalesce(
            (
                SELECT array_agg(ARRAY[r.started_at, r.lifted_at] ORDER BY r.started_at)
                FROM restriction AS r
                WHERE
                    r.member_id = m.member_id
                    AND r.asked_by <> %(the_member)s
                    AND (r.lifted_at IS NULL OR r.lifted_at > m.withdrawn_at)
            ),
            '{}'
        )
    END AS held
FROM member AS m
INNER JOIN programme AS p ON m.programme_id = p.programme_id
LEFT JOIN ended_passes AS e ON m.member_id = e.member_id
WHERE m.member_id = %(member_id)s;

-- name: member_programmes
-- Members' programmes, and the time zones that they count their days in.
SELECT
    m.member_id,
    p.programme_id,
    p.id,
    p.time_zone
FROM member AS m
INNER JOIN programme AS p ON m.programme_id = p.programme_id
WHERE m.member_id = ANY(%(member_ids)s);

-- name: language_of_member
-- In which language a member said yes or no the last time. Takes: member_id.
SELECT c.language
FROM consent AS c
WHERE c.member_id = %(member_id)s
ORDER BY c.said_at DESC
LIMIT 1;
