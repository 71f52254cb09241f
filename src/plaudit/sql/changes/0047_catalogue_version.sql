-- The catalogue's version was a sequence, which shows a new number before the transaction that gave
-- it is committed: a house that was read in between carried the new number with the old rows, and
-- nothing made it read again. As a row it becomes visible together with what it stands for.
-- No row (an empty book) is version 0.
ALTER SEQUENCE catalogue_version RENAME TO catalogue_version_until_now;
CREATE TABLE catalogue_version (
    is_only BOOLEAN NOT NULL DEFAULT TRUE,
    version BIGINT NOT NULL,
    CONSTRAINT catalogue_version_pkey PRIMARY KEY (is_only),
    CONSTRAINT catalogue_version_is_one_row CHECK (is_only)
);
GRANT SELECT ON catalogue_version TO plaudit_service;

-- It only rises: the service has no other way to change it. Who raises waits for whoever raised
-- before and isn't committed.
CREATE FUNCTION raise_catalogue_version() RETURNS VOID
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO catalogue_version (version) VALUES (1)
    ON CONFLICT ON CONSTRAINT catalogue_version_pkey
    DO UPDATE SET version = catalogue_version.version + 1;
$$;
REVOKE ALL ON FUNCTION raise_catalogue_version() FROM public;
GRANT EXECUTE ON FUNCTION raise_catalogue_version() TO plaudit_service;

-- Higher than any house in memory has it.
INSERT INTO catalogue_version (version)
SELECT c.last_value + 1 AS version
FROM catalogue_version_until_now AS c
WHERE c.is_called;
DROP SEQUENCE catalogue_version_until_now;
