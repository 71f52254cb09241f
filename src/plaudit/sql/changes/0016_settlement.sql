-- Settlement: what a partner is owed, corrected and paid, in monthly statements that stay.

-- paid: what was paid to a partner. It is made with the partner's first payment.
ALTER TABLE account DROP CONSTRAINT account_kind;
ALTER TABLE account ADD CONSTRAINT account_kind CHECK (
    kind IN ('issue', 'held', 'expiry', 'returned') AND partner_id IS NULL
    OR kind IN ('settlement', 'paid') AND partner_id IS NOT NULL
);

-- For which reward, so that a statement can still say it when the voucher is past its last day.
-- It says nothing of the member. NULL where the voucher was gone when this came.
ALTER TABLE honour ADD COLUMN reward_id INTEGER;
ALTER TABLE honour ADD CONSTRAINT honour_reward FOREIGN KEY (reward_id)
REFERENCES reward (reward_id);
ALTER TABLE honour DISABLE TRIGGER rows_stay;
UPDATE honour AS h SET reward_id = v.reward_id
FROM voucher AS v
WHERE h.voucher_id = v.voucher_id;
ALTER TABLE honour ENABLE TRIGGER rows_stay;

CREATE FUNCTION name_reward_of_honour() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.undoes IS NOT NULL THEN
        SELECT h.reward_id INTO NEW.reward_id FROM honour AS h WHERE h.honour_id = NEW.undoes;
    ELSE
        SELECT v.reward_id INTO NEW.reward_id
        FROM voucher AS v
        WHERE v.voucher_id = NEW.voucher_id AND v.partner_id = NEW.partner_id;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER honour_names_its_reward BEFORE INSERT ON honour
FOR EACH ROW EXECUTE FUNCTION name_reward_of_honour();
CREATE INDEX voucher_by_number ON voucher (voucher_id);

-- A correction or a payment: points from one account to another, by a named person.
-- A correction is between the programme's issue account and the partner's settlement account; a
-- payment goes from the settlement account to what was paid to the partner.
-- reference: the office's own number of it, so that a second click books nothing.
CREATE SEQUENCE settlement_entry_number;
CREATE TABLE settlement_entry (
    entry_id BIGINT NOT NULL,
    partner_id INTEGER NOT NULL,
    from_account_id INTEGER NOT NULL,
    to_account_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    points BIGINT NOT NULL,
    reason TEXT NOT NULL,
    reference TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT settlement_entry_pkey PRIMARY KEY (entry_id),
    CONSTRAINT settlement_entry_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT settlement_entry_from FOREIGN KEY (from_account_id) REFERENCES account (account_id),
    CONSTRAINT settlement_entry_to FOREIGN KEY (to_account_id) REFERENCES account (account_id),
    CONSTRAINT settlement_entry_is_booked_once UNIQUE (partner_id, reference),
    CONSTRAINT settlement_entry_moves_something CHECK (
        points BETWEEN 1 AND 1000000000 AND from_account_id <> to_account_id
    ),
    CONSTRAINT settlement_entry_reason CHECK (
        kind = 'correction'
        AND reason IN (
            'counted_twice', 'not_honoured', 'wrong_price', 'left_out', 'payment_came_back',
            'dispute'
        )
        OR kind = 'payment' AND reason IN ('bank_transfer', 'set_off')
    ),
    CONSTRAINT settlement_entry_reference CHECK (reference ~ '^[[:alnum:]][[:alnum:] ./-]{0,34}$'),
    CONSTRAINT settlement_entry_is_decided_by_somebody CHECK (btrim(decided_by) <> '')
);

-- A month's statement of one partner. text: as core.settlement writes it; its hash is kept beside,
-- and the hash of the one before. month: its first day.
CREATE TABLE settlement_statement (
    partner_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    month DATE NOT NULL,
    opening_points BIGINT NOT NULL,
    honoured_points BIGINT NOT NULL,
    corrected_points BIGINT NOT NULL,
    paid_points BIGINT NOT NULL,
    closing_points BIGINT NOT NULL,
    previous_sha256 BYTEA,
    sha256 BYTEA NOT NULL,
    text TEXT NOT NULL,
    closed_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT settlement_statement_pkey PRIMARY KEY (partner_id, number),
    CONSTRAINT settlement_statement_of_partner FOREIGN KEY (partner_id)
    REFERENCES partner (partner_id),
    CONSTRAINT settlement_statement_is_made_once UNIQUE (partner_id, month),
    CONSTRAINT settlement_statement_is_of_a_month CHECK (
        month = date_trunc('month', month::TIMESTAMP)::DATE
    ),
    CONSTRAINT settlement_statement_adds_up CHECK (
        closing_points = opening_points + honoured_points + corrected_points - paid_points
    ),
    CONSTRAINT settlement_statement_hash CHECK (sha256 = sha256(convert_to(text, 'UTF8'))),
    CONSTRAINT settlement_statement_begins CHECK (
        number = 1 AND previous_sha256 IS NULL AND opening_points = 0
        OR number > 1 AND previous_sha256 IS NOT NULL
    )
);

-- Which statement an honour or an entry stands in: one, for good.
CREATE TABLE stated_honour (
    honour_id BIGINT NOT NULL,
    partner_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    CONSTRAINT stated_honour_pkey PRIMARY KEY (honour_id),
    CONSTRAINT stated_honour_is_there FOREIGN KEY (honour_id) REFERENCES honour (honour_id),
    CONSTRAINT stated_honour_statement FOREIGN KEY (partner_id, number)
    REFERENCES settlement_statement (partner_id, number)
);
CREATE INDEX stated_honour_of_statement ON stated_honour (partner_id, number);
CREATE TABLE stated_entry (
    entry_id BIGINT NOT NULL,
    partner_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    CONSTRAINT stated_entry_pkey PRIMARY KEY (entry_id),
    CONSTRAINT stated_entry_is_there FOREIGN KEY (entry_id)
    REFERENCES settlement_entry (entry_id),
    CONSTRAINT stated_entry_statement FOREIGN KEY (partner_id, number)
    REFERENCES settlement_statement (partner_id, number)
);
CREATE INDEX stated_entry_of_statement ON stated_entry (partner_id, number);

DO $$
DECLARE
    table_name TEXT;
BEGIN
    FOREACH table_name IN ARRAY ARRAY[
        'settlement_entry', 'settlement_statement', 'stated_honour', 'stated_entry'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON %I '
            'FOR EACH ROW EXECUTE FUNCTION refuse_change()', table_name
        );
    END LOOP;
END
$$;
GRANT USAGE, SELECT ON SEQUENCE settlement_entry_number TO plaudit_service;
GRANT SELECT, INSERT ON
settlement_entry, settlement_statement, stated_honour, stated_entry
TO plaudit_service;
