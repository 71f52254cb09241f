-- Editions that are being written. A draft names no member: it is rules, and who wrote them.
CREATE TABLE draft (
    draft_id INTEGER GENERATED ALWAYS AS IDENTITY,
    programme_id SMALLINT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT draft_pkey PRIMARY KEY (draft_id),
    CONSTRAINT draft_of_programme FOREIGN KEY (programme_id) REFERENCES programme (programme_id),
    CONSTRAINT draft_has_a_name CHECK (btrim(name) <> '' AND length(name) <= 80)
);
CREATE INDEX draft_by_programme ON draft (programme_id);

-- Each save is a row more, counted from 1 without a gap: two who save at once want the same number,
-- and one of them gets it. how: what was done. After published or set_aside nothing follows.
CREATE TABLE draft_version (
    draft_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    how TEXT NOT NULL,
    source TEXT NOT NULL,
    staff_id INTEGER NOT NULL,
    saved_by TEXT NOT NULL,
    saved_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT draft_version_pkey PRIMARY KEY (draft_id, version),
    CONSTRAINT draft_version_of_draft FOREIGN KEY (draft_id) REFERENCES draft (draft_id),
    CONSTRAINT draft_version_by_staff FOREIGN KEY (staff_id) REFERENCES staff (staff_id),
    CONSTRAINT draft_version_counts CHECK (version >= 1),
    CONSTRAINT draft_version_how CHECK (
        how IN ('begun', 'text', 'form', 'rehearsed', 'approved', 'published', 'set_aside')
    ),
    CONSTRAINT draft_version_size CHECK (octet_length(source) <= 262144)
);

-- The report of a rehearsal, with the version that names it. page: the same for reading, or NULL.
CREATE TABLE draft_report (
    draft_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    rehearsed_on DATE NOT NULL,
    sha256 BYTEA NOT NULL,
    report BYTEA NOT NULL,
    page BYTEA,
    CONSTRAINT draft_report_pkey PRIMARY KEY (draft_id, version),
    CONSTRAINT draft_report_of_version FOREIGN KEY (draft_id, version)
    REFERENCES draft_version (draft_id, version),
    CONSTRAINT draft_report_is_what_it_says CHECK (sha256 = sha256(report)),
    CONSTRAINT draft_report_size CHECK (
        octet_length(report) <= 1048576 AND octet_length(page) <= 1048576
    )
);

-- The second line behind actions/draft_steps: nobody approves what they wrote, by number or name;
-- what is published is what was approved, and nothing comes after it. Source: charter, C25.
CREATE FUNCTION refuse_draft_by_one() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
DECLARE
    before RECORD;
BEGIN
    SELECT v.version, v.how, v.source INTO before FROM draft_version AS v
    WHERE v.draft_id = NEW.draft_id ORDER BY v.version DESC LIMIT 1;
    IF before.version >= NEW.version THEN
        RETURN NEW;  -- somebody was first: the primary key says so
    END IF;
    IF coalesce(before.version, 0) < NEW.version - 1 THEN
        RAISE EXCEPTION 'a version follows the one before it' USING ERRCODE = '23514';
    END IF;
    IF before.how IN ('published', 'set_aside') THEN
        RAISE EXCEPTION 'a draft that is over is never changed' USING ERRCODE = '23514';
    END IF;
    IF NEW.how = 'approved' AND EXISTS (
        SELECT 1 FROM draft_version AS v
        WHERE v.draft_id = NEW.draft_id AND v.how IN ('begun', 'text', 'form')
            AND (v.staff_id = NEW.staff_id OR lower(v.saved_by) = lower(NEW.saved_by))
    ) THEN
        RAISE EXCEPTION 'who wrote a draft does not approve it' USING ERRCODE = '23514';
    END IF;
    IF NEW.how = 'published' AND (
        before.how IS DISTINCT FROM 'approved' OR before.source <> NEW.source
    ) THEN
        RAISE EXCEPTION 'what is published is what was approved' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER by_two BEFORE INSERT ON draft_version
FOR EACH ROW EXECUTE FUNCTION refuse_draft_by_one();
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON draft
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON draft_version
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON draft_report
FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON draft, draft_version, draft_report TO plaudit_service;
GRANT USAGE ON SEQUENCE draft_draft_id_seq TO plaudit_service;

COMMENT ON COLUMN draft_version.saved_by IS
'Who wrote, approved or published it, by name (C25). Last day: as long as the programme.';
