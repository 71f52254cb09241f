-- Letters that a member showed at a check-in are kept as live codes are: sent again they are of the
-- same member, although the code itself is used up. sealed: whose they are, readable with the
-- letters alone, which nobody has but the device that scanned them; NULL for a live code.
ALTER TABLE check_in_nonce ADD COLUMN sealed BYTEA;
ALTER TABLE check_in_nonce ADD CONSTRAINT check_in_nonce_sealed CHECK (octet_length(sealed) = 8);

-- A partner's list in the order in which it is cut: without sorting all of it.
CREATE INDEX handle_given_by_partner_in_order ON handle_given (partner_id, member_id);
DROP INDEX handle_given_by_partner;

COMMENT ON COLUMN check_in_nonce.sealed IS
'Whose letters were shown, so that they can be sent again. Last day: 31 days after the check-in.';
