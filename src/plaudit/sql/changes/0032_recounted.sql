-- Each day whose awards were counted once more from its deeds: how many differ. Nothing says how
-- many deeds there were, or whose.
CREATE TABLE recounted_day (
    programme_id SMALLINT NOT NULL,
    day_on DATE NOT NULL,
    different INTEGER NOT NULL,
    ended_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT recounted_day_pkey PRIMARY KEY (programme_id, day_on),
    CONSTRAINT recounted_day_of_programme FOREIGN KEY (programme_id)
    REFERENCES programme (programme_id),
    CONSTRAINT recounted_day_is_not_negative CHECK (different >= 0)
);
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON recounted_day
FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON recounted_day TO plaudit_service;
