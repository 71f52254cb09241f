-- name: lock_upgrade
-- One upgrade at a time; the lock ends with the transaction.
SELECT pg_advisory_xact_lock(7286001) AS locked;

-- name: make_schema_change
CREATE TABLE IF NOT EXISTS schema_change (
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT schema_change_pkey PRIMARY KEY (number)
);

-- name: has_schema_change
SELECT to_regclass('public.schema_change') IS NOT NULL AS is_there;

-- name: schema_changes
-- The changes that were made. Gives: number and the SHA-256 of the text it was made with.
SELECT
    c.number,
    c.sha256
FROM schema_change AS c
ORDER BY c.number;

-- name: add_schema_change
INSERT INTO schema_change (number, name, sha256)
VALUES (%(number)s, %(name)s, %(sha256)s);
