-- What a programme has published, and who may report to it.
CREATE TABLE programme (
    programme_id SMALLINT GENERATED ALWAYS AS IDENTITY,
    id TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    CONSTRAINT programme_pkey PRIMARY KEY (programme_id),
    CONSTRAINT programme_id_is_its_own UNIQUE (id)
);

-- An edition is immutable: the text as published, its SHA-256, and who answers for it.
-- content_sha256: what the approver approved (core.charter.approval): the edition without its
-- approval, and the activities that it counts.
CREATE TABLE edition (
    edition_id INTEGER GENERATED ALWAYS AS IDENTITY,
    programme_id SMALLINT NOT NULL,
    id TEXT NOT NULL,
    starts_on DATE NOT NULL,
    source TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    author TEXT NOT NULL,
    approver TEXT NOT NULL,
    approved_on DATE NOT NULL,
    content_sha256 BYTEA NOT NULL,
    published_on DATE NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT edition_pkey PRIMARY KEY (edition_id),
    CONSTRAINT edition_of_programme FOREIGN KEY (programme_id) REFERENCES programme (programme_id),
    CONSTRAINT edition_id_is_its_own UNIQUE (programme_id, id),
    CONSTRAINT edition_starts_alone UNIQUE (programme_id, starts_on),
    CONSTRAINT edition_hash_is_of_its_source CHECK (sha256 = sha256(convert_to(source, 'UTF8'))),
    CONSTRAINT edition_approval_is_sha256 CHECK (octet_length(content_sha256) = 32),
    -- Charter, C25: another person than the author, known by the name before the first comma.
    CONSTRAINT edition_has_two_people CHECK (
        btrim(split_part(author, ',', 1)) <> ''
        AND btrim(split_part(approver, ',', 1)) <> ''
        AND lower(btrim(split_part(author, ',', 1)))
        <> lower(btrim(split_part(approver, ',', 1)))
    ),
    -- Charter, C25 and C08: 14 days ahead at least, and never before it was published.
    CONSTRAINT edition_is_published_ahead CHECK (starts_on - published_on >= 14),
    CONSTRAINT edition_is_approved_first CHECK (approved_on <= published_on),
    -- The local day of an instant is the day in UTC, the one before or the one after.
    CONSTRAINT edition_day_fits_its_instant CHECK (
        abs((published_at AT TIME ZONE 'UTC')::DATE - published_on) <= 1
    )
);

-- A number for each activity of a programme, so that a deed's row is narrow.
CREATE TABLE activity (
    activity_no SMALLINT GENERATED ALWAYS AS IDENTITY,
    programme_id SMALLINT NOT NULL,
    id TEXT NOT NULL,
    CONSTRAINT activity_pkey PRIMARY KEY (activity_no),
    CONSTRAINT activity_of_programme FOREIGN KEY (programme_id) REFERENCES programme (programme_id),
    CONSTRAINT activity_id_is_its_own UNIQUE (programme_id, id)
);

-- The activities as they stood when an edition was published: its deeds are read with these.
CREATE TABLE edition_activity (
    edition_id INTEGER NOT NULL,
    activity_no SMALLINT NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT edition_activity_pkey PRIMARY KEY (edition_id, activity_no),
    CONSTRAINT edition_activity_edition FOREIGN KEY (edition_id) REFERENCES edition (edition_id),
    CONSTRAINT edition_activity_activity FOREIGN KEY (activity_no) REFERENCES activity (activity_no)
);

-- The number of each running total: the same from edition to edition, so that counters go on.
CREATE TABLE slot (
    programme_id SMALLINT NOT NULL,
    slot INTEGER NOT NULL,
    stage_id TEXT NOT NULL,
    period TEXT NOT NULL,
    each_fact TEXT NOT NULL,
    each_value TEXT NOT NULL,
    CONSTRAINT slot_pkey PRIMARY KEY (programme_id, slot),
    CONSTRAINT slot_of_programme FOREIGN KEY (programme_id) REFERENCES programme (programme_id),
    CONSTRAINT slot_is_its_own UNIQUE (programme_id, stage_id, period, each_fact, each_value),
    CONSTRAINT slot_is_positive CHECK (slot > 0)
);

CREATE TABLE partner (
    partner_id INTEGER GENERATED ALWAYS AS IDENTITY,
    programme_id SMALLINT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    back_date_days SMALLINT NOT NULL,
    budget_points_a_week INTEGER,
    CONSTRAINT partner_pkey PRIMARY KEY (partner_id),
    CONSTRAINT partner_of_programme FOREIGN KEY (programme_id) REFERENCES programme (programme_id),
    CONSTRAINT partner_id_is_its_own UNIQUE (id),
    -- Charter, C24: 30 days at most.
    CONSTRAINT partner_back_date_limit CHECK (back_date_days BETWEEN 0 AND 30),
    CONSTRAINT partner_budget_is_not_negative CHECK (budget_points_a_week >= 0)
);

-- Only a hash of a key is kept; who holds the key is not written down.
CREATE TABLE partner_key (
    key_hash BYTEA NOT NULL,
    partner_id INTEGER NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    CONSTRAINT partner_key_pkey PRIMARY KEY (key_hash),
    CONSTRAINT partner_key_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT partner_key_is_sha256 CHECK (octet_length(key_hash) = 32)
);

-- Charter, C24: a partner reports only the deed types that it is registered for.
CREATE TABLE partner_activity (
    partner_id INTEGER NOT NULL,
    activity_no SMALLINT NOT NULL,
    CONSTRAINT partner_activity_pkey PRIMARY KEY (partner_id, activity_no),
    CONSTRAINT partner_activity_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT partner_activity_activity FOREIGN KEY (activity_no) REFERENCES activity (activity_no)
);

-- Rises with each change of the catalogue or a partner, so that a running service sees it.
CREATE SEQUENCE catalogue_version;
