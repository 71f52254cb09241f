-- Disputes: a partner says once that a statement, or a line of it, is wrong; a person decides.

-- line: from 1 as the statement lists them; 0 for the whole.
CREATE TABLE settlement_dispute (
    partner_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    disputed_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT settlement_dispute_pkey PRIMARY KEY (partner_id, number, line),
    CONSTRAINT settlement_dispute_statement FOREIGN KEY (partner_id, number)
    REFERENCES settlement_statement (partner_id, number),
    CONSTRAINT settlement_dispute_line CHECK (line >= 0),
    CONSTRAINT settlement_dispute_reason CHECK (
        reason IN ('voucher_missing', 'wrong_price', 'not_ours', 'payment_missing', 'wrong_sum')
    ),
    CONSTRAINT settlement_dispute_words_are_some CHECK (char_length(words) BETWEEN 1 AND 500)
);

-- What a named person decided: a correction, or an explanation.
CREATE TABLE dispute_decision (
    partner_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    line INTEGER NOT NULL,
    words TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    entry_id BIGINT,
    CONSTRAINT dispute_decision_pkey PRIMARY KEY (partner_id, number, line),
    CONSTRAINT dispute_decision_of_dispute FOREIGN KEY (partner_id, number, line)
    REFERENCES settlement_dispute (partner_id, number, line),
    CONSTRAINT dispute_decision_entry FOREIGN KEY (entry_id)
    REFERENCES settlement_entry (entry_id),
    CONSTRAINT dispute_decision_has_its_own_entry UNIQUE (entry_id),
    CONSTRAINT dispute_decision_words_are_some CHECK (char_length(words) BETWEEN 1 AND 2000),
    CONSTRAINT dispute_decision_is_by_somebody CHECK (btrim(decided_by) <> '')
);

CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON settlement_dispute
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON dispute_decision
FOR EACH ROW EXECUTE FUNCTION refuse_change();
GRANT SELECT, INSERT ON settlement_dispute, dispute_decision TO plaudit_service;
