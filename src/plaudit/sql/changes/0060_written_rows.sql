-- What settling writes, each as one row of an array (store.deed_rows). They are types of their own:
-- a table may gain a column while yesterday's code still settles.
CREATE TYPE WRITTEN_DEED AS (
    member_id BIGINT,
    deed_id BIGINT,
    happened_at TIMESTAMPTZ,
    happened_on DATE,
    partner_id INTEGER,
    edition_id INTEGER,
    points BIGINT,
    activity_no SMALLINT,
    lot_month SMALLINT,
    event_id TEXT COLLATE "C",
    facts BIGINT [],
    counted BIGINT []
);

-- place: where the member's locked row lies.
CREATE TYPE WRITTEN_WALLET AS (
    place TID,
    points BIGINT,
    newest_on DATE,
    lots INTEGER [],
    counters BIGINT []
);

CREATE TYPE WRITTEN_BATCH_TOTAL AS (
    batch_id BIGINT,
    partner_id INTEGER,
    programme_id SMALLINT,
    deeds INTEGER,
    points BIGINT,
    recorded_at TIMESTAMPTZ
);
