-- Which of a member's live codes was used last: they are shown as a QR code, for half a minute
-- each, and are kept nowhere. Which partner used it is not in here.
CREATE TABLE live_code (
    member_id BIGINT NOT NULL,
    step INTEGER NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT live_code_pkey PRIMARY KEY (member_id)
);
CREATE INDEX live_code_by_end ON live_code (ends_at);

GRANT SELECT, INSERT, DELETE ON live_code TO plaudit_service;
GRANT UPDATE (step, ends_at) ON live_code TO plaudit_service;
GRANT SELECT, DELETE ON live_code TO plaudit_eraser;

COMMENT ON COLUMN live_code.member_id IS
'Whose live code a partner used. Last day: the hour after the code ended by itself.';
COMMENT ON COLUMN live_code.step IS
'Which one it was, so that it is used once. Last day: the hour after the code ended by itself.';
COMMENT ON COLUMN live_code.ends_at IS
'When the code ends by itself. Last day: the hour after the code ended by itself.';
