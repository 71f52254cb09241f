-- name: add_staff_given
-- Who gave which roles to somebody of the programme's own.
INSERT INTO staff_given (
    staff_id, roles, first_id, first_name, second_id, second_name, proposal_id, given_at
)
VALUES (
    %(staff_id)s, %(roles)s, %(first_id)s, %(first_name)s, %(second_id)s, %(second_name)s,
    %(proposal_id)s, %(now)s
);

-- name: staff_was_agreed
-- Takes: proposal_id, second_id. Gives: a row where this person agreed to it.
SELECT 1 AS was_agreed FROM staff_given AS g
WHERE g.proposal_id = %(proposal_id)s AND g.second_id = %(second_id)s;

-- name: add_staff_proposal
-- The one before about the same person is gone. Gives: proposal_id.
WITH before AS (
    DELETE FROM staff_proposal AS p
    WHERE p.programme_id = %(programme_id)s AND lower(p.name) = lower(%(name)s)
    RETURNING 1 AS gone
)

INSERT INTO staff_proposal (
    programme_id, staff_id, what, name, roles, code_hash, first_id, first_name, ends_at
)
SELECT
    %(programme_id)s AS programme_id,
    %(staff_id)s AS staff_id,
    %(what)s AS what,
    %(name)s AS name,
    %(roles)s AS roles,
    %(code_hash)s AS code_hash,
    %(first_id)s AS first_id,
    %(first_name)s AS first_name,
    %(ends_at)s AS ends_at
FROM (SELECT count(*) AS gone FROM before) AS removed
RETURNING proposal_id;

-- name: staff_proposals
-- What waits in a programme, the oldest first. Takes: programme_id, now.
-- Gives: proposal_id, staff_id, what, name, roles, code_hash, first_id, first_name.
SELECT
    p.proposal_id,
    p.staff_id,
    p.what,
    p.name,
    p.roles,
    p.code_hash,
    p.first_id,
    p.first_name
FROM staff_proposal AS p
WHERE p.programme_id = %(programme_id)s AND p.ends_at > %(now)s
ORDER BY p.proposal_id;

-- name: end_staff_proposal
DELETE FROM staff_proposal
WHERE proposal_id = %(proposal_id)s;

-- name: staff_given_last
-- Who gave the roles that each of a programme's own people has. Who only took some away gave none.
-- Takes: programme_id. Gives: staff_id, first_name, second_name, whether it was a command.
WITH given AS (
    SELECT
        g.staff_id,
        g.given_id,
        g.roles,
        g.first_id,
        g.first_name,
        g.second_id,
        g.second_name,
        lag(g.roles, 1, '{}') OVER (PARTITION BY g.staff_id ORDER BY g.given_id) AS had
    FROM staff_given AS g
    INNER JOIN staff AS s ON g.staff_id = s.staff_id
    WHERE s.programme_id = %(programme_id)s AND s.left_at IS NULL
)

SELECT DISTINCT ON (given.staff_id)
    given.staff_id,
    given.first_name,
    given.second_name,
    given.first_id IS NULL AS by_command
FROM given
WHERE
    NOT given.roles <@ given.had
    AND (given.first_id IS NULL OR given.second_id IS NOT NULL)
ORDER BY given.staff_id ASC, given.given_id DESC;
