-- Up to which day a programme's facts were deleted, so that each night looks at one day and not at
-- two years. No deed is reported further back than 30 days (charter, C24).
CREATE TABLE purged (
    programme_id SMALLINT NOT NULL,
    what TEXT NOT NULL,
    until_on DATE NOT NULL,
    CONSTRAINT purged_pkey PRIMARY KEY (programme_id, what),
    CONSTRAINT purged_programme FOREIGN KEY (programme_id) REFERENCES programme (programme_id),
    CONSTRAINT purged_what CHECK (what IN ('facts'))
);
GRANT SELECT, INSERT, UPDATE (until_on) ON purged TO plaudit_purger;
GRANT SELECT ON purged TO plaudit_service;
GRANT SELECT ON edition_activity, slot TO plaudit_purger;
