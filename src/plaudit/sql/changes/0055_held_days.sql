-- Days on which the office let the record of who left stand still make the points' last day later
-- (charter, C14 and C18), so these rows are read until then.
DO $$
DECLARE
    place RECORD;
BEGIN
    FOR place IN
        SELECT
            a.attname,
            split_part(col_description(a.attrelid, a.attnum), ' Last day: ', 1) AS purpose
        FROM pg_attribute AS a
        WHERE a.attrelid = 'restriction'::REGCLASS AND a.attnum > 0 AND NOT a.attisdropped
    LOOP
        EXECUTE format(
            'COMMENT ON COLUMN restriction.%I IS %L',
            place.attname,
            place.purpose || ' Last day: erasure, or question_months after it was lifted, 24 at '
            || 'most; the office''s of who left: no sooner than points that its days keep usable.'
        );
    END LOOP;
END
$$;
