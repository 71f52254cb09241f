-- Where a partner wants its messages: one URL each. Secrets are sealed (store.sealed): the key lies
-- beside the database. While a secret is being replaced, messages are signed with both.
CREATE TABLE webhook (
    partner_id INTEGER NOT NULL,
    url TEXT NOT NULL,
    sealed_secret BYTEA NOT NULL,
    sealed_old_secret BYTEA,
    old_secret_until TIMESTAMPTZ,
    added_at TIMESTAMPTZ NOT NULL,
    stopped_at TIMESTAMPTZ,
    CONSTRAINT webhook_pkey PRIMARY KEY (partner_id),
    CONSTRAINT webhook_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT webhook_url CHECK (url ~ '^https?://' AND length(url) <= 500),
    CONSTRAINT webhook_old_secret_has_an_end CHECK (
        (sealed_old_secret IS NULL) = (old_secret_until IS NULL)
    )
);

-- A message to a partner, from the outbox until it is delivered or given up.
-- message_id: the same at each try, so that a partner takes a message once.
-- payload: gone as soon as it isn't needed. A try takes the row for a while by moving next_try_at
-- ahead; a worker that dies in between leaves it to the next one.
CREATE TABLE delivery (
    delivery_id BIGINT GENERATED ALWAYS AS IDENTITY,
    message_id UUID NOT NULL DEFAULT gen_random_uuid(),
    partner_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    payload JSONB,
    happened_at TIMESTAMPTZ NOT NULL,
    tries SMALLINT NOT NULL DEFAULT 0,
    next_try_at TIMESTAMPTZ,
    last_answer TEXT,
    ended_at TIMESTAMPTZ,
    was_delivered BOOLEAN NOT NULL DEFAULT FALSE,
    CONSTRAINT delivery_pkey PRIMARY KEY (delivery_id),
    CONSTRAINT delivery_message_is_its_own UNIQUE (message_id),
    CONSTRAINT delivery_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT delivery_tries_are_not_negative CHECK (tries >= 0),
    CONSTRAINT delivery_waits_or_has_ended CHECK (
        (ended_at IS NULL) = (next_try_at IS NOT NULL)
        AND (ended_at IS NULL) = (payload IS NOT NULL)
        AND NOT (was_delivered AND ended_at IS NULL)
    )
);
CREATE INDEX delivery_waiting ON delivery (partner_id, next_try_at) WHERE ended_at IS NULL;
CREATE INDEX delivery_ended ON delivery (ended_at) WHERE ended_at IS NOT NULL;

GRANT SELECT, INSERT, DELETE ON webhook, delivery TO plaudit_service;
GRANT UPDATE (url, sealed_secret, sealed_old_secret, old_secret_until, stopped_at) ON webhook
TO plaudit_service;
GRANT UPDATE (payload, tries, next_try_at, last_answer, ended_at, was_delivered) ON delivery
TO plaudit_service;

COMMENT ON COLUMN delivery.payload IS
'Codes and ids; of a member at most the partner''s own handle. Last day: when it is delivered, or
given up: 30 days at most.';
