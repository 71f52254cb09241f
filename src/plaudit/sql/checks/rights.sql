-- name: bucket_holds_what_was_brought_forward
-- By programme: what purged and erased rows put into the bucket and took out of it comes to the
-- points that members brought forward.
SELECT
    p.programme_id,
    coalesce(bucket.points, 0) AS bucket_points,
    coalesce(brought.points, 0) AS brought_points
FROM programme AS p
LEFT JOIN (
    SELECT
        a.programme_id,
        sum(b.points) AS points
    FROM bucket_sum AS b
    INNER JOIN account AS a ON b.account_id = a.account_id
    GROUP BY a.programme_id
) AS bucket ON p.programme_id = bucket.programme_id
LEFT JOIN (
    SELECT
        m.programme_id,
        sum(b.points) AS points
    FROM brought_forward AS b
    INNER JOIN member AS m ON b.member_id = m.member_id
    GROUP BY m.programme_id
) AS brought ON p.programme_id = brought.programme_id
WHERE coalesce(bucket.points, 0) <> coalesce(brought.points, 0);

-- name: rows_belong_to_a_member
-- Nothing is left of a member who was erased. Tables: store.erasing.ERASED; a test compares.
SELECT
    rows_of.table_name,
    rows_of.member_id
FROM (
    SELECT
        'deed' AS table_name,
        d.member_id
    FROM deed AS d
    UNION
    SELECT
        'deed_key' AS table_name,
        k.member_id
    FROM deed_key AS k
    UNION
    SELECT
        'transfer' AS table_name,
        t.member_id
    FROM transfer AS t
    UNION
    SELECT
        'voucher' AS table_name,
        v.member_id
    FROM voucher AS v
    UNION
    SELECT
        'reversal' AS table_name,
        x.member_id
    FROM reversal AS x
    UNION
    SELECT
        'expiry_notice' AS table_name,
        x.member_id
    FROM expiry_notice AS x
    UNION
    SELECT
        'answer' AS table_name,
        x.member_id
    FROM answer AS x
    UNION
    SELECT
        'question_words' AS table_name,
        x.member_id
    FROM question_words AS x
    UNION
    SELECT
        'question' AS table_name,
        x.member_id
    FROM question AS x
    UNION
    SELECT
        'brought_forward' AS table_name,
        b.member_id
    FROM brought_forward AS b
    UNION
    SELECT
        'refused_deed' AS table_name,
        r.member_id
    FROM refused_deed AS r
    UNION
    SELECT
        'restriction' AS table_name,
        r.member_id
    FROM restriction AS r
    UNION
    SELECT
        'handle_given' AS table_name,
        h.member_id
    FROM handle_given AS h
    UNION
    SELECT
        'link_code' AS table_name,
        l.member_id
    FROM link_code AS l
    UNION
    SELECT
        'ended_passes' AS table_name,
        e.member_id
    FROM ended_passes AS e
    UNION
    SELECT
        'way_in' AS table_name,
        w.member_id
    FROM way_in AS w
    UNION
    SELECT
        'live_code' AS table_name,
        l.member_id
    FROM live_code AS l
    UNION
    SELECT
        'proposal' AS table_name,
        p.member_id
    FROM proposal AS p
    UNION
    SELECT
        'activity_consent' AS table_name,
        c.member_id
    FROM activity_consent AS c
    UNION
    SELECT
        'look' AS table_name,
        l.member_id
    FROM look AS l
    UNION
    SELECT
        'consent' AS table_name,
        c.member_id
    FROM consent AS c
) AS rows_of
WHERE
    NOT EXISTS (
        SELECT 1 FROM member AS m
        WHERE m.member_id = rows_of.member_id
    );

-- name: restricted_since_what_was_asked
SELECT
    coalesce(m.member_id, r.member_id) AS member_id,
    m.restricted_at,
    r.started_at
FROM (
    SELECT
        m.member_id,
        m.restricted_at
    FROM member AS m
    WHERE m.restricted_at IS NOT NULL
) AS m
FULL JOIN (
    SELECT
        r.member_id,
        r.started_at
    FROM restriction AS r
    WHERE r.lifted_at IS NULL
) AS r ON m.member_id = r.member_id
WHERE m.restricted_at IS DISTINCT FROM r.started_at;

-- name: withheld_is_what_was_said
-- An activity is withheld for good where the newest words about it are a no, and only there. One
-- that nothing was said about (core.rights, UNASKED) isn't recorded either; never after a no.
SELECT
    coalesce(said.member_id, held.member_id) AS member_id,
    coalesce(said.activity_no, held.activity_no) AS activity_no,
    said.agrees,
    held.from_at
FROM (
    SELECT DISTINCT ON (c.member_id, c.activity_no)
        c.member_id,
        c.activity_no,
        c.agrees
    FROM activity_consent AS c
    ORDER BY c.member_id ASC, c.activity_no ASC, c.said_at DESC
) AS said
FULL JOIN (
    SELECT
        m.member_id,
        m.withheld[pair.place] AS activity_no,
        m.withheld[pair.place + 1] AS from_at
    FROM member AS m
    CROSS JOIN LATERAL generate_series(1, cardinality(m.withheld), 2) AS pair (place)
) AS held ON said.member_id = held.member_id AND said.activity_no = held.activity_no
WHERE
    CASE
        WHEN held.from_at = 9223372036854775806 THEN said.agrees IS FALSE
        ELSE
            coalesce(said.agrees, TRUE) <> (coalesce(held.from_at, 0) < 9223372036854775807)
            OR said.member_id IS NULL
    END;
