-- The rights of a member as tables: restriction, consent for one activity, who looked, erasure.

-- restricted_at: since when everything stops; NULL for nearly all. withheld: activities that the
-- member took out, flat: the activity and from which instant (microseconds) its deeds may be
-- recorded again, 2^63 - 1 for never; NULL for nearly all.
ALTER TABLE member
ADD COLUMN restricted_at TIMESTAMPTZ,
ADD COLUMN withheld BIGINT[];

-- These tables name a member without a foreign key, as all do: it would cost each settled deed a
-- look. Who adds a row locks the member's first; sql/checks/rights.sql looks for rows left over.
CREATE TABLE restriction (
    member_id BIGINT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    asked_by TEXT NOT NULL,
    ground TEXT NOT NULL,
    lifted_at TIMESTAMPTZ,
    lifted_by TEXT,
    CONSTRAINT restriction_pkey PRIMARY KEY (member_id, started_at),
    CONSTRAINT restriction_ground CHECK (
        ground IN ('member_asked', 'data_wrong', 'use_unlawful', 'needed_for_claim', 'objection')
    ),
    -- Charter, C18: by the member or by a person with a name.
    CONSTRAINT restriction_has_people CHECK (btrim(asked_by) <> '' AND btrim(lifted_by) <> ''),
    CONSTRAINT restriction_is_lifted_by_someone CHECK (
        num_nonnulls(lifted_at, lifted_by) IN (0, 2)
    ),
    CONSTRAINT restriction_ends_after_it_starts CHECK (lifted_at >= started_at)
);
CREATE UNIQUE INDEX restriction_is_alone ON restriction (member_id) WHERE lifted_at IS NULL;

-- A yes or no to one activity, word for word. Added to, never changed; the newest holds.
CREATE TABLE activity_consent (
    member_id BIGINT NOT NULL,
    activity_no SMALLINT NOT NULL,
    said_at TIMESTAMPTZ NOT NULL,
    agrees BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    wording TEXT NOT NULL,
    CONSTRAINT activity_consent_pkey PRIMARY KEY (member_id, activity_no, said_at),
    CONSTRAINT activity_consent_activity FOREIGN KEY (activity_no) REFERENCES activity (activity_no)
);

-- Who of the staff read a member's record, and why. Added to, never changed.
CREATE TABLE look (
    member_id BIGINT NOT NULL,
    looked_at TIMESTAMPTZ NOT NULL,
    who TEXT NOT NULL,
    reason TEXT NOT NULL,
    through TEXT NOT NULL,
    CONSTRAINT look_pkey PRIMARY KEY (member_id, looked_at, who, through),
    CONSTRAINT look_has_a_person CHECK (btrim(who) <> ''),
    CONSTRAINT look_reason CHECK (
        reason IN ('member_asked', 'question', 'fault', 'audit', 'legal_duty')
    )
);

-- The bucket account of each programme: what erased and purged rows came to, by the account at the
-- other end and the calendar month. points: from that account into the bucket, less what went back.
-- One row for each, added up: no row of it can be told apart as one person's.
CREATE TABLE bucket_sum (
    account_id INTEGER NOT NULL,
    month_on DATE NOT NULL,
    points BIGINT NOT NULL,
    CONSTRAINT bucket_sum_pkey PRIMARY KEY (account_id, month_on),
    CONSTRAINT bucket_sum_account FOREIGN KEY (account_id) REFERENCES account (account_id),
    CONSTRAINT bucket_sum_is_a_months CHECK (extract(DAY FROM month_on) = 1)
);

-- What a member's purged entries came to, by lot, so that the wallet still adds up.
CREATE TABLE brought_forward (
    member_id BIGINT NOT NULL,
    lot_month SMALLINT NOT NULL,
    points BIGINT NOT NULL,
    CONSTRAINT brought_forward_pkey PRIMARY KEY (member_id, lot_month)
);

-- Every move of points that touched a wallet: + into it, - out of it.
CREATE OR REPLACE VIEW wallet_entry AS
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
FROM transfer AS t
UNION ALL
SELECT
    b.member_id,
    b.lot_month,
    b.points
FROM brought_forward AS b;

-- While a member's record is restricted nothing moves: no deed, no points, no counter.
CREATE FUNCTION refuse_while_restricted() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record of member % is restricted: nothing in it moves', OLD.member_id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER restricted_stays_as_it_is BEFORE UPDATE ON member
FOR EACH ROW WHEN (
    old.restricted_at IS NOT NULL
    AND (
        new.points <> old.points
        OR new.lots <> old.lots
        OR new.counters <> old.counters
        OR new.newest_on IS DISTINCT FROM old.newest_on
    )
) EXECUTE FUNCTION refuse_while_restricted();

CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON activity_consent
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON look
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON bucket_sum
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON brought_forward
FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT ON restriction, activity_consent, look, bucket_sum, brought_forward TO plaudit_service;
GRANT INSERT ON restriction, activity_consent, look TO plaudit_service;
GRANT UPDATE (lifted_at, lifted_by) ON restriction TO plaudit_service;
GRANT UPDATE (restricted_at, withheld) ON member TO plaudit_service;

GRANT SELECT, DELETE ON restriction, activity_consent, look, brought_forward
TO plaudit_eraser, plaudit_purger;
GRANT SELECT ON programme, account, edition, activity, bucket_sum TO plaudit_eraser, plaudit_purger;
GRANT SELECT, DELETE, UPDATE (deeds, points) ON batch_total TO plaudit_eraser, plaudit_purger;
GRANT INSERT, UPDATE (points) ON bucket_sum TO plaudit_eraser, plaudit_purger;
GRANT INSERT, UPDATE (points) ON brought_forward TO plaudit_purger;
GRANT SELECT, UPDATE (points) ON issued_sum TO plaudit_eraser, plaudit_purger;
-- Open vouchers of somebody who is erased give their stock and tickets back.
GRANT SELECT ON reward, reward_stock TO plaudit_eraser;
GRANT UPDATE (free) ON reward_stock TO plaudit_eraser;
GRANT UPDATE (voucher_id) ON ticket TO plaudit_eraser;
-- To lock a member's row takes the right to change a column of it.
GRANT UPDATE (newest_on) ON member TO plaudit_eraser;

COMMENT ON COLUMN member.restricted_at IS
'Since when nothing in the record moves. Last day: erasure, or when it is lifted.';
COMMENT ON COLUMN member.withheld IS
'Activities that the member took out. Last day: erasure, or consent_months after leaving.';

COMMENT ON COLUMN restriction.member_id IS
'Whose record stands still. Last day: erasure, or question_months after it was lifted.';
COMMENT ON COLUMN restriction.started_at IS
'Since when. Last day: erasure, or question_months after it was lifted, 24 at most.';
COMMENT ON COLUMN restriction.asked_by IS
'Who asked: the member, or a person by name. Last day: erasure, or question_months after lifting.';
COMMENT ON COLUMN restriction.ground IS
'Why, from a closed list. Last day: erasure, or question_months after it was lifted, 24 at most.';
COMMENT ON COLUMN restriction.lifted_at IS
'Until when. Last day: erasure, or question_months after it, 24 at most.';
COMMENT ON COLUMN restriction.lifted_by IS
'Who lifted it: the member, or a person by name. Last day: erasure, or question_months after it.';

COMMENT ON COLUMN activity_consent.member_id IS
'Whose words they are. Last day: erasure, or consent_months after leaving, 36 at most.';
COMMENT ON COLUMN activity_consent.activity_no IS
'About which activity. Last day: erasure, or consent_months after leaving, 36 at most.';
COMMENT ON COLUMN activity_consent.said_at IS
'When it was said. Last day: erasure, or consent_months after leaving, 36 at most.';
COMMENT ON COLUMN activity_consent.agrees IS
'Whether it was a yes. Last day: erasure, or consent_months after leaving, 36 at most.';
COMMENT ON COLUMN activity_consent.language IS
'In which language. Last day: erasure, or consent_months after leaving, 36 at most.';
COMMENT ON COLUMN activity_consent.wording IS
'The wording, to prove it. Last day: erasure, or consent_months after leaving, 36 at most.';

COMMENT ON COLUMN look.member_id IS
'Whose record was read. Last day: erasure, or security_log_days after it, 180 at most.';
COMMENT ON COLUMN look.looked_at IS
'When. Last day: erasure, or security_log_days after it, 180 at most.';
COMMENT ON COLUMN look.who IS
'Who read it, by name. Last day: erasure, or security_log_days after it, 180 at most.';
COMMENT ON COLUMN look.reason IS
'Why, from a closed list. Last day: erasure, or security_log_days after it, 180 at most.';
COMMENT ON COLUMN look.through IS
'By which command or page. Last day: erasure, or security_log_days after it, 180 at most.';

COMMENT ON COLUMN brought_forward.member_id IS
'Whose purged entries. Last day: erasure, or when the lot''s last entry is purged.';
COMMENT ON COLUMN brought_forward.lot_month IS
'Of which lot. Last day: erasure, or when the lot''s last entry is purged.';
COMMENT ON COLUMN brought_forward.points IS
'What they came to, so that the wallet adds up. Last day: erasure, or when it comes to nothing.';
