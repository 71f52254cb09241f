-- What must happen after a commit: a row that is added in the same transaction as what happened.
-- A job hands each row on, once, and deletes it. Kinds and fields: core.messages.
-- partner_id: whom it tells. NULL: no partner; it is work of the house's own.
CREATE TABLE outbox (
    outbox_id BIGINT GENERATED ALWAYS AS IDENTITY,
    partner_id INTEGER,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    happened_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT outbox_pkey PRIMARY KEY (outbox_id),
    CONSTRAINT outbox_of_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT outbox_kind CHECK (kind ~ '^[a-z]+(\.[a-z_]+)+$'),
    CONSTRAINT outbox_payload CHECK (
        jsonb_typeof(payload) = 'object' AND octet_length(payload::TEXT) <= 4000
    )
);

GRANT SELECT, INSERT, DELETE ON outbox TO plaudit_service;
-- To lock a row takes the right to update one column; this one can't be given a value.
GRANT UPDATE (outbox_id) ON outbox TO plaudit_service;
GRANT INSERT ON outbox TO plaudit_eraser, plaudit_purger;

COMMENT ON COLUMN outbox.payload IS
'Codes and ids; of a member at most the partner''s own handle. Last day: when it is handed on.';
