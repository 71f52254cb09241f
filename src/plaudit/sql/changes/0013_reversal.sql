-- Reversals and deeds that are struck out, expiry and its notice, questions and answers, budgets.

-- Two more ways into a wallet, none out of it. recount: what the remaining deeds give more than was
-- held, by a change of editions. extend: a lot whose end wasn't announced in time gets a later one.
ALTER TABLE transfer DROP CONSTRAINT transfer_why;
ALTER TABLE transfer ADD CONSTRAINT transfer_why CHECK (
    NOT into_wallet AND why IN ('redeem', 'expire', 'reverse')
    OR into_wallet AND why IN ('give_back', 'restore', 'recount', 'extend')
);
ALTER TABLE transfer DROP CONSTRAINT transfer_reversal_says_why;
ALTER TABLE transfer ADD CONSTRAINT transfer_reversal_says_why CHECK (
    why NOT IN ('reverse', 'restore', 'recount')
    AND num_nonnulls(of_deed_on, of_deed_id, reason, decided_by) = 0
    OR why IN ('restore', 'recount')
    AND num_nonnulls(of_deed_on, of_deed_id, decided_by) = 3 AND reason IS NULL
    AND btrim(decided_by) <> ''
    OR why = 'reverse'
    AND num_nonnulls(of_deed_on, of_deed_id, reason, decided_by) = 4
    AND btrim(decided_by) <> ''
    AND reason IN (
        'reported_twice', 'wrong_member', 'wrong_amount', 'wrong_day', 'did_not_happen',
        'key_misused', 'member_asked'
    )
);

-- Charter, C06, as before; restored points may go into a later lot than the award's, never into a
-- sooner one, and a recount is no part of what was reversed.
CREATE OR REPLACE FUNCTION refuse_reversal() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
DECLARE
    award record;
    reversed_points BIGINT;
BEGIN
    PERFORM 1 FROM member AS m WHERE m.member_id = NEW.member_id FOR NO KEY UPDATE;
    SELECT d.points, d.lot_month, b.recorded_at INTO award
    FROM deed AS d
    INNER JOIN batch_total AS b
        ON b.batch_id = d.deed_id / 16384 AND b.partner_id = d.partner_id
    WHERE
        d.member_id = NEW.member_id
        AND d.happened_on = NEW.of_deed_on
        AND d.deed_id = NEW.of_deed_id;
    SELECT coalesce(sum(CASE WHEN t.into_wallet THEN -t.points ELSE t.points END), 0)
    INTO reversed_points
    FROM transfer AS t
    WHERE
        t.member_id = NEW.member_id
        AND t.of_deed_on = NEW.of_deed_on
        AND t.of_deed_id = NEW.of_deed_id
        AND t.why <> 'recount';
    IF
        award IS NULL
        OR NEW.lot_month < award.lot_month
        OR NEW.why = 'reverse' AND NEW.lot_month <> award.lot_month
        OR NEW.why = 'reverse' AND NEW.points > award.points - reversed_points
        OR NEW.why = 'restore' AND NEW.points > reversed_points
    THEN
        RAISE EXCEPTION 'a reversal undoes one award, and at most what is left of it'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF
        NEW.why = 'reverse'
        AND NEW.recorded_at NOT BETWEEN award.recorded_at
        AND award.recorded_at + INTERVAL '90 days'
    THEN
        RAISE EXCEPTION 'an award can be reversed for 90 days after it was given'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

-- What a named person decided about one award. Charter, C06 and C18.
-- kind: reverse and restore move points; strike_out and count_again change the count as well.
-- reversal_id: a batch's number * 16384, in one line with deeds: in which order totals moved.
-- moved_points: + into the wallet, - out of it. shortfall_points: was spent, the programme's loss.
-- gave: what the deeds of the periods in question give; held: what the member has of it.
-- counted: as in deed; amounts below zero, and what is kept (core.kept).
CREATE TABLE reversal (
    member_id BIGINT NOT NULL,
    reversal_id BIGINT NOT NULL,
    deed_id BIGINT NOT NULL,
    happened_on DATE NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT,
    decided_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    moved_points BIGINT NOT NULL,
    shortfall_points BIGINT NOT NULL,
    gave_before BIGINT,
    gave_after BIGINT,
    held_before BIGINT,
    held_after BIGINT,
    counted BIGINT[] NOT NULL,
    CONSTRAINT reversal_pkey PRIMARY KEY (member_id, reversal_id),
    CONSTRAINT reversal_is_decided_by_somebody CHECK (btrim(decided_by) <> ''),
    CONSTRAINT reversal_kind CHECK (
        kind = 'reverse' AND moved_points <= 0 AND reason IS NOT NULL
        OR kind = 'restore' AND moved_points > 0 AND reason IS NULL
        OR kind = 'strike_out' AND reason IS NOT NULL
        OR kind = 'count_again' AND moved_points >= 0 AND reason IS NULL
    ),
    CONSTRAINT reversal_reason CHECK (
        reason IN (
            'reported_twice', 'wrong_member', 'wrong_amount', 'wrong_day', 'did_not_happen',
            'key_misused', 'member_asked'
        )
    ),
    CONSTRAINT reversal_shortfall_is_not_negative CHECK (shortfall_points >= 0),
    -- Nobody is left with less than the remaining deeds give.
    CONSTRAINT reversal_adds_up CHECK (
        kind IN ('reverse', 'restore')
        AND num_nonnulls(gave_before, gave_after, held_before, held_after) = 0
        AND cardinality(counted) = 0
        OR kind IN ('strike_out', 'count_again')
        AND num_nonnulls(gave_before, gave_after, held_before, held_after) = 4
        AND held_after = held_before + moved_points
        AND held_after >= gave_after
    )
);

-- Everything that moved a running total, in the order of `number`.
CREATE VIEW total_move AS
SELECT
    d.member_id,
    d.deed_id AS number,
    stage.place,
    d.counted[stage.place] AS total_key,
    d.counted[stage.place + 1] AS total_before,
    d.counted[stage.place + 2] AS amount
FROM deed AS d
CROSS JOIN LATERAL generate_series(1, cardinality(d.counted), 3) AS stage (place)
UNION ALL
SELECT
    r.member_id,
    r.reversal_id AS number,
    stage.place,
    r.counted[stage.place] AS total_key,
    r.counted[stage.place + 1] AS total_before,
    r.counted[stage.place + 2] AS amount
FROM reversal AS r
CROSS JOIN LATERAL generate_series(1, cardinality(r.counted), 3) AS stage (place);

-- The notice that points will expire, once for each lot. Charter, C07: 30 days before.
CREATE TABLE expiry_notice (
    member_id BIGINT NOT NULL,
    lot_month SMALLINT NOT NULL,
    points BIGINT NOT NULL,
    announced_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT expiry_notice_pkey PRIMARY KEY (member_id, lot_month),
    CONSTRAINT expiry_notice_is_of_points CHECK (points > 0)
);

-- A member's question about an award or a refusal. Charter, C18: answered within a month.
CREATE TABLE question (
    member_id BIGINT NOT NULL,
    question_id BIGINT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    answer_by TIMESTAMPTZ NOT NULL,
    happened_on DATE,
    deed_id BIGINT,
    partner_id INTEGER,
    event_id TEXT COLLATE "C",
    CONSTRAINT question_pkey PRIMARY KEY (member_id, question_id),
    CONSTRAINT question_is_about_an_award_or_a_refusal CHECK (
        num_nonnulls(happened_on, deed_id) = 2 AND num_nonnulls(partner_id, event_id) = 0
        OR num_nonnulls(happened_on, deed_id) = 0 AND num_nonnulls(partner_id, event_id) = 2
    ),
    CONSTRAINT question_is_answered_within_a_month CHECK (
        answer_by > asked_at AND answer_by <= asked_at + INTERVAL '32 days'
    )
);
CREATE INDEX question_by_clock ON question (answer_by);
CREATE SEQUENCE question_number;

-- The member's own words, apart, so that they can go alone.
CREATE TABLE question_words (
    member_id BIGINT NOT NULL,
    question_id BIGINT NOT NULL,
    words TEXT NOT NULL,
    CONSTRAINT question_words_pkey PRIMARY KEY (member_id, question_id),
    CONSTRAINT question_words_are_few CHECK (char_length(words) BETWEEN 1 AND 500)
);

-- What a named person answered, and by which counter-entry. Charter, C18.
CREATE TABLE answer (
    member_id BIGINT NOT NULL,
    question_id BIGINT NOT NULL,
    result TEXT NOT NULL,
    words TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    reversal_id BIGINT,
    new_deed_on DATE,
    new_deed_id BIGINT,
    CONSTRAINT answer_pkey PRIMARY KEY (member_id, question_id),
    CONSTRAINT answer_of_question FOREIGN KEY (member_id, question_id)
    REFERENCES question (member_id, question_id),
    CONSTRAINT answer_is_decided_by_somebody CHECK (btrim(decided_by) <> ''),
    CONSTRAINT answer_words_are_some CHECK (char_length(words) BETWEEN 1 AND 2000),
    CONSTRAINT answer_result CHECK (
        result = 'explained' AND num_nonnulls(reversal_id, new_deed_on, new_deed_id) = 0
        OR result IN ('struck_out', 'restored')
        AND reversal_id IS NOT NULL AND num_nonnulls(new_deed_on, new_deed_id) = 0
        OR result = 'reported_anew'
        AND reversal_id IS NULL AND num_nonnulls(new_deed_on, new_deed_id) = 2
    )
);

-- What a programme gave out up to an instant, so that a budget is known without adding up a year.
CREATE TABLE issued_sum (
    programme_id SMALLINT NOT NULL,
    since_at TIMESTAMPTZ NOT NULL,
    until_at TIMESTAMPTZ NOT NULL,
    points BIGINT NOT NULL,
    CONSTRAINT issued_sum_pkey PRIMARY KEY (programme_id, since_at, until_at),
    CONSTRAINT issued_sum_of_programme FOREIGN KEY (programme_id)
    REFERENCES programme (programme_id),
    CONSTRAINT issued_sum_is_of_a_time CHECK (until_at > since_at AND points >= 0)
);
CREATE INDEX batch_total_of_programme ON batch_total (programme_id, recorded_at) INCLUDE (points);

DO $$
DECLARE
    table_name TEXT;
BEGIN
    FOREACH table_name IN ARRAY ARRAY[
        'reversal', 'expiry_notice', 'question', 'question_words', 'answer', 'issued_sum'
    ] LOOP
        EXECUTE format(
            'CREATE TRIGGER rows_stay BEFORE UPDATE OR DELETE ON %I '
            'FOR EACH ROW EXECUTE FUNCTION refuse_change()', table_name
        );
    END LOOP;
END
$$;
GRANT SELECT ON total_move TO plaudit_service;
GRANT SELECT, INSERT ON
reversal, expiry_notice, question, question_words, answer, issued_sum
TO plaudit_service;
GRANT SELECT, DELETE ON
reversal, expiry_notice, question, question_words, answer
TO plaudit_eraser, plaudit_purger;
GRANT USAGE, SELECT ON SEQUENCE question_number TO plaudit_service;

COMMENT ON COLUMN reversal.member_id IS
'Whose award it is about. Last day: that of the deed.';
COMMENT ON COLUMN reversal.reversal_id IS
'Its number, in one line with deeds. Last day: that of the deed.';
COMMENT ON COLUMN reversal.deed_id IS
'Which deed it is about. Last day: that of the deed.';
COMMENT ON COLUMN reversal.happened_on IS
'Where the deed is. Last day: that of the deed.';
COMMENT ON COLUMN reversal.kind IS
'What was decided. Last day: that of the deed.';
COMMENT ON COLUMN reversal.reason IS
'Why, from a closed list: a fault of a report. Last day: that of the deed.';
COMMENT ON COLUMN reversal.decided_by IS
'The person who decided it. Last day: that of the deed.';
COMMENT ON COLUMN reversal.recorded_at IS
'When. Last day: that of the deed.';
COMMENT ON COLUMN reversal.moved_points IS
'How many points came or went. Last day: that of the deed.';
COMMENT ON COLUMN reversal.shortfall_points IS
'How many were spent already: the programme''s loss. Last day: that of the deed.';
COMMENT ON COLUMN reversal.gave_before IS
'What the period''s deeds gave before it. Last day: that of the deed.';
COMMENT ON COLUMN reversal.gave_after IS
'What the period''s deeds give after it. Last day: that of the deed.';
COMMENT ON COLUMN reversal.held_before IS
'What the member had of that before. Last day: that of the deed.';
COMMENT ON COLUMN reversal.held_after IS
'What the member has of that after. Last day: that of the deed.';
COMMENT ON COLUMN reversal.counted IS
'How running totals moved, so that nothing is paid twice. Last day: that of the deed.';

COMMENT ON COLUMN expiry_notice.member_id IS
'Who is told. Last day: erasure, or voucher_months after the lot''s month.';
COMMENT ON COLUMN expiry_notice.lot_month IS
'Which points expire. Last day: erasure, or voucher_months after the lot''s month.';
COMMENT ON COLUMN expiry_notice.points IS
'How many, when it was said. Last day: erasure, or voucher_months after the lot''s month.';
COMMENT ON COLUMN expiry_notice.announced_at IS
'To prove that it was in time. Last day: erasure, or voucher_months after the lot''s month.';

COMMENT ON COLUMN question.member_id IS
'Who asks. Last day: erasure, or question_months after it, 24 at most.';
COMMENT ON COLUMN question.question_id IS
'Its number. Last day: erasure, or question_months after it, 24 at most.';
COMMENT ON COLUMN question.asked_at IS
'When it was asked, for the clock. Last day: erasure, or question_months after it.';
COMMENT ON COLUMN question.answer_by IS
'Until when the answer comes. Last day: erasure, or question_months after it.';
COMMENT ON COLUMN question.happened_on IS
'Which award it is about. Last day: erasure, or question_months after it.';
COMMENT ON COLUMN question.deed_id IS
'Which award it is about. Last day: erasure, or question_months after it.';
COMMENT ON COLUMN question.partner_id IS
'Which refusal it is about. Last day: erasure, or question_months after it.';
COMMENT ON COLUMN question.event_id IS
'Which refusal it is about. Last day: erasure, or question_months after it.';
COMMENT ON COLUMN question_words.member_id IS
'Whose words they are. Last day: erasure, or question_months after the question.';
COMMENT ON COLUMN question_words.question_id IS
'To which question. Last day: erasure, or question_months after the question.';
COMMENT ON COLUMN question_words.words IS
'What the member wants to say with it, if anything. Last day: erasure, or question_months.';
COMMENT ON COLUMN answer.member_id IS
'Who asked. Last day: erasure, or question_months after the question.';
COMMENT ON COLUMN answer.question_id IS
'To which question. Last day: erasure, or question_months after the question.';
COMMENT ON COLUMN answer.result IS
'What came of it. Last day: erasure, or question_months after the question.';
COMMENT ON COLUMN answer.words IS
'The answer, in words to the member. Last day: erasure, or question_months after the question.';
COMMENT ON COLUMN answer.decided_by IS
'The person who decided it. Last day: erasure, or question_months after the question.';
COMMENT ON COLUMN answer.decided_at IS
'When. Last day: erasure, or question_months after the question.';
COMMENT ON COLUMN answer.reversal_id IS
'The counter-entry, if any. Last day: erasure, or question_months after the question.';
COMMENT ON COLUMN answer.new_deed_on IS
'The deed that was reported anew, if any. Last day: erasure, or question_months.';
COMMENT ON COLUMN answer.new_deed_id IS
'The deed that was reported anew, if any. Last day: erasure, or question_months.';

COMMENT ON COLUMN total_move.member_id IS
'A view of deed and reversal: holds nothing itself. Last day: that of its rows.';
COMMENT ON COLUMN total_move.number IS
'A view of deed and reversal: holds nothing itself. Last day: that of its rows.';
COMMENT ON COLUMN total_move.place IS
'A view of deed and reversal: holds nothing itself. Last day: that of its rows.';
COMMENT ON COLUMN total_move.total_key IS
'A view of deed and reversal: holds nothing itself. Last day: that of its rows.';
COMMENT ON COLUMN total_move.total_before IS
'A view of deed and reversal: holds nothing itself. Last day: that of its rows.';
COMMENT ON COLUMN total_move.amount IS
'A view of deed and reversal: holds nothing itself. Last day: that of its rows.';
