-- Rewards, vouchers and honours: what points buy, what was taken, and what partners are owed for.

-- Charter, C14: for how long points can be used after leaving, as the edition promises it.
ALTER TABLE edition ADD COLUMN usable_days SMALLINT NOT NULL DEFAULT 90;
ALTER TABLE edition ADD CONSTRAINT edition_points_stay_usable CHECK (usable_days >= 90);

-- How many vouchers each till of a partner may take in a day while it is offline; 0: none.
ALTER TABLE partner ADD COLUMN offline_vouchers_a_day SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE partner ADD CONSTRAINT partner_offline_limit CHECK (
    offline_vouchers_a_day BETWEEN 0 AND 500
);
GRANT UPDATE (offline_vouchers_a_day) ON partner TO plaudit_service;

-- A reward of a programme; what it costs is said by each edition anew.
CREATE TABLE reward (
    reward_id INTEGER GENERATED ALWAYS AS IDENTITY,
    programme_id SMALLINT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    CONSTRAINT reward_pkey PRIMARY KEY (reward_id),
    CONSTRAINT reward_of_programme FOREIGN KEY (programme_id) REFERENCES programme (programme_id),
    CONSTRAINT reward_id_is_its_own UNIQUE (programme_id, id),
    CONSTRAINT reward_kind CHECK (kind IN ('discount', 'ticket', 'donation', 'pick_up'))
);

-- On what terms an edition offers a reward: the same for every member (charter, C11). They act on
-- vouchers that are taken while the edition is in force (C08). place: the order of the list.
CREATE TABLE reward_terms (
    edition_id INTEGER NOT NULL,
    reward_id INTEGER NOT NULL,
    place SMALLINT NOT NULL,
    provider TEXT NOT NULL,
    class TEXT NOT NULL,
    price_points BIGINT NOT NULL,
    stock INTEGER NOT NULL,
    opens_on DATE NOT NULL,
    closes_on DATE,
    at_most_a_month INTEGER,
    title JSONB NOT NULL,
    open_alternative JSONB NOT NULL,
    CONSTRAINT reward_terms_pkey PRIMARY KEY (edition_id, reward_id),
    CONSTRAINT reward_terms_edition FOREIGN KEY (edition_id) REFERENCES edition (edition_id),
    CONSTRAINT reward_terms_reward FOREIGN KEY (reward_id) REFERENCES reward (reward_id),
    CONSTRAINT reward_terms_place UNIQUE (edition_id, place),
    CONSTRAINT reward_costs_something CHECK (price_points > 0),
    CONSTRAINT reward_has_a_stock CHECK (stock > 0),
    CONSTRAINT reward_closes_after_it_opens CHECK (closes_on > opens_on),
    CONSTRAINT reward_monthly_limit CHECK (at_most_a_month > 0)
);

-- What is left of a stock, in some shards, so that takers don't wait for one another.
CREATE TABLE reward_stock (
    edition_id INTEGER NOT NULL,
    reward_id INTEGER NOT NULL,
    shard SMALLINT NOT NULL,
    free INTEGER NOT NULL,
    CONSTRAINT reward_stock_pkey PRIMARY KEY (edition_id, reward_id, shard),
    CONSTRAINT reward_stock_terms FOREIGN KEY (edition_id, reward_id)
    REFERENCES reward_terms (edition_id, reward_id),
    CONSTRAINT reward_stock_is_not_negative CHECK (free >= 0)
) WITH (fillfactor = 20);

-- A ticket's own code, as its house gave it: sealed (AES-GCM, bound to this row), and a keyed mark
-- to tell one that is added twice. voucher_id: whose it is; NULL while it is free.
CREATE SEQUENCE ticket_number;
CREATE TABLE ticket (
    reward_id INTEGER NOT NULL,
    ticket_id BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    mark BYTEA NOT NULL,
    added_at TIMESTAMPTZ NOT NULL,
    voucher_id BIGINT,
    CONSTRAINT ticket_pkey PRIMARY KEY (reward_id, ticket_id),
    CONSTRAINT ticket_reward FOREIGN KEY (reward_id) REFERENCES reward (reward_id),
    CONSTRAINT ticket_is_added_once UNIQUE (reward_id, mark)
);
CREATE INDEX ticket_free ON ticket (reward_id, ticket_id) WHERE voucher_id IS NULL;
CREATE UNIQUE INDEX ticket_of_voucher ON ticket (voucher_id);

-- A voucher: points that were taken for a reward. Its code isn't kept: code_hash is a keyed hash,
-- the code itself is derived (store/voucher_codes.py); NULL where none is needed.
-- taken_key: a hash of what the taker's device chose, so that a second click takes nothing.
CREATE SEQUENCE voucher_number;
CREATE TABLE voucher (
    member_id BIGINT NOT NULL,
    voucher_id BIGINT NOT NULL,
    price_points BIGINT NOT NULL,
    taken_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    reward_id INTEGER NOT NULL,
    edition_id INTEGER NOT NULL,
    partner_id INTEGER NOT NULL,
    taken_on DATE NOT NULL,
    last_on DATE NOT NULL,
    shard SMALLINT NOT NULL,
    state TEXT NOT NULL,
    code_hash BYTEA,
    taken_key BYTEA NOT NULL,
    CONSTRAINT voucher_pkey PRIMARY KEY (member_id, voucher_id),
    CONSTRAINT voucher_code_is_its_own UNIQUE (code_hash),
    CONSTRAINT voucher_is_taken_once UNIQUE (member_id, taken_key),
    CONSTRAINT voucher_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT voucher_terms FOREIGN KEY (edition_id, reward_id)
    REFERENCES reward_terms (edition_id, reward_id),
    CONSTRAINT voucher_costs_something CHECK (price_points > 0),
    CONSTRAINT voucher_ends_after_it_was_taken CHECK (ends_at > taken_at AND last_on >= taken_on),
    CONSTRAINT voucher_state CHECK (state IN ('open', 'honoured', 'cancelled', 'lapsed'))
) WITH (fillfactor = 80);
CREATE INDEX voucher_open ON voucher (ends_at) WHERE state = 'open';
CREATE INDEX voucher_of_partner ON voucher (partner_id, last_on);

-- A voucher's way: open, then honoured, cancelled or lapsed; honoured can be undone for a minute.
-- Nothing else of it changes.
CREATE FUNCTION refuse_change_of_voucher() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    IF
        to_jsonb(NEW) - ARRAY['state', 'changed_at'] = to_jsonb(OLD) - ARRAY['state', 'changed_at']
        AND (
            OLD.state = 'open' AND NEW.state IN ('honoured', 'cancelled', 'lapsed')
            OR OLD.state = 'honoured' AND NEW.state = 'open'
            AND NEW.changed_at < OLD.changed_at + INTERVAL '1 minute'
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'voucher % does not go from % to %', OLD.voucher_id, OLD.state, NEW.state
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER voucher_goes_its_way BEFORE UPDATE ON voucher
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_voucher();
CREATE TRIGGER rows_stay BEFORE DELETE ON voucher
FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Points that a partner is owed for a voucher: from the held account to its settlement account.
-- Added, never changed; an undone one has a counter-row, the other way round.
-- covered: a till took it in good faith while offline and the voucher was used or given back
-- meanwhile; the programme pays it, out of its issue account (docs/reference/offline-vouchers.md).
-- accepted_key: the till's own number of it. It says nothing of the member (charter, C15).
CREATE SEQUENCE honour_number;
CREATE TABLE honour (
    honour_id BIGINT NOT NULL,
    voucher_id BIGINT NOT NULL,
    from_account_id INTEGER NOT NULL,
    to_account_id INTEGER NOT NULL,
    partner_id INTEGER NOT NULL,
    points BIGINT NOT NULL,
    honoured_at TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    how TEXT NOT NULL,
    covered BOOLEAN NOT NULL DEFAULT FALSE,
    till TEXT NOT NULL,
    accepted_key TEXT,
    undoes BIGINT,
    CONSTRAINT honour_pkey PRIMARY KEY (honour_id),
    CONSTRAINT honour_from FOREIGN KEY (from_account_id) REFERENCES account (account_id),
    CONSTRAINT honour_to FOREIGN KEY (to_account_id) REFERENCES account (account_id),
    CONSTRAINT honour_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT honour_is_undone_once UNIQUE (undoes),
    CONSTRAINT honour_undoes FOREIGN KEY (undoes) REFERENCES honour (honour_id),
    CONSTRAINT honour_is_synced_once UNIQUE (partner_id, till, accepted_key),
    CONSTRAINT honour_moves_something CHECK (points > 0 AND from_account_id <> to_account_id),
    CONSTRAINT honour_how CHECK (how IN ('code', 'offline', 'at_once', 'opened', 'undone')),
    CONSTRAINT honour_is_whole CHECK (
        (how = 'offline') = (accepted_key IS NOT NULL)
        AND (how = 'undone') = (undoes IS NOT NULL)
        AND (NOT covered OR how = 'offline')
    )
);
CREATE INDEX honour_of_voucher ON honour (voucher_id);
CREATE INDEX honour_of_partner ON honour (partner_id, recorded_at);

-- Wrong codes of one key: how many since when. It slows guessing down; it says nothing of members.
CREATE TABLE wrong_code (
    key_hash BYTEA NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    tries INTEGER NOT NULL,
    CONSTRAINT wrong_code_pkey PRIMARY KEY (key_hash)
);

DO $$
DECLARE
    table_name TEXT;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['reward', 'reward_terms', 'honour'] LOOP
        EXECUTE format(
            'CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON %I '
            'FOR EACH ROW EXECUTE FUNCTION refuse_change()', table_name
        );
    END LOOP;
END
$$;
-- Charter, C08: what an edition offers comes with it, in its transaction, and never later.
CREATE TRIGGER rewards_come_with_their_edition BEFORE INSERT ON reward_terms
FOR EACH ROW EXECUTE FUNCTION refuse_late_activity();

GRANT USAGE, SELECT ON SEQUENCE ticket_number, voucher_number, honour_number TO plaudit_service;
GRANT SELECT, INSERT ON
reward, reward_terms, reward_stock, ticket, voucher, honour, wrong_code
TO plaudit_service;
GRANT UPDATE (free) ON reward_stock TO plaudit_service;
GRANT UPDATE (voucher_id) ON ticket TO plaudit_service;
GRANT UPDATE (state, changed_at) ON voucher TO plaudit_service;
GRANT UPDATE (since, tries) ON wrong_code TO plaudit_service;
GRANT SELECT, DELETE ON voucher, ticket TO plaudit_eraser, plaudit_purger;

COMMENT ON COLUMN voucher.member_id IS
'Who took it. Last day: erasure, or voucher_months after it was used or given back, 24 at most.';
COMMENT ON COLUMN voucher.voucher_id IS
'Its number. Last day: erasure, or voucher_months after it was used or given back, 24 at most.';
COMMENT ON COLUMN voucher.price_points IS
'What it cost. Last day: erasure, or voucher_months after it was used or given back, 24 at most.';
COMMENT ON COLUMN voucher.taken_at IS
'When it was taken. Last day: erasure, or voucher_months after it was used or given back.';
COMMENT ON COLUMN voucher.ends_at IS
'The first moment at which it is over. Last day: erasure, or voucher_months after its use.';
COMMENT ON COLUMN voucher.changed_at IS
'When it was used or given back. Last day: erasure, or voucher_months after it, 24 at most.';
COMMENT ON COLUMN voucher.reward_id IS
'For which reward. Last day: erasure, or voucher_months after it was used or given back.';
COMMENT ON COLUMN voucher.edition_id IS
'On whose terms. Last day: erasure, or voucher_months after it was used or given back.';
COMMENT ON COLUMN voucher.partner_id IS
'Where it is used. Last day: erasure, or voucher_months after it was used or given back.';
COMMENT ON COLUMN voucher.taken_on IS
'The local day, for the monthly limit. Last day: erasure, or voucher_months after its use.';
COMMENT ON COLUMN voucher.last_on IS
'Until when it can be used. Last day: erasure, or voucher_months after it was used or given back.';
COMMENT ON COLUMN voucher.shard IS
'Of which part of the stock it is. Last day: erasure, or voucher_months after its use.';
COMMENT ON COLUMN voucher.state IS
'Open, honoured, cancelled or lapsed. Last day: erasure, or voucher_months after it, 24 at most.';
COMMENT ON COLUMN voucher.code_hash IS
'To find it by its code. Last day: erasure, or voucher_months after it was used or given back.';
COMMENT ON COLUMN voucher.taken_key IS
'That a second click takes nothing. Last day: erasure, or voucher_months after its use.';
