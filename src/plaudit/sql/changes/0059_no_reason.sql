-- Who reads a record by a command and says no reason is shown to the member as that: a default
-- would say "because you asked" of who never did.
ALTER TABLE look DROP CONSTRAINT look_reason;
ALTER TABLE look ADD CONSTRAINT look_reason CHECK (
    reason IN ('member_asked', 'question', 'fault', 'audit', 'legal_duty', 'not_said')
);
