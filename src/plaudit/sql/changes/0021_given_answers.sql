-- What the partners' API answered under an Idempotency-Key, so that a retry is answered the same
-- and does nothing twice. mark: a keyed hash of the partner and its key. request_mark: the same of
-- what was asked. sealed: the answer, encrypted under a key that is derived from the partner's own:
-- without it nobody opens it, neither from a dump nor with the secrets beside the database.
-- Last day: the day after it was given (jobs/clear_answers.py).
CREATE TABLE given_answer (
    mark BYTEA NOT NULL,
    partner_id INTEGER NOT NULL,
    request_mark BYTEA NOT NULL,
    status SMALLINT NOT NULL,
    sealed BYTEA NOT NULL,
    given_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT given_answer_pkey PRIMARY KEY (mark),
    CONSTRAINT given_answer_partner FOREIGN KEY (partner_id) REFERENCES partner (partner_id),
    CONSTRAINT given_answer_says_what_was_done CHECK (status BETWEEN 200 AND 299)
);
CREATE INDEX given_answer_by_day ON given_answer (given_at);

GRANT SELECT, INSERT, DELETE ON given_answer TO plaudit_service;
