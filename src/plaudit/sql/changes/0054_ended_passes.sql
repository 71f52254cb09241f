-- Who removes a lost phone's way in ends the passes that were given before, too: whoever has the
-- phone could add a way in of their own within the hour. A pass says how often that was done when
-- it was given, and opens nothing where it was done since. Who never did it has no row.
CREATE TABLE ended_passes (
    member_id BIGINT NOT NULL,
    times INTEGER NOT NULL,
    CONSTRAINT ended_passes_pkey PRIMARY KEY (member_id),
    CONSTRAINT ended_passes_of_member FOREIGN KEY (member_id) REFERENCES member (member_id),
    CONSTRAINT ended_passes_times CHECK (times > 0)
);

GRANT SELECT, INSERT ON ended_passes TO plaudit_doorkeeper;
GRANT UPDATE (times) ON ended_passes TO plaudit_doorkeeper;
GRANT SELECT ON ended_passes TO plaudit_service;
GRANT SELECT, DELETE ON ended_passes TO plaudit_eraser;

COMMENT ON COLUMN ended_passes.member_id IS
'Whose passes were ended. Last day: erasure, or consent_months after leaving.';
COMMENT ON COLUMN ended_passes.times IS
'How often, so that older ones open nothing. Last day: erasure, or consent_months after leaving.';
