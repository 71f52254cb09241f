-- The roles of the book. Each has what it needs; nobody logs in as one, a connection takes one.
-- service: the doors. eraser: a person's right to be forgotten. purger: rows past their last day.
DO $$
DECLARE
    role_name TEXT;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('plaudit roles'));
    FOREACH role_name IN ARRAY ARRAY['plaudit_service', 'plaudit_eraser', 'plaudit_purger'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        END IF;
    END LOOP;
END
$$;
