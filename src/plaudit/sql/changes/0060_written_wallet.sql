-- What settling writes of a member, as one row of an array (store.deed_rows): where the member's
-- locked row lies, and its new wallet.
CREATE TYPE WRITTEN_WALLET AS (
    place TID,
    points BIGINT,
    newest_on DATE,
    lots INTEGER [],
    counters BIGINT []
);
