-- What an auditor asked for: the book's checks at once, or a month counted once more from its
-- deeds. A worker does it. next_on: the first day of the month that isn't counted yet; the end of
-- the month when all are. findings: by check, how many rows it gave, or {"different": n} for a
-- recount. Nothing says how many deeds there were, or whose.
CREATE TABLE asked_check (
    asked_check_id BIGINT GENERATED ALWAYS AS IDENTITY,
    programme_id SMALLINT NOT NULL,
    kind TEXT NOT NULL,
    month_on DATE,
    next_on DATE,
    staff_id INTEGER NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    findings JSONB NOT NULL DEFAULT '{}',
    CONSTRAINT asked_check_pkey PRIMARY KEY (asked_check_id),
    CONSTRAINT asked_check_of_programme FOREIGN KEY (programme_id)
    REFERENCES programme (programme_id),
    CONSTRAINT asked_check_by_staff FOREIGN KEY (staff_id) REFERENCES staff (staff_id),
    CONSTRAINT asked_check_kind CHECK (
        kind IN ('checks', 'recount')
        AND (kind = 'recount') = (month_on IS NOT NULL)
        AND (month_on IS NULL) = (next_on IS NULL)
    ),
    CONSTRAINT asked_check_findings CHECK (jsonb_typeof(findings) = 'object')
);
-- One of each kind waits in a programme, however many press at once.
CREATE UNIQUE INDEX asked_check_waits ON asked_check (programme_id, kind) WHERE ended_at IS NULL;
CREATE INDEX asked_check_by_time ON asked_check (programme_id, asked_at);

GRANT SELECT, INSERT, DELETE ON asked_check TO plaudit_service;
GRANT UPDATE (next_on, ended_at, findings) ON asked_check TO plaudit_service;

COMMENT ON COLUMN asked_check.asked_by IS
'Who asked for it, by name. Last day: 180 days after it was asked for.';
