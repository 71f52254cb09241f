-- What one person of the staff may not decide alone: it waits here for another one, and changes
-- nothing meanwhile. Deleted once it is decided or taken back, and when it is too old.
CREATE TABLE proposal (
    member_id BIGINT NOT NULL,
    deed_id BIGINT NOT NULL,
    question_id BIGINT,
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    staff_id INTEGER NOT NULL,
    proposed_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT proposal_pkey PRIMARY KEY (member_id, deed_id),
    CONSTRAINT proposal_by_staff FOREIGN KEY (staff_id) REFERENCES staff (staff_id),
    CONSTRAINT proposal_size CHECK (length(reason) <= 64 AND length(words) <= 2000)
);
CREATE INDEX proposal_by_end ON proposal (ends_at);

GRANT SELECT, INSERT, DELETE ON proposal TO plaudit_service;
GRANT SELECT, DELETE ON proposal TO plaudit_eraser;

COMMENT ON COLUMN proposal.member_id IS
'Whose deed it is about. Last day: when it is decided, or seven days after it was made.';
COMMENT ON COLUMN proposal.deed_id IS
'About which deed. Last day: when it is decided, or seven days after it was made.';
COMMENT ON COLUMN proposal.question_id IS
'Which question it would answer. Last day: when it is decided, or seven days after it was made.';
COMMENT ON COLUMN proposal.reason IS
'Why, from the edition''s reasons. Last day: when it is decided, or seven days after it was made.';
COMMENT ON COLUMN proposal.words IS
'What the member would read. Last day: when it is decided, or seven days after it was made.';
COMMENT ON COLUMN proposal.staff_id IS
'Who proposed it. Last day: when it is decided, or seven days after it was made.';
COMMENT ON COLUMN proposal.proposed_at IS
'When. Last day: when it is decided, or seven days after it was made.';
COMMENT ON COLUMN proposal.ends_at IS
'When it is worth nothing any more. Last day: then, or when it is decided.';
