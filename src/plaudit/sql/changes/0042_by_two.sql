-- Who keeps the programme's staff and its partners: a role of its own, which nobody has beside
-- another one, as who audits has none. Source: docs/decisions/0036-keeping-the-staff.md.
ALTER TABLE staff DROP CONSTRAINT staff_roles_fit;
ALTER TABLE staff ADD CONSTRAINT staff_roles_fit CHECK (
    CASE
        WHEN partner_id IS NOT NULL THEN roles <@ ARRAY['steward', 'till', 'partner_admin']
        ELSE roles <@ ARRAY['desk', 'author', 'approver', 'officer', 'auditor', 'keeper']
    END
);
ALTER TABLE staff DROP CONSTRAINT staff_auditor_is_nothing_else;
ALTER TABLE staff ADD CONSTRAINT staff_stands_alone CHECK (
    NOT (roles && ARRAY['auditor', 'keeper']) OR cardinality(roles) = 1
);

-- What one person may not do alone about the programme's own people: it waits for a second one.
-- staff_id: NULL for somebody new. code_hash: SHA-256 of the half of an invitation that was shown
-- to the first person; the second one is shown the link.
CREATE TABLE staff_proposal (
    proposal_id INTEGER GENERATED ALWAYS AS IDENTITY,
    programme_id SMALLINT NOT NULL,
    staff_id INTEGER,
    what TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT[] NOT NULL,
    code_hash BYTEA,
    first_id INTEGER NOT NULL,
    first_name TEXT NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT staff_proposal_pkey PRIMARY KEY (proposal_id),
    CONSTRAINT staff_proposal_in_programme FOREIGN KEY (programme_id)
    REFERENCES programme (programme_id),
    CONSTRAINT staff_proposal_about_staff FOREIGN KEY (staff_id) REFERENCES staff (staff_id),
    CONSTRAINT staff_proposal_by_staff FOREIGN KEY (first_id) REFERENCES staff (staff_id),
    CONSTRAINT staff_proposal_what CHECK (what IN ('hire', 'roles', 'invite', 'invite_instead')),
    CONSTRAINT staff_proposal_about_whom CHECK ((what = 'hire') = (staff_id IS NULL)),
    CONSTRAINT staff_proposal_has_a_half CHECK ((what = 'roles') = (code_hash IS NULL)),
    CONSTRAINT staff_proposal_of_another CHECK (first_id <> staff_id)
);
-- Proposed anew, the one before is gone: a form that is sent twice leaves one.
CREATE UNIQUE INDEX staff_proposal_is_alone ON staff_proposal (programme_id, lower(name));

-- Who gave which roles to somebody of the programme's own: a row for each change, never changed.
-- first_id: NULL for a command, which who runs the service gives. second_id: NULL for a command,
-- and where roles are only taken away.
CREATE TABLE staff_given (
    given_id BIGINT GENERATED ALWAYS AS IDENTITY,
    staff_id INTEGER NOT NULL,
    roles TEXT[] NOT NULL,
    first_id INTEGER,
    first_name TEXT NOT NULL,
    second_id INTEGER,
    second_name TEXT,
    given_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT staff_given_pkey PRIMARY KEY (given_id),
    CONSTRAINT staff_given_to_staff FOREIGN KEY (staff_id) REFERENCES staff (staff_id),
    CONSTRAINT staff_given_by_first FOREIGN KEY (first_id) REFERENCES staff (staff_id),
    CONSTRAINT staff_given_by_second FOREIGN KEY (second_id) REFERENCES staff (staff_id),
    CONSTRAINT staff_given_second_is_whole CHECK ((second_id IS NULL) = (second_name IS NULL)),
    CONSTRAINT staff_given_by_others CHECK (staff_id <> first_id AND staff_id <> second_id),
    CONSTRAINT staff_given_by_two CHECK (
        second_id IS NULL
        OR (
            first_id IS NOT NULL
            AND first_id <> second_id
            AND lower(first_name) <> lower(second_name)
        )
    )
);
CREATE INDEX staff_given_by_staff ON staff_given (staff_id, given_id);
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON staff_given
FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The second line behind actions/propose_staff and agree_staff: who keeps the staff proposes, who
-- keeps it too or approves editions agrees, and one alone takes away only.
CREATE FUNCTION refuse_given_by_one() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
DECLARE
    had RECORD;
BEGIN
    SELECT s.programme_id, s.roles INTO had FROM staff AS s WHERE s.staff_id = NEW.staff_id;
    IF NEW.first_id IS NULL THEN
        RETURN NEW;  -- a command
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM staff AS s
        WHERE s.staff_id = NEW.first_id AND s.programme_id = had.programme_id
            AND s.roles @> ARRAY['keeper']
    ) THEN
        RAISE EXCEPTION 'roles are given by who keeps the staff' USING ERRCODE = '23514';
    END IF;
    IF NEW.second_id IS NULL AND NOT NEW.roles <@ had.roles THEN
        RAISE EXCEPTION 'more roles are given by two' USING ERRCODE = '23514';
    END IF;
    IF NEW.second_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM staff AS s
        WHERE s.staff_id = NEW.second_id AND s.programme_id = had.programme_id
            AND s.partner_id IS NULL AND s.roles && ARRAY['keeper', 'approver']
    ) THEN
        RAISE EXCEPTION 'the second person has no right to agree' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER by_two BEFORE INSERT ON staff_given
FOR EACH ROW EXECUTE FUNCTION refuse_given_by_one();

-- Somebody of the programme's own has the roles that were given last, and no others.
CREATE FUNCTION refuse_roles_not_given() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
DECLARE
    given TEXT[];
BEGIN
    IF NEW.partner_id IS NOT NULL OR NEW.roles = '{}' THEN
        RETURN NEW;
    END IF;
    SELECT g.roles INTO given FROM staff_given AS g
    WHERE g.staff_id = NEW.staff_id ORDER BY g.given_id DESC LIMIT 1;
    IF given IS DISTINCT FROM NEW.roles THEN
        RAISE EXCEPTION 'nobody gave these roles' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER roles_were_given BEFORE INSERT OR UPDATE OF roles ON staff
FOR EACH ROW EXECUTE FUNCTION refuse_roles_not_given();

-- An invitation of the programme's own people has two halves, which two persons are shown: with the
-- link alone, or the code alone, nobody makes another one's passkey. made_by: NULL for a command.
ALTER TABLE staff_invitation
ADD COLUMN made_by INTEGER,
ADD COLUMN half_of INTEGER,
ADD COLUMN code_hash BYTEA,
ADD CONSTRAINT staff_invitation_half_is_whole CHECK ((half_of IS NULL) = (code_hash IS NULL)),
ADD CONSTRAINT staff_invitation_by_two CHECK (made_by <> half_of),
ADD CONSTRAINT staff_invitation_by_others CHECK (
    half_of IS NULL OR (made_by IS NOT NULL AND staff_id <> made_by AND staff_id <> half_of)
);
CREATE FUNCTION refuse_whole_invitation() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.made_by IS NOT NULL AND NEW.half_of IS NULL AND EXISTS (
        SELECT 1 FROM staff AS s WHERE s.staff_id = NEW.staff_id AND s.partner_id IS NULL
    ) THEN
        RAISE EXCEPTION 'an invitation to the office has two halves' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER has_two_halves BEFORE INSERT OR UPDATE ON staff_invitation
FOR EACH ROW EXECUTE FUNCTION refuse_whole_invitation();

GRANT SELECT ON staff_given TO plaudit_service;
GRANT SELECT, INSERT ON staff_given TO plaudit_doorkeeper;
GRANT SELECT, INSERT, DELETE ON staff_proposal TO plaudit_doorkeeper;
GRANT USAGE ON SEQUENCE staff_proposal_proposal_id_seq, staff_given_given_id_seq
TO plaudit_doorkeeper;

COMMENT ON COLUMN staff_given.first_name IS
'Who gave the roles, by name: an act has a person (C18). Last day: as long as the programme.';
COMMENT ON COLUMN staff_given.second_name IS
'Who agreed, by name: an act has a person (C18). Last day: as long as the programme.';
COMMENT ON COLUMN staff_proposal.name IS
'Who is to work here, for a second person to agree. Last day: when agreed or removed; 7 days.';
