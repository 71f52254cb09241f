-- Check-ins: a place at which members can check in for one activity, for some hours. What comes of
-- it is an ordinary deed, whose event id says neither the place nor whose it is.
CREATE TABLE check_in (
    number INTEGER GENERATED ALWAYS AS IDENTITY,
    partner_id INTEGER NOT NULL,
    activity_no SMALLINT NOT NULL,
    facts BIGINT[] NOT NULL,
    place TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    takes_kept BOOLEAN NOT NULL,
    CONSTRAINT check_in_pkey PRIMARY KEY (number),
    CONSTRAINT check_in_of_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT check_in_has_a_place CHECK (length(place) BETWEEN 1 AND 60),
    CONSTRAINT check_in_lasts_half_a_day CHECK (
        ends_at > starts_at AND ends_at <= starts_at + INTERVAL '12 hours'
    ),
    CONSTRAINT check_in_is_opened_before CHECK (starts_at >= opened_at),
    CONSTRAINT check_in_closes_after_opening CHECK (closed_at >= opened_at)
);
CREATE INDEX check_in_by_partner ON check_in (partner_id, ends_at);
CREATE INDEX check_in_by_end ON check_in (ends_at);

-- Which live codes were used, each at one check-in: for as long as a deed of it could be reported,
-- and its check-in isn't deleted before. mark: a keyed hash of the code; it says nothing of whose.
CREATE TABLE check_in_nonce (
    mark BYTEA NOT NULL,
    number INTEGER NOT NULL,
    CONSTRAINT check_in_nonce_pkey PRIMARY KEY (mark),
    CONSTRAINT check_in_nonce_of_check_in FOREIGN KEY (number) REFERENCES check_in (number),
    CONSTRAINT check_in_nonce_size CHECK (octet_length(mark) = 16)
);
CREATE INDEX check_in_nonce_by_number ON check_in_nonce (number);

-- How many wrong codes somebody typed within some minutes. mark: a keyed hash of who.
CREATE TABLE check_in_try (
    mark BYTEA NOT NULL,
    since_at TIMESTAMPTZ NOT NULL,
    tries INTEGER NOT NULL,
    CONSTRAINT check_in_try_pkey PRIMARY KEY (mark),
    CONSTRAINT check_in_try_count CHECK (tries > 0)
);
CREATE INDEX check_in_try_by_start ON check_in_try (since_at);

-- A partner's list: the handles it was given.
CREATE INDEX handle_given_by_partner ON handle_given (partner_id);

GRANT SELECT, INSERT ON check_in, check_in_nonce, check_in_try TO plaudit_service;
GRANT UPDATE (closed_at) ON check_in TO plaudit_service;
GRANT UPDATE (since_at, tries) ON check_in_try TO plaudit_service;
GRANT SELECT, DELETE ON check_in, check_in_nonce, check_in_try TO plaudit_purger;
