-- proposal_id: of more roles that two persons agreed to. The proposal is gone by then: a second
-- press finds that it is done. NULL where a link was made (a second press makes that anew), for a
-- command, and for what one may do alone.
ALTER TABLE staff_given ADD COLUMN proposal_id INTEGER;
CREATE UNIQUE INDEX staff_given_once ON staff_given (proposal_id) WHERE proposal_id IS NOT NULL;

-- Nobody of the staff gets another name: what they did stands under the one they were hired by.
REVOKE UPDATE (name) ON staff FROM plaudit_doorkeeper;

-- The page of a rehearsal is made of its numbers when it is read; none is kept.
ALTER TABLE draft_report DROP COLUMN page;
ALTER TABLE draft_report ADD CONSTRAINT draft_report_size CHECK (octet_length(report) <= 1048576);
