-- Closing the books: each month of a programme that is over gets one row, for good, and what of it
-- anybody may read. Both hold sums of the whole programme, nothing of one member.

-- What moved points between accounts, by programme, kind of account and calendar month in which it
-- was recorded: + into the account. What was erased or purged since stands in it by the bucket, so
-- the sums of a month that is over stay what they were.
CREATE VIEW month_move AS
SELECT
    leg.programme_id,
    leg.kind,
    date_trunc('month', leg.recorded_at AT TIME ZONE p.time_zone)::DATE AS month_on,
    leg.points
FROM (
    SELECT
        b.programme_id,
        'issue' AS kind,
        b.recorded_at,
        -b.points AS points
    FROM batch_total AS b
    UNION ALL
    SELECT
        a.programme_id,
        a.kind,
        t.recorded_at,
        CASE WHEN t.into_wallet THEN -t.points ELSE t.points END AS points
    FROM transfer AS t
    INNER JOIN account AS a ON t.account_id = a.account_id
    UNION ALL
    SELECT
        a.programme_id,
        a.kind,
        h.recorded_at,
        CASE WHEN a.account_id = h.to_account_id THEN h.points ELSE -h.points END AS points
    FROM honour AS h
    INNER JOIN account AS a ON a.account_id IN (h.from_account_id, h.to_account_id)
    UNION ALL
    SELECT
        a.programme_id,
        a.kind,
        e.recorded_at,
        CASE WHEN a.account_id = e.to_account_id THEN e.points ELSE -e.points END AS points
    FROM settlement_entry AS e
    INNER JOIN account AS a ON a.account_id IN (e.from_account_id, e.to_account_id)
) AS leg
INNER JOIN programme AS p ON leg.programme_id = p.programme_id
UNION ALL
SELECT
    a.programme_id,
    a.kind,
    s.month_on,
    -s.points AS points
FROM bucket_sum AS s
INNER JOIN account AS a ON s.account_id = a.account_id;

-- text: as core.closing writes it. signature: Ed25519 over the text, by public_key.
CREATE TABLE closing (
    programme_id SMALLINT NOT NULL,
    number INTEGER NOT NULL,
    month DATE NOT NULL,
    previous_sha256 BYTEA,
    sha256 BYTEA NOT NULL,
    text TEXT NOT NULL,
    signature BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    closed_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT closing_pkey PRIMARY KEY (programme_id, number),
    CONSTRAINT closing_of_programme FOREIGN KEY (programme_id)
    REFERENCES programme (programme_id),
    CONSTRAINT closing_is_made_once UNIQUE (programme_id, month),
    CONSTRAINT closing_is_of_a_month CHECK (extract(DAY FROM month) = 1),
    CONSTRAINT closing_hash CHECK (sha256 = sha256(convert_to(text, 'UTF8'))),
    CONSTRAINT closing_is_signed CHECK (
        octet_length(signature) = 64 AND octet_length(public_key) = 32
    ),
    CONSTRAINT closing_begins CHECK (
        number = 1 AND previous_sha256 IS NULL OR number > 1 AND previous_sha256 IS NOT NULL
    )
);

-- What anybody may read of a month: rounded, of 20 members and more; NULL where they were fewer.
-- Written once, with the closing; two readings of a month never differ. Charter, C10.
CREATE TABLE published_month (
    programme_id SMALLINT NOT NULL,
    month DATE NOT NULL,
    joined_members INTEGER,
    spent_points BIGINT,
    CONSTRAINT published_month_pkey PRIMARY KEY (programme_id, month),
    CONSTRAINT published_month_is_closed FOREIGN KEY (programme_id, month)
    REFERENCES closing (programme_id, month),
    CONSTRAINT published_month_is_rounded CHECK (
        joined_members >= 20 AND joined_members % 10 = 0 AND spent_points >= 0
    )
);

-- activity_no NULL: kinds of deeds that are told together.
CREATE TABLE published_activity (
    programme_id SMALLINT NOT NULL,
    month DATE NOT NULL,
    place SMALLINT NOT NULL,
    activity_no SMALLINT,
    deeds BIGINT NOT NULL,
    points BIGINT NOT NULL,
    CONSTRAINT published_activity_pkey PRIMARY KEY (programme_id, month, place),
    CONSTRAINT published_activity_of_month FOREIGN KEY (programme_id, month)
    REFERENCES published_month (programme_id, month),
    CONSTRAINT published_activity_activity FOREIGN KEY (activity_no)
    REFERENCES activity (activity_no),
    CONSTRAINT published_activity_is_told_once UNIQUE NULLS NOT DISTINCT (
        programme_id, month, activity_no
    ),
    CONSTRAINT published_activity_is_rounded CHECK (
        deeds >= 20 AND deeds % 10 = 0 AND points >= 0
    )
);

DO $$
DECLARE
    table_name TEXT;
BEGIN
    FOREACH table_name IN ARRAY ARRAY['closing', 'published_month', 'published_activity'] LOOP
        EXECUTE format(
            'CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON %I '
            'FOR EACH ROW EXECUTE FUNCTION refuse_change()', table_name
        );
    END LOOP;
END
$$;

GRANT SELECT ON month_move TO plaudit_service;
GRANT SELECT, INSERT ON closing, published_month, published_activity TO plaudit_service;
