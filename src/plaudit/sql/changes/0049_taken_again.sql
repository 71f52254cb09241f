-- Points that lay in an open voucher when their award was taken back: the programme bore them, but
-- they weren't spent. What came back out of the voucher since can be taken again, by a decision of
-- its own (actions.take_again).
-- take_again: of a deed that is struck out it changes what is kept; of another one points alone.
ALTER TABLE reversal ADD COLUMN in_vouchers_points BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reversal ADD CONSTRAINT reversal_in_vouchers_is_part_of_the_shortfall CHECK (
    in_vouchers_points >= 0 AND in_vouchers_points <= shortfall_points
);
ALTER TABLE reversal DROP CONSTRAINT reversal_kind;
ALTER TABLE reversal ADD CONSTRAINT reversal_kind CHECK (
    kind = 'reverse' AND moved_points <= 0 AND reason IS NOT NULL
    OR kind = 'restore' AND moved_points > 0 AND reason IS NULL
    OR kind = 'strike_out' AND reason IS NOT NULL
    OR kind = 'count_again' AND moved_points >= 0 AND reason IS NULL
    OR kind = 'take_again' AND moved_points < 0 AND reason IS NOT NULL AND shortfall_points = 0
);
ALTER TABLE reversal DROP CONSTRAINT reversal_adds_up;
ALTER TABLE reversal ADD CONSTRAINT reversal_adds_up CHECK (
    kind IN ('reverse', 'restore', 'take_again')
    AND num_nonnulls(gave_before, gave_after, held_before, held_after) = 0
    AND cardinality(counted) = 0
    OR kind IN ('strike_out', 'count_again', 'take_again')
    AND num_nonnulls(gave_before, gave_after, held_before, held_after) = 4
    AND held_after = held_before + moved_points
    AND held_after >= gave_after
);
COMMENT ON COLUMN reversal.shortfall_points IS
'How many weren''t there: the programme''s loss. '
'Last day: erasure, or deed_months after it was decided, 24 at most.';
COMMENT ON COLUMN reversal.in_vouchers_points IS
'How many of these lay in vouchers that weren''t used yet. '
'Last day: erasure, or deed_months after it was decided, 24 at most.';

-- What a second person agrees to: to strike the deed out, or to take what came back.
ALTER TABLE proposal ADD COLUMN takes_again BOOLEAN NOT NULL DEFAULT FALSE;
COMMENT ON COLUMN proposal.takes_again IS
'Whether it takes what came back. Last day: when it is decided, or seven days after it was made.';
