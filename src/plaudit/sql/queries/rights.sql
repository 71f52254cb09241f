-- name: add_look
-- The member's row is locked, so that no look is written about somebody who is being erased.
INSERT INTO look (member_id, looked_at, who, reason, through)
SELECT
    m.member_id,
    %(looked_at)s AS looked_at,
    %(who)s AS who,
    %(reason)s AS reason,
    %(through)s AS through
FROM member AS m
WHERE m.member_id = %(member_id)s
FOR KEY SHARE
ON CONFLICT ON CONSTRAINT look_pkey DO NOTHING;

-- name: lock_to_give_handle
-- The member's row, so that no handle is given of somebody who is being erased.
SELECT m.member_id
FROM member AS m
WHERE m.member_id = %(member_id)s
FOR KEY SHARE OF m;

-- name: add_handle_given
INSERT INTO handle_given (member_id, partner_id)
VALUES (%(member_id)s, %(partner_id)s)
ON CONFLICT ON CONSTRAINT handle_given_pkey DO NOTHING;

-- name: looks
-- The newest looks at a member's record. Takes: member_id, how_many.
SELECT
    l.looked_at,
    l.who,
    l.reason,
    l.through
FROM look AS l
WHERE l.member_id = %(member_id)s
ORDER BY l.looked_at DESC
LIMIT %(how_many)s;

-- name: restrict_member
UPDATE member SET restricted_at = %(now)s
WHERE member_id = %(member_id)s AND restricted_at IS NULL;

-- name: add_restriction
INSERT INTO restriction (member_id, started_at, asked_by, ground)
VALUES (%(member_id)s, %(now)s, %(asked_by)s, %(ground)s);

-- name: unrestrict_member
UPDATE member SET restricted_at = NULL
WHERE member_id = %(member_id)s AND restricted_at IS NOT NULL;

-- name: lift_restriction
-- Takes: member_id, now, lifted_by. Gives: asked_by and started_at of what is lifted.
UPDATE restriction SET lifted_at = %(now)s, lifted_by = %(lifted_by)s
WHERE member_id = %(member_id)s AND lifted_at IS NULL
RETURNING asked_by, started_at;

-- name: lock_withheld
-- The number of an activity of a member's programme, and a lock on what the member withholds.
SELECT a.activity_no
FROM member AS m
INNER JOIN activity AS a ON m.programme_id = a.programme_id
WHERE m.member_id = %(member_id)s AND a.id = %(activity)s
FOR NO KEY UPDATE OF m;

-- name: restriction_asked_by
-- Who asked that a member's record stands still; no row where it moves.
SELECT r.asked_by
FROM restriction AS r
WHERE r.member_id = %(member_id)s AND r.lifted_at IS NULL;

-- name: open_holds
-- Records of a programme that stand still because of its office, the longest first.
-- Takes: programme_id, the_member (as a restriction says that the member asked), most.
SELECT
    r.member_id,
    r.started_at,
    r.asked_by,
    r.ground
FROM restriction AS r
INNER JOIN member AS m ON r.member_id = m.member_id
WHERE
    m.programme_id = %(programme_id)s
    AND r.lifted_at IS NULL
    AND r.asked_by <> %(the_member)s
ORDER BY r.started_at, r.member_id
LIMIT %(most)s;

-- name: set_withheld
UPDATE member SET withheld = nullif(%(withheld)s::BIGINT[], '{}')
WHERE member_id = %(member_id)s;

-- name: add_activity_consent
INSERT INTO activity_consent (member_id, activity_no, said_at, agrees, language, wording)
VALUES (
    %(member_id)s, %(activity_no)s, %(said_at)s, %(agrees)s, %(language)s, %(wording)s
);

-- name: stopped_at
-- What the book knows that a member stopped at an instant, in the words of the journal of erasures.
-- Takes: member_id, said_at. Gives: what.
SELECT 'left' AS what
FROM consent AS c
WHERE c.member_id = %(member_id)s AND c.said_at = %(said_at)s AND NOT c.agrees
UNION ALL
SELECT 'still' AS what
FROM restriction AS r
WHERE r.member_id = %(member_id)s AND r.started_at = %(said_at)s
UNION ALL
SELECT 'without:' || a.id AS what
FROM activity_consent AS w
INNER JOIN activity AS a ON w.activity_no = a.activity_no
WHERE w.member_id = %(member_id)s AND w.said_at = %(said_at)s AND NOT w.agrees;
