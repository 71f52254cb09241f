-- The code that a member shows to be linked with a partner: one at a time, for some minutes, for
-- one use. Which partner used it is not in here (handle_given says who is told on erasure).
CREATE TABLE link_code (
    member_id BIGINT NOT NULL,
    code_hash BYTEA NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT link_code_pkey PRIMARY KEY (member_id),
    CONSTRAINT link_code_is_its_own UNIQUE (code_hash)
);
CREATE INDEX link_code_by_end ON link_code (ends_at);

GRANT SELECT, INSERT, DELETE ON link_code TO plaudit_service;
GRANT UPDATE (code_hash, ends_at) ON link_code TO plaudit_service;
GRANT SELECT, DELETE ON link_code TO plaudit_eraser;

COMMENT ON COLUMN link_code.member_id IS
'Who shows a code to a partner. Last day: when it is used, or the hour after its five minutes.';
COMMENT ON COLUMN link_code.code_hash IS
'To find it by the code. Last day: when it is used, or the hour after its five minutes.';
COMMENT ON COLUMN link_code.ends_at IS
'Until when it can be used. Last day: when it is used, or the hour after its five minutes.';
