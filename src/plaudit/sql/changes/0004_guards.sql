-- The second line: what happened is added to, never changed; the service can't even try.
CREATE FUNCTION refuse_change() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    IF current_user IN ('plaudit_eraser', 'plaudit_purger') THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'rows of % are added, never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

DO $$
DECLARE
    table_name TEXT;
BEGIN
    FOREACH table_name IN ARRAY ARRAY[
        'deed', 'deed_key', 'batch_total', 'transfer', 'consent', 'edition', 'edition_activity',
        'activity', 'slot'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON %I '
            'FOR EACH ROW EXECUTE FUNCTION refuse_change()', table_name
        );
    END LOOP;
END
$$;

-- A week of deeds is a partition: it keeps the index's right edge in memory, and a week past its
-- last day is dropped whole. Weeks are made as deeds of them arrive.
CREATE FUNCTION make_deed_week(day DATE) RETURNS TEXT
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    starts_on CONSTANT DATE := date_trunc('week', day)::DATE;
    week_name CONSTANT TEXT := 'deed_' || to_char(starts_on, 'YYYY_MM_DD');
BEGIN
    IF to_regclass('public.' || week_name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('make_deed_week'));
        EXECUTE format(
            'CREATE TABLE IF NOT EXISTS %I PARTITION OF deed FOR VALUES FROM (%L) TO (%L)',
            week_name, starts_on, starts_on + 7
        );
    END IF;
    RETURN week_name;
END
$$;
REVOKE ALL ON FUNCTION make_deed_week(DATE) FROM public;

GRANT USAGE ON SCHEMA public TO plaudit_service, plaudit_eraser, plaudit_purger;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO plaudit_service;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO plaudit_service;
GRANT EXECUTE ON FUNCTION make_deed_week(DATE) TO plaudit_service;
GRANT INSERT ON
programme, edition, activity, edition_activity, slot, partner, partner_key, partner_activity,
member, consent, deed, deed_key, batch_total, refused_deed, account, transfer
TO plaudit_service;
GRANT UPDATE (points, newest_on, lots, counters, agreed_at, withdrawn_at) ON member
TO plaudit_service;
GRANT UPDATE (name, back_date_days, budget_points_a_week) ON partner TO plaudit_service;
GRANT UPDATE (withdrawn_at) ON partner_key TO plaudit_service;
GRANT DELETE ON partner_activity, refused_deed TO plaudit_service;
GRANT UPDATE (code, said, refused_at, happened_at, activity_no) ON refused_deed TO plaudit_service;
GRANT SELECT, DELETE ON
member, consent, deed, deed_key, refused_deed, transfer
TO plaudit_eraser, plaudit_purger;
GRANT UPDATE (facts) ON deed TO plaudit_purger;
