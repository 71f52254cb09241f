-- Staff: the persons who work for a programme or for one of its partners. They are no members, and
-- nothing here names one.
-- roles: what a person may do. Three are of a partner's people, the others of the programme's.
CREATE TABLE staff (
    staff_id INTEGER GENERATED ALWAYS AS IDENTITY,
    programme_id SMALLINT NOT NULL,
    partner_id INTEGER,
    name TEXT NOT NULL,
    roles TEXT[] NOT NULL,
    hired_at TIMESTAMPTZ NOT NULL,
    left_at TIMESTAMPTZ,
    CONSTRAINT staff_pkey PRIMARY KEY (staff_id),
    CONSTRAINT staff_of_programme FOREIGN KEY (programme_id) REFERENCES programme (programme_id),
    CONSTRAINT staff_of_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT staff_has_a_name CHECK (btrim(name) <> '' AND length(name) <= 80),
    CONSTRAINT staff_roles_fit CHECK (
        CASE
            WHEN partner_id IS NOT NULL THEN roles <@ ARRAY['steward', 'till', 'partner_admin']
            ELSE roles <@ ARRAY['desk', 'author', 'approver', 'officer', 'auditor']
        END
    ),
    -- Who looks at what the others did has done none of it.
    CONSTRAINT staff_auditor_is_nothing_else CHECK (
        NOT ('auditor' = ANY(roles)) OR cardinality(roles) = 1
    ),
    CONSTRAINT staff_who_left_does_nothing CHECK (left_at IS NULL OR cardinality(roles) = 0)
);
CREATE INDEX staff_by_programme ON staff (programme_id);

-- A passkey opens one person's shift. Who leaves loses it.
CREATE TABLE staff_key (
    mark BYTEA NOT NULL,
    staff_id INTEGER NOT NULL,
    public_key BYTEA NOT NULL,
    added_on DATE NOT NULL,
    CONSTRAINT staff_key_pkey PRIMARY KEY (mark),
    CONSTRAINT staff_key_of_staff FOREIGN KEY (staff_id) REFERENCES staff (staff_id),
    CONSTRAINT staff_key_size CHECK (
        octet_length(mark) <= 1023 AND octet_length(public_key) <= 4096
    )
);
CREATE INDEX staff_key_by_staff ON staff_key (staff_id);

-- token_hash: SHA-256 of what stands in the link. One link for a person; it adds one passkey.
CREATE TABLE staff_invitation (
    token_hash BYTEA NOT NULL,
    staff_id INTEGER NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT staff_invitation_pkey PRIMARY KEY (token_hash),
    CONSTRAINT staff_invitation_is_alone UNIQUE (staff_id),
    CONSTRAINT staff_invitation_of_staff FOREIGN KEY (staff_id) REFERENCES staff (staff_id)
);

-- mark: SHA-256 of what the browser holds. ends_at moves on while somebody works; over_at doesn't.
CREATE TABLE staff_session (
    mark BYTEA NOT NULL,
    staff_id INTEGER NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    over_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT staff_session_pkey PRIMARY KEY (mark),
    CONSTRAINT staff_session_of_staff FOREIGN KEY (staff_id) REFERENCES staff (staff_id),
    CONSTRAINT staff_session_ends CHECK (ends_at <= over_at)
);
CREATE INDEX staff_session_by_staff ON staff_session (staff_id);
CREATE INDEX staff_session_by_end ON staff_session (ends_at);

-- What staff did: written before it is done, never changed. staff_id is NULL for what was done with
-- a command; then who is the name that was given. about: of which thing (a voucher, a question),
-- never a member's name or number: who looked at a member's record is in look.
CREATE TABLE staff_act (
    act_id BIGINT GENERATED ALWAYS AS IDENTITY,
    acted_at TIMESTAMPTZ NOT NULL,
    programme_id SMALLINT NOT NULL,
    partner_id INTEGER,
    staff_id INTEGER,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    CONSTRAINT staff_act_pkey PRIMARY KEY (act_id),
    CONSTRAINT staff_act_has_a_person CHECK (btrim(who) <> ''),
    CONSTRAINT staff_act_size CHECK (length(what) BETWEEN 1 AND 64 AND length(about) <= 200)
);
CREATE INDEX staff_act_by_programme ON staff_act (programme_id, acted_at);
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON staff_act
FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT ON staff, staff_act TO plaudit_service;
GRANT INSERT ON staff_act TO plaudit_service;
GRANT SELECT ON programme, partner TO plaudit_doorkeeper;
GRANT SELECT, INSERT ON staff, staff_act TO plaudit_doorkeeper;
GRANT UPDATE (name, roles, left_at) ON staff TO plaudit_doorkeeper;
GRANT SELECT, INSERT, DELETE ON staff_key, staff_invitation, staff_session TO plaudit_doorkeeper;
GRANT UPDATE (ends_at) ON staff_session TO plaudit_doorkeeper;
GRANT SELECT, DELETE ON staff_act TO plaudit_purger;
GRANT USAGE, SELECT ON SEQUENCE staff_staff_id_seq, staff_act_act_id_seq TO plaudit_doorkeeper;
GRANT USAGE ON SEQUENCE staff_act_act_id_seq TO plaudit_service;

COMMENT ON COLUMN staff.name IS
'Who decides and serves: decisions name a person (C18). Last day: as long as the programme.';
COMMENT ON COLUMN staff_key.public_key IS
'To check a passkey. Last day: when its person leaves, or it is removed.';
COMMENT ON COLUMN staff_act.who IS
'Who did it, by name. Last day: security_log_days after it, 180 at most.';
