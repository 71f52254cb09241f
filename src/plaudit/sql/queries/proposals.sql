-- name: clear_proposal
-- What waits about a deed, where it is too old or its person isn't an officer any more.
DELETE FROM proposal AS p
WHERE
    p.member_id = %(member_id)s
    AND p.deed_id = %(deed_id)s
    AND (
        p.ends_at <= %(now)s
        OR EXISTS (
            SELECT 1 FROM staff AS s
            WHERE
                s.staff_id = p.staff_id
                AND (s.left_at IS NOT NULL OR 'officer' <> ALL(s.roles))
        )
    );

-- name: add_proposal
-- No row where one waits for this deed already, or its member was erased meanwhile.
INSERT INTO proposal (
    member_id, deed_id, question_id, reason, words, takes_again, staff_id, proposed_at, ends_at
)
SELECT
    m.member_id,
    %(deed_id)s AS deed_id,
    %(question_id)s AS question_id,
    %(reason)s AS reason,
    %(words)s AS words,
    %(takes_again)s AS takes_again,
    %(staff_id)s AS staff_id,
    %(now)s AS proposed_at,
    %(ends_at)s AS ends_at
FROM member AS m
WHERE m.member_id = %(member_id)s
FOR KEY SHARE OF m
ON CONFLICT ON CONSTRAINT proposal_pkey DO NOTHING;

-- name: proposals
-- What waits for a second person, the oldest first; nothing of who isn't an officer any more.
-- Takes: programme_id, now, and member_id and deed_id of one, or NULL.
SELECT
    p.member_id,
    p.deed_id,
    p.question_id,
    p.reason,
    p.words,
    p.takes_again,
    p.staff_id,
    s.name,
    p.proposed_at
FROM proposal AS p
INNER JOIN staff AS s ON p.staff_id = s.staff_id
WHERE
    s.programme_id = %(programme_id)s
    AND s.left_at IS NULL
    AND 'officer' = ANY(s.roles)
    AND p.ends_at > %(now)s
    AND (%(member_id)s::BIGINT IS NULL OR p.member_id = %(member_id)s)
    AND (%(deed_id)s::BIGINT IS NULL OR p.deed_id = %(deed_id)s)
ORDER BY p.proposed_at, p.deed_id
LIMIT 1000;

-- name: claim_proposal
-- Ends the one that was read, of somebody who is still an officer. Takes: member_id, deed_id, mark.
DELETE FROM proposal AS p
USING staff AS s
WHERE
    p.member_id = %(member_id)s
    AND p.deed_id = %(deed_id)s
    AND p.proposed_at = %(mark)s
    AND p.ends_at > %(now)s
    AND p.staff_id = s.staff_id
    AND s.left_at IS NULL
    AND 'officer' = ANY(s.roles);

-- name: end_proposal
DELETE FROM proposal
WHERE member_id = %(member_id)s AND deed_id = %(deed_id)s;

-- name: clear_proposals
DELETE FROM proposal
WHERE ends_at <= %(now)s;

-- name: deed_reported
-- A deed by what its partner calls it. Takes: programme_id, partner, event_id. Gives: member_id,
-- deed_id.
SELECT
    k.member_id,
    k.deed_id
FROM partner AS p
INNER JOIN deed_key AS k ON p.partner_id = k.partner_id
WHERE
    p.programme_id = %(programme_id)s
    AND p.id = %(partner)s
    AND k.event_id = %(event_id)s;
