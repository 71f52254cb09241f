-- A partner's own pages: keys that end by themselves, and tables on their way in.

-- A key that another one takes over from goes on for some days.
ALTER TABLE partner_key ADD COLUMN ends_at TIMESTAMPTZ;
GRANT UPDATE (ends_at) ON partner_key TO plaudit_service;

-- What was refused to a partner, the newest first.
CREATE INDEX refused_deed_of_partner ON refused_deed (partner_id, refused_at);

-- A table that somebody at a partner sent, until it is taken in and looked at: a day at most.
-- sealed_head: its heading, what was chosen for it, and what was found when it was looked at.
CREATE TABLE upload (
    upload_id UUID NOT NULL,
    partner_id INTEGER NOT NULL,
    sent_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    row_count INTEGER NOT NULL,
    sealed_head BYTEA NOT NULL,
    CONSTRAINT upload_pkey PRIMARY KEY (upload_id),
    CONSTRAINT upload_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT upload_goes_soon CHECK (
        ends_at > sent_at AND ends_at <= sent_at + INTERVAL '1 day'
    )
);
CREATE INDEX upload_of_partner ON upload (partner_id, sent_at);

-- Some thousand rows of a table, sealed: as they were sent, and after taking in those refused.
-- accepted: NULL until it was taken in.
CREATE TABLE upload_part (
    upload_id UUID NOT NULL,
    part SMALLINT NOT NULL,
    sealed BYTEA NOT NULL,
    accepted INTEGER,
    duplicates INTEGER,
    refused INTEGER,
    CONSTRAINT upload_part_pkey PRIMARY KEY (upload_id, part),
    CONSTRAINT upload_part_of_upload FOREIGN KEY (upload_id) REFERENCES upload (upload_id)
    ON DELETE CASCADE,
    CONSTRAINT upload_part_is_whole CHECK (
        num_nulls(accepted, duplicates, refused) IN (0, 3)
    )
);

GRANT SELECT, INSERT, DELETE ON upload, upload_part TO plaudit_service;
GRANT UPDATE (sealed_head) ON upload TO plaudit_service;
GRANT UPDATE (sealed, accepted, duplicates, refused) ON upload_part TO plaudit_service;
