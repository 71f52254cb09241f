-- The pass of who ended all others goes on to its own end: pressing twice, or an answer that never
-- came, shuts nobody out. Its mark is a keyed hash, and gone when the pass is over.
ALTER TABLE ended_passes ADD COLUMN kept_mark TEXT;
ALTER TABLE ended_passes ADD COLUMN kept_until TIMESTAMPTZ;
ALTER TABLE ended_passes ADD CONSTRAINT ended_passes_keep_one_for_a_while CHECK (
    (kept_mark IS NULL) = (kept_until IS NULL) AND octet_length(kept_mark) <= 100
);
CREATE INDEX ended_passes_kept ON ended_passes (kept_until) WHERE kept_until IS NOT NULL;

GRANT UPDATE (kept_mark, kept_until) ON ended_passes TO plaudit_doorkeeper;

COMMENT ON COLUMN ended_passes.kept_mark IS
'Which pass goes on, as a keyed hash. Last day: an hour after it was given.';
COMMENT ON COLUMN ended_passes.kept_until IS
'When that pass is over. Last day: an hour after it was given.';
