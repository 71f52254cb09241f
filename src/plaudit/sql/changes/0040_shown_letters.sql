-- Letters that a member had made, for a steward who types them where there is no connection and
-- sends them days later. mark: a keyed hash of the letters; sealed: whose they are, readable with
-- the letters alone, which nobody has but who read them out and who typed them. A row goes with the
-- first use of its letters, at a check-in or at a till.
CREATE TABLE shown_letters (
    mark BYTEA NOT NULL,
    programme_id SMALLINT NOT NULL,
    sealed BYTEA NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT shown_letters_pkey PRIMARY KEY (mark),
    CONSTRAINT shown_letters_of_programme FOREIGN KEY (programme_id)
    REFERENCES programme (programme_id),
    CONSTRAINT shown_letters_size CHECK (octet_length(mark) = 16),
    CONSTRAINT shown_letters_sealed CHECK (octet_length(sealed) = 8)
);
CREATE INDEX shown_letters_by_end ON shown_letters (ends_at);

GRANT SELECT, INSERT, DELETE ON shown_letters TO plaudit_service;
GRANT SELECT, DELETE ON shown_letters TO plaudit_purger;

COMMENT ON COLUMN shown_letters.sealed IS
'Whose letters can be read out to a steward. Last day: their first use, or 31 days after they end.';
