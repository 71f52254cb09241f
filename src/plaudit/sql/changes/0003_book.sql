-- The book: members, deeds with their awards, transfers.

-- One narrow row for each member of a programme: wallet, consent, lots and counters.
-- Read once under lock and updated once in a batch; nothing that changes is indexed (HOT).
-- lots: flat, month of expiry (year * 12 + month - 1) and points; the soonest first.
-- counters: flat, key and running total (core.slots); only the newest period of each slot.
CREATE TABLE member (
    member_id BIGINT NOT NULL,
    agreed_at TIMESTAMPTZ NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    points BIGINT NOT NULL DEFAULT 0,
    newest_on DATE,
    programme_id SMALLINT NOT NULL,
    lots INTEGER[] NOT NULL DEFAULT '{}',
    counters BIGINT[] NOT NULL DEFAULT '{}',
    CONSTRAINT member_pkey PRIMARY KEY (member_id),
    CONSTRAINT member_of_programme FOREIGN KEY (programme_id) REFERENCES programme (programme_id),
    -- Charter, C05: never below zero, never a debt.
    CONSTRAINT member_points_are_not_negative CHECK (points >= 0),
    CONSTRAINT member_withdraws_after_agreeing CHECK (withdrawn_at >= agreed_at)
) WITH (fillfactor = 75);

CREATE SEQUENCE member_number;

-- What a member agreed to, word for word. Added to, never changed.
CREATE TABLE consent (
    member_id BIGINT NOT NULL,
    said_at TIMESTAMPTZ NOT NULL,
    agrees BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    wording TEXT NOT NULL,
    CONSTRAINT consent_pkey PRIMARY KEY (member_id, said_at, agrees)
);

-- One row for each deed: the deed, its award and explanation, and the award's transfer
-- (from the programme's issue account to the member's wallet).
-- deed_id: batch * 16384 + place in the batch. facts: in the order of the activity's, millionths,
-- a choice as its place in the list; NULL once past their last day. counted: core.counting.Award.
-- lot_month: the first month (year * 12 + month - 1) in which the points can't be spent any more.
CREATE TABLE deed (
    member_id BIGINT NOT NULL,
    deed_id BIGINT NOT NULL,
    happened_at TIMESTAMPTZ NOT NULL,
    happened_on DATE NOT NULL,
    partner_id INTEGER NOT NULL,
    edition_id INTEGER NOT NULL,
    points BIGINT NOT NULL,
    activity_no SMALLINT NOT NULL,
    lot_month SMALLINT NOT NULL,
    event_id TEXT COLLATE "C" NOT NULL,
    facts BIGINT[],
    counted BIGINT[] NOT NULL,
    CONSTRAINT deed_pkey PRIMARY KEY (member_id, happened_on, deed_id),
    -- Charter, C04: whole points, never below zero.
    CONSTRAINT deed_points_are_not_negative CHECK (points >= 0)
) PARTITION BY RANGE (happened_on);

-- The guard: a partner's event id is taken once. It points to the deed.
CREATE TABLE deed_key (
    partner_id INTEGER NOT NULL,
    happened_on DATE NOT NULL,
    member_id BIGINT NOT NULL,
    deed_id BIGINT NOT NULL,
    event_id TEXT COLLATE "C" NOT NULL,
    CONSTRAINT deed_key_pkey PRIMARY KEY (partner_id, event_id)
);

-- The programme's side of a batch: one appended row for each partner in it, never a hot row.
CREATE TABLE batch_total (
    batch_id BIGINT NOT NULL,
    partner_id INTEGER NOT NULL,
    programme_id SMALLINT NOT NULL,
    deeds INTEGER NOT NULL,
    points BIGINT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT batch_total_pkey PRIMARY KEY (batch_id, partner_id),
    CONSTRAINT batch_total_is_not_negative CHECK (deeds >= 0 AND points >= 0)
);
CREATE INDEX batch_total_of_partner ON batch_total (partner_id, recorded_at) INCLUDE (points);

CREATE SEQUENCE batch_number;

-- A deed of a known, agreeing member that was refused: the code and its facts, never the deed's.
CREATE TABLE refused_deed (
    member_id BIGINT NOT NULL,
    happened_at TIMESTAMPTZ NOT NULL,
    partner_id INTEGER NOT NULL,
    event_id TEXT COLLATE "C" NOT NULL,
    activity_no SMALLINT NOT NULL,
    code TEXT NOT NULL,
    said JSONB NOT NULL,
    refused_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT refused_deed_pkey PRIMARY KEY (member_id, partner_id, event_id)
);

-- Accounts that aren't wallets: the programme's issue, expiry and returned, a partner's settlement.
CREATE TABLE account (
    account_id INTEGER GENERATED ALWAYS AS IDENTITY,
    programme_id SMALLINT NOT NULL,
    kind TEXT NOT NULL,
    partner_id INTEGER,
    CONSTRAINT account_pkey PRIMARY KEY (account_id),
    CONSTRAINT account_of_programme FOREIGN KEY (programme_id) REFERENCES programme (programme_id),
    CONSTRAINT account_of_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT account_kind CHECK (
        kind IN ('issue', 'expiry', 'returned') AND partner_id IS NULL
        OR kind = 'settlement' AND partner_id IS NOT NULL
    ),
    CONSTRAINT account_is_its_own UNIQUE NULLS NOT DISTINCT (programme_id, kind, partner_id)
);

-- Moves of points other than awards: one row, two ends. A wallet is named by its member.
CREATE TABLE transfer (
    member_id BIGINT NOT NULL,
    transfer_id BIGINT NOT NULL,
    account_id INTEGER NOT NULL,
    into_wallet BOOLEAN NOT NULL,
    points BIGINT NOT NULL,
    lot_month SMALLINT NOT NULL,
    why TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT transfer_pkey PRIMARY KEY (member_id, transfer_id),
    CONSTRAINT transfer_account FOREIGN KEY (account_id) REFERENCES account (account_id),
    CONSTRAINT transfer_moves_something CHECK (points > 0),
    CONSTRAINT transfer_why CHECK (why IN ('redeem', 'give_back', 'expire', 'reverse', 'restore'))
);

-- Every move of points that touched a wallet, awards too: + into it, - out of it.
CREATE VIEW wallet_entry AS
SELECT
    d.member_id,
    d.lot_month,
    d.points
FROM deed AS d
WHERE d.points > 0
UNION ALL
SELECT
    t.member_id,
    t.lot_month,
    CASE WHEN t.into_wallet THEN t.points ELSE -t.points END AS points
FROM transfer AS t;
