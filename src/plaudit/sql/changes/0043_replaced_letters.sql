-- Letters that new ones replaced count for what was typed before that moment, and for nothing after
-- it. letters_mark: shown_letters.mark of what the member shows now; NULL in rows of before.
ALTER TABLE link_code ADD COLUMN letters_mark BYTEA;
ALTER TABLE shown_letters ADD COLUMN replaced_at TIMESTAMPTZ;

GRANT UPDATE (replaced_at) ON shown_letters TO plaudit_service;

COMMENT ON COLUMN link_code.letters_mark IS
'To end its letters for others. Last day: when it is used, or the hour after its five minutes.';
COMMENT ON COLUMN shown_letters.replaced_at IS
'Since when others are shown in their place. Last day: first use, or 31 days after they end.';
