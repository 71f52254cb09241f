-- Tickets that were used and whose voucher is gone: a keyed mark of the ticket's own code, so that
-- the same list of codes, added once more, brings none of them back. It says nothing of a member.
CREATE TABLE used_ticket (
    reward_id INTEGER NOT NULL,
    mark BYTEA NOT NULL,
    CONSTRAINT used_ticket_pkey PRIMARY KEY (reward_id, mark),
    CONSTRAINT used_ticket_reward FOREIGN KEY (reward_id) REFERENCES reward (reward_id)
);
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON used_ticket
FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT ON used_ticket TO plaudit_service;
GRANT SELECT, INSERT ON used_ticket TO plaudit_eraser, plaudit_purger;
