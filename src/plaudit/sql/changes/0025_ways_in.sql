-- Ways in: what opens a member's own pages. Signing in writes nothing about anybody.
-- doorkeeper: may read, add and remove ways in, and has no right on anything else in the book. The
-- service reads them, for the member's own page and export, and can't add one.
DO $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('plaudit roles'));
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'plaudit_doorkeeper') THEN
        CREATE ROLE plaudit_doorkeeper NOLOGIN;
    END IF;
END
$$;

-- mark: a passkey's id, or a keyed hash of the programme and an e-mail address or a city's login.
-- Neither address nor login is kept, and marks of two programmes can't be put side by side.
CREATE TABLE way_in (
    member_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    mark BYTEA NOT NULL,
    public_key BYTEA,
    added_on DATE NOT NULL,
    CONSTRAINT way_in_pkey PRIMARY KEY (member_id, mark),
    CONSTRAINT way_in_is_its_own UNIQUE (mark),
    CONSTRAINT way_in_of_member FOREIGN KEY (member_id) REFERENCES member (member_id),
    CONSTRAINT way_in_kind CHECK (kind IN ('passkey', 'email', 'city')),
    CONSTRAINT way_in_passkey_has_a_key CHECK ((kind = 'passkey') = (public_key IS NOT NULL)),
    CONSTRAINT way_in_size CHECK (
        octet_length(mark) <= 1023 AND octet_length(public_key) <= 4096
    )
);
CREATE UNIQUE INDEX way_in_one_of_a_kind ON way_in (member_id, kind) WHERE kind <> 'passkey';

-- What is on its way: nothing in these three says whose it is.
-- attempt: a hash of what the browser holds. code_hash: a keyed hash of both.
CREATE TABLE sign_in_code (
    attempt BYTEA NOT NULL,
    code_hash BYTEA NOT NULL,
    tries_left SMALLINT NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT sign_in_code_pkey PRIMARY KEY (attempt),
    CONSTRAINT sign_in_code_tries CHECK (tries_left >= 0)
);
CREATE INDEX sign_in_code_by_end ON sign_in_code (ends_at);

-- A challenge that was answered can't be answered again.
CREATE TABLE used_challenge (
    mark BYTEA NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT used_challenge_pkey PRIMARY KEY (mark)
);
CREATE INDEX used_challenge_by_end ON used_challenge (ends_at);

-- How often codes were sent to one address, or went wrong from one place, within an hour. mark: a
-- keyed hash of the address or the place.
CREATE TABLE sign_in_try (
    mark BYTEA NOT NULL,
    since_at TIMESTAMPTZ NOT NULL,
    tries INTEGER NOT NULL,
    CONSTRAINT sign_in_try_pkey PRIMARY KEY (mark),
    CONSTRAINT sign_in_try_count CHECK (tries > 0)
);
CREATE INDEX sign_in_try_by_start ON sign_in_try (since_at);

GRANT USAGE ON SCHEMA public TO plaudit_doorkeeper;
GRANT SELECT, INSERT, DELETE ON way_in, sign_in_code, used_challenge, sign_in_try
TO plaudit_doorkeeper;
GRANT UPDATE (tries_left) ON sign_in_code TO plaudit_doorkeeper;
GRANT UPDATE (since_at, tries) ON sign_in_try TO plaudit_doorkeeper;
GRANT SELECT ON way_in TO plaudit_service;
GRANT SELECT, DELETE ON way_in TO plaudit_eraser;

COMMENT ON COLUMN way_in.member_id IS
'Whose pages it opens. Last day: when it is removed, erasure, or consent_months after leaving.';
COMMENT ON COLUMN way_in.kind IS
'How it opens them. Last day: when it is removed, erasure, or consent_months after leaving.';
COMMENT ON COLUMN way_in.mark IS
'To know it again. Last day: when it is removed, erasure, or consent_months after leaving.';
COMMENT ON COLUMN way_in.public_key IS
'To check a passkey. Last day: when it is removed, erasure, or consent_months after leaving.';
COMMENT ON COLUMN way_in.added_on IS
'To tell passkeys apart. Last day: when it is removed, erasure, or consent_months after leaving.';
