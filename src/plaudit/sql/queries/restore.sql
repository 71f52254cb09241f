-- name: server_version
SELECT current_setting('server_version_num')::INTEGER AS version;

-- name: book_roles
-- Roles belong to the server, not to the database: a dump names them and doesn't hold them.
SELECT r.rolname AS role_name
FROM pg_roles AS r
WHERE r.rolname LIKE 'plaudit\_%' AND NOT r.rolcanlogin
ORDER BY r.rolname;

-- name: role_to_make
-- Gives the statement that makes a role, where it is missing.
SELECT format('CREATE ROLE %%I NOLOGIN', %(role)s::TEXT) AS statement
WHERE NOT EXISTS (
    SELECT 1 FROM pg_roles AS r
    WHERE r.rolname = %(role)s
);

-- name: book_is_empty
SELECT
    NOT EXISTS (
        SELECT 1 FROM pg_class AS c
        WHERE c.relnamespace = 'public'::REGNAMESPACE
    ) AS is_empty;

-- name: restore_state
-- NULL, or 'unfinished' while a restore is under way. It stands with the database, not in it, so
-- that no dump brings it along.
SELECT current_setting('plaudit.restore', TRUE) AS state;

-- name: begin_restore
-- Doors refuse this database from here on, and whoever doesn't ask can't write.
DO $$
BEGIN
    EXECUTE format(
        'ALTER DATABASE %I SET default_transaction_read_only = on', current_database()
    );
    EXECUTE format('ALTER DATABASE %I SET plaudit.restore = %L', current_database(), 'unfinished');
END
$$;

-- name: end_restore
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database());
    EXECUTE format('ALTER DATABASE %I RESET plaudit.restore', current_database());
END
$$;

-- name: empty_book
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO public;

-- name: jump_numbers
-- Numbers given out after the backup are not known here; none of them may be given out again: a
-- handle is made from a member's number and a partner's, a place's code from a check-in's, and a
-- journal of erasures names members. Numbers of programmes and activities go on as they are.
-- Takes: by, by_integer (for numbers of four bytes, which would soon be used up).
SELECT
    count(
        setval(
            s.seqrelid::REGCLASS,
            coalesce(pg_sequence_last_value(s.seqrelid), 0)
            + CASE s.seqtypid WHEN 'BIGINT'::REGTYPE THEN %(by)s ELSE %(by_integer)s END
        )
    ) AS jumped
FROM pg_sequence AS s
INNER JOIN pg_class AS c ON s.seqrelid = c.oid
WHERE
    c.relnamespace = 'public'::REGNAMESPACE
    AND s.seqtypid IN ('BIGINT'::REGTYPE, 'INTEGER'::REGTYPE);

-- name: jump_catalogue_version
-- A service that ran on the book that is gone reads this one anew. Takes: by.
UPDATE catalogue_version AS c
SET version = c.version + %(by)s;

-- name: end_all_shifts
-- Shifts of staff, and links that make a passkey: who left since the backup may hold one.
WITH invitations AS (
    DELETE FROM staff_invitation
)

DELETE FROM staff_session;

-- name: remove_keys_again
-- Ways in that were removed since the backup; a pass that was given since says a count that comes
-- nowhere near. Takes: mark_hashes (SHA-256). Gives: how many ways in it had.
WITH members AS (
    DELETE FROM way_in
    WHERE sha256(mark) = ANY(%(mark_hashes)s::BYTEA[])
    RETURNING member_id
),

passes AS (
    INSERT INTO ended_passes (member_id, times)
    SELECT DISTINCT
        m.member_id,
        1000 AS times
    FROM members AS m
    ON CONFLICT ON CONSTRAINT ended_passes_pkey DO UPDATE
        SET
            times = ended_passes.times + 1000,
            kept_mark = NULL,
            kept_until = NULL
),

staff AS (
    DELETE FROM staff_key
    WHERE sha256(mark) = ANY(%(mark_hashes)s::BYTEA[])
    RETURNING mark
)

SELECT (SELECT count(*) FROM members) + (SELECT count(*) FROM staff) AS removed;

-- name: members_among
SELECT m.member_id
FROM member AS m
WHERE m.member_id = ANY(%(member_ids)s::BIGINT[])
ORDER BY m.member_id;

-- name: gather_statistics
ANALYZE;
