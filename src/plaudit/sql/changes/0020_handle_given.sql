-- Which partners were given a member's handle, so that an erasure tells them to forget it: also
-- where they never reported anything, or what they reported is past its last day.
CREATE TABLE handle_given (
    member_id BIGINT NOT NULL,
    partner_id INTEGER NOT NULL,
    CONSTRAINT handle_given_pkey PRIMARY KEY (member_id, partner_id)
);

GRANT SELECT, INSERT ON handle_given TO plaudit_service, plaudit_purger;
GRANT SELECT, DELETE ON handle_given TO plaudit_eraser;

COMMENT ON COLUMN handle_given.member_id IS
'Whose handle it is. Last day: erasure, or consent_months after leaving.';
COMMENT ON COLUMN handle_given.partner_id IS
'Who is told to forget it on erasure. Last day: erasure, or consent_months after leaving.';
