-- Keeping no longer than promised: deeds, vouchers, questions, consents, and points after leaving.

-- What the purger needs: members locked while their rows go, and what stays in their place.
GRANT UPDATE (newest_on, counters) ON member TO plaudit_purger;
GRANT SELECT ON reward, total_move TO plaudit_purger;
GRANT SELECT ON edition_activity, slot TO plaudit_eraser;

-- deeds_begun: from which day on every deed is there; it is written before the first one goes, and
-- the checks look at it. deeds, totals: up to which day all is done.
ALTER TABLE purged DROP CONSTRAINT purged_what;
ALTER TABLE purged ADD CONSTRAINT purged_what CHECK (
    what IN ('facts', 'deeds', 'deeds_begun', 'totals')
);

-- How rows that are due are found.
CREATE INDEX reversal_recorded ON reversal (recorded_at);
CREATE INDEX voucher_closed ON voucher (changed_at) WHERE state <> 'open';
CREATE INDEX transfer_alone ON transfer (recorded_at)
WHERE voucher_id IS NULL AND of_deed_id IS NULL;
CREATE INDEX consent_withdrawn ON consent (said_at) WHERE NOT agrees;
CREATE INDEX member_left ON member (withdrawn_at) WHERE withdrawn_at IS NOT NULL;

-- leave: points that who left didn't use in time. They go to the programme's returned account.
ALTER TABLE transfer DROP CONSTRAINT transfer_why;
ALTER TABLE transfer ADD CONSTRAINT transfer_why CHECK (
    NOT into_wallet AND why IN ('redeem', 'expire', 'reverse', 'leave')
    OR into_wallet AND why IN ('give_back', 'restore', 'recount', 'extend')
);

-- Charter, C14: only of who has left, and not before 90 days; the edition may promise more.
CREATE FUNCTION refuse_early_leave() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM member AS m
        WHERE
            m.member_id = NEW.member_id
            AND m.withdrawn_at <= NEW.recorded_at - INTERVAL '90 days'
    ) THEN
        RAISE EXCEPTION 'points stay usable for 90 days after leaving'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER points_stay_usable_after_leaving BEFORE INSERT ON transfer
FOR EACH ROW WHEN (new.why = 'leave') EXECUTE FUNCTION refuse_early_leave();

-- Last days, said as exactly as they are kept. What proves something stays as long as that.
DO $$
DECLARE
    place RECORD;
    said TEXT;
BEGIN
    FOR place IN
        SELECT
            c.oid,
            c.relname,
            a.attnum,
            a.attname,
            split_part(col_description(c.oid, a.attnum), ' Last day: ', 1) AS purpose
        FROM pg_class AS c
        INNER JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE
            c.relnamespace = 'public'::REGNAMESPACE
            AND c.relname IN (
                'reversal', 'transfer', 'voucher', 'question', 'question_words', 'answer',
                'expiry_notice', 'consent', 'activity_consent', 'restriction'
            )
            AND c.relkind = 'r'
            AND a.attnum > 0
            AND NOT a.attisdropped
    LOOP
        said := CASE
            WHEN place.relname = 'reversal'
            THEN 'erasure, or deed_months after it was decided, 24 at most.'
            WHEN place.attname IN ('of_deed_on', 'of_deed_id', 'reason', 'decided_by')
            AND place.relname = 'transfer'
            THEN 'erasure, or deed_months after it, 24 at most.'
            WHEN place.attname = 'voucher_id' AND place.relname = 'transfer'
            THEN 'erasure, or that of the voucher.'
            WHEN place.relname = 'transfer'
            THEN 'erasure, or that of its voucher or decision; else voucher_months after it.'
            WHEN place.relname = 'voucher'
            THEN 'erasure, or voucher_months after it was used or given back, 24 at most; no '
            || 'sooner than a week after it could be used.'
            WHEN place.relname IN ('question', 'question_words', 'answer')
            THEN 'erasure, or question_months after the question, 24 at most, once it is answered.'
            WHEN place.relname = 'restriction'
            THEN 'erasure, or question_months after it was lifted, 24 at most.'
            WHEN place.relname = 'expiry_notice'
            THEN 'erasure, or voucher_months after the lot''s month, with the transfer by which '
            || 'the points went.'
            WHEN place.relname = 'consent'
            THEN 'erasure, or consent_months after leaving, 36 at most; who came back: no sooner '
            || 'than the deeds that it allowed.'
            ELSE 'erasure, or consent_months after leaving, 36 at most; the newest words while '
            || 'the member takes part.'
        END;
        EXECUTE format(
            'COMMENT ON COLUMN %I.%I IS %L',
            place.relname, place.attname, place.purpose || ' Last day: ' || said
        );
    END LOOP;
END
$$;
COMMENT ON COLUMN member.counters IS
'Running totals of the newest periods, for ceilings. Last day: erasure, or deed_months after their
period; one that is for ever, consent_months after leaving.';
