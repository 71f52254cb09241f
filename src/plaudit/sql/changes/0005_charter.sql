-- What the charter asks of the book and a database can hold: the second line behind the code.

-- Charter, C07: usable for 12 months at least. A date is made of integers: no cost for COPY.
ALTER TABLE deed ADD CONSTRAINT deed_points_last_a_year CHECK (
    happened_on <= make_date(lot_month / 12 - 1, lot_month % 12 + 1, 1)
);

-- A reversal names the award that it undoes, its reason and the person who decided it.
ALTER TABLE transfer
ADD COLUMN of_deed_on DATE,
ADD COLUMN of_deed_id BIGINT,
ADD COLUMN reason TEXT,
ADD COLUMN decided_by TEXT;

-- Charter, C05: a balance falls by these three and by nothing else.
ALTER TABLE transfer DROP CONSTRAINT transfer_why;
ALTER TABLE transfer ADD CONSTRAINT transfer_why CHECK (
    NOT into_wallet AND why IN ('redeem', 'expire', 'reverse')
    OR into_wallet AND why IN ('give_back', 'restore')
);

-- Charter, C06: the award, a reason from the closed list (catalogue), and a named person.
ALTER TABLE transfer ADD CONSTRAINT transfer_reversal_says_why CHECK (
    why NOT IN ('reverse', 'restore')
    AND num_nonnulls(of_deed_on, of_deed_id, reason, decided_by) = 0
    OR why = 'restore'
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

-- Charter, C17: of a deed only its facts go before the deed does, and only all of them.
CREATE FUNCTION refuse_change_of_deed() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'plaudit_purger' AND NEW.facts IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a deed is never changed; its facts are deleted on their last day'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER facts_are_only_deleted BEFORE UPDATE ON deed
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_deed();

-- Charter, C08: editions follow one another; none is pushed in before one that is published.
CREATE FUNCTION refuse_edition_out_of_turn() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM edition AS e
        WHERE e.programme_id = NEW.programme_id AND e.starts_on >= NEW.starts_on
    ) THEN
        RAISE EXCEPTION 'an edition starts after all that are published'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER editions_follow_one_another BEFORE INSERT ON edition
FOR EACH ROW EXECUTE FUNCTION refuse_edition_out_of_turn();

-- Charter, C08: the activities of an edition come with it, in its transaction, and never later.
CREATE FUNCTION refuse_late_activity() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM edition AS e
        WHERE e.edition_id = NEW.edition_id AND e.xmin = pg_current_xact_id()::xid
    ) THEN
        RAISE EXCEPTION 'the activities of a published edition stay as they are'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER activities_come_with_their_edition BEFORE INSERT ON edition_activity
FOR EACH ROW EXECUTE FUNCTION refuse_late_activity();

-- Charter, C13 and C14: who joins or leaves has said so, at that instant, in the same transaction;
-- and who leaves keeps the points.
CREATE FUNCTION refuse_unsaid_consent() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
BEGIN
    IF
        NOT EXISTS (
            SELECT 1 FROM consent AS c
            WHERE c.member_id = NEW.member_id AND c.agrees AND c.said_at = NEW.agreed_at
        )
        OR NEW.withdrawn_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM consent AS c
            WHERE c.member_id = NEW.member_id AND NOT c.agrees AND c.said_at = NEW.withdrawn_at
        )
    THEN
        RAISE EXCEPTION 'member % has not said so: there is no such row in consent', NEW.member_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.points <> OLD.points OR NEW.lots <> OLD.lots THEN
            RAISE EXCEPTION 'joining and leaving leave the points as they are'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER consent_is_said
AFTER INSERT OR UPDATE OF agreed_at, withdrawn_at ON member
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION refuse_unsaid_consent();

-- Charter, C05: a balance falls only by transfers of the same transaction, by exactly their sum,
-- and once in a transaction. Looked at when it commits, so that the order of writing is free.
CREATE FUNCTION refuse_unexplained_fall() RETURNS TRIGGER
LANGUAGE plpgsql AS $$
DECLARE
    moved CONSTANT BIGINT := (
        SELECT coalesce(sum(CASE WHEN t.into_wallet THEN -t.points ELSE t.points END), 0)
        FROM transfer AS t
        WHERE t.member_id = NEW.member_id AND t.xmin = pg_current_xact_id()::xid
    );
BEGIN
    IF
        moved <> OLD.points - NEW.points
        OR NEW.points IS DISTINCT FROM (
            SELECT m.points FROM member AS m WHERE m.member_id = NEW.member_id
        )
    THEN
        RAISE EXCEPTION 'the points of member % fall by %, the transfers with it come to %',
            NEW.member_id, OLD.points - NEW.points, moved
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER points_fall_by_transfers
AFTER UPDATE ON member
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (new.points < old.points) EXECUTE FUNCTION refuse_unexplained_fall();

-- Charter, C06: a reversal undoes one award: at most what it gave and has left, from its own lot,
-- inside 90 days of its recording. A restored reversal can be undone no further than it was.
CREATE FUNCTION refuse_reversal() RETURNS TRIGGER
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
        AND t.of_deed_id = NEW.of_deed_id;
    IF
        award IS NULL
        OR NEW.lot_month <> award.lot_month
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
CREATE TRIGGER reversal_undoes_one_award BEFORE INSERT ON transfer
FOR EACH ROW WHEN (new.of_deed_id IS NOT NULL) EXECUTE FUNCTION refuse_reversal();
