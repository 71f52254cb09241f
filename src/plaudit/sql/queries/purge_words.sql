-- name: purge_notices
-- Notices of lots whose month is over and whose points went, past the transfer that says so.
-- Takes: programme_id, month (not included), how_many.
DELETE FROM expiry_notice AS n
WHERE (n.member_id, n.lot_month) IN (
    SELECT
        o.member_id,
        o.lot_month
    FROM expiry_notice AS o
    INNER JOIN member AS m ON o.member_id = m.member_id
    WHERE
        m.programme_id = %(programme_id)s
        AND m.restricted_at IS NULL
        AND o.lot_month < %(month)s
        AND NOT EXISTS (
            SELECT 1 FROM transfer AS t
            WHERE t.member_id = o.member_id AND t.lot_month = o.lot_month AND t.why = 'expire'
        )
        AND NOT EXISTS (
            SELECT 1 FROM generate_series(1, cardinality(m.lots), 2) AS pair (place)
            WHERE m.lots[pair.place] = o.lot_month AND m.lots[pair.place + 1] > 0
        )
    ORDER BY o.member_id, o.lot_month
    LIMIT %(how_many)s
);

-- name: purge_questions
-- Questions that were answered, with their words and answers.
-- Takes: programme_id, before, how_many.
WITH due AS (
    SELECT
        q.member_id,
        q.question_id
    FROM question AS q
    INNER JOIN answer AS a ON q.member_id = a.member_id AND q.question_id = a.question_id
    INNER JOIN member AS m ON q.member_id = m.member_id
    WHERE
        m.programme_id = %(programme_id)s
        AND m.restricted_at IS NULL
        AND q.asked_at < %(before)s
    ORDER BY q.member_id, q.question_id
    LIMIT %(how_many)s
),

words AS (
    DELETE FROM question_words AS w
    USING due
    WHERE w.member_id = due.member_id AND w.question_id = due.question_id
),

answers AS (
    DELETE FROM answer AS a
    USING due
    WHERE a.member_id = due.member_id AND a.question_id = due.question_id
)

DELETE FROM question AS q
USING due
WHERE q.member_id = due.member_id AND q.question_id = due.question_id;

-- name: purge_restrictions
-- The office's of who left stay while there are points that can be used longer because of them.
-- Takes: programme_id, before, how_many; the_member, as a restriction says that the member asked.
DELETE FROM restriction AS r
WHERE (r.member_id, r.started_at) IN (
    SELECT
        o.member_id,
        o.started_at
    FROM restriction AS o
    INNER JOIN member AS m ON o.member_id = m.member_id
    WHERE
        m.programme_id = %(programme_id)s
        AND m.restricted_at IS NULL
        AND o.lifted_at < %(before)s
        AND NOT (m.points > 0 AND o.lifted_at > m.withdrawn_at AND o.asked_by <> %(the_member)s)
    ORDER BY o.member_id, o.started_at
    LIMIT %(how_many)s
);

-- name: purge_consents
-- Of members who left and came back: the words until they left, where no deed stands on them.
-- Takes: programme_id, before, how_many.
DELETE FROM consent AS c
WHERE (c.member_id, c.said_at, c.agrees) IN (
    SELECT DISTINCT
        o.member_id,
        o.said_at,
        o.agrees
    FROM consent AS no
    INNER JOIN member AS m ON no.member_id = m.member_id
    INNER JOIN consent AS o ON no.member_id = o.member_id AND no.said_at >= o.said_at
    WHERE
        NOT no.agrees
        AND no.said_at < %(before)s
        AND no.said_at < m.agreed_at
        AND m.programme_id = %(programme_id)s
        AND m.restricted_at IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM deed AS d
            WHERE d.member_id = no.member_id AND d.happened_at <= no.said_at
        )
    ORDER BY o.member_id, o.said_at
    LIMIT %(how_many)s
);

-- name: purge_activity_consents
-- The same of words about one activity; the newest about each hold on.
DELETE FROM activity_consent AS c
WHERE (c.member_id, c.activity_no, c.said_at) IN (
    SELECT DISTINCT
        o.member_id,
        o.activity_no,
        o.said_at
    FROM consent AS no
    INNER JOIN member AS m ON no.member_id = m.member_id
    INNER JOIN activity_consent AS o ON no.member_id = o.member_id AND no.said_at >= o.said_at
    WHERE
        NOT no.agrees
        AND no.said_at < %(before)s
        AND no.said_at < m.agreed_at
        AND m.programme_id = %(programme_id)s
        AND m.restricted_at IS NULL
        AND EXISTS (
            SELECT 1 FROM activity_consent AS newer
            WHERE
                newer.member_id = o.member_id
                AND newer.activity_no = o.activity_no
                AND newer.said_at > o.said_at
        )
    ORDER BY o.member_id, o.said_at
    LIMIT %(how_many)s
);

-- name: members_with_old_totals
-- Members whose newest day or a total's period is past its last day, locked.
-- Takes: programme_id, after_id, upto_id, until_on; slots and oldest (arrays of one length: the key
-- from which on a slot's totals are kept). Gives: member_id.
SELECT m.member_id
FROM member AS m
WHERE
    m.member_id > %(after_id)s
    AND m.member_id <= %(upto_id)s
    AND m.programme_id = %(programme_id)s
    AND m.restricted_at IS NULL
    AND (
        m.newest_on < %(until_on)s
        OR EXISTS (
            SELECT 1
            FROM generate_series(1, cardinality(m.counters), 2) AS pair (place)
            INNER JOIN unnest(%(slots)s::BIGINT[], %(oldest)s::BIGINT[]) AS kept (slot, oldest)
                ON m.counters[pair.place] >> 24 = kept.slot
            WHERE m.counters[pair.place] < kept.oldest
        )
    )
ORDER BY m.member_id
FOR NO KEY UPDATE OF m;

-- name: purge_totals
-- Takes: member_ids (locked), until_on, slots, oldest. A total that a remaining row moved stays.
UPDATE member AS m
SET
    newest_on = CASE
        WHEN
            m.newest_on < %(until_on)s
            AND NOT EXISTS (
                SELECT 1 FROM deed AS d
                WHERE d.member_id = m.member_id
            )
            THEN NULL
        ELSE m.newest_on
    END,
    counters = coalesce((
        SELECT
            array_agg(
                m.counters[pair.place + half.half] ORDER BY pair.place, half.half
            )
        FROM generate_series(1, cardinality(m.counters), 2) AS pair (place)
        CROSS JOIN generate_series(0, 1) AS half (half)
        LEFT JOIN unnest(%(slots)s::BIGINT[], %(oldest)s::BIGINT[]) AS kept (slot, oldest)
            ON m.counters[pair.place] >> 24 = kept.slot
        WHERE
            kept.slot IS NULL
            OR m.counters[pair.place] >= kept.oldest
            OR EXISTS (
                SELECT 1 FROM total_move AS t
                WHERE t.member_id = m.member_id AND t.total_key = m.counters[pair.place]
            )
    ), '{}')
WHERE m.member_id = ANY(%(member_ids)s::BIGINT[]);
