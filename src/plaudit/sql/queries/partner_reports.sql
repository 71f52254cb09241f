-- name: reports_by_day
-- How many deeds of a partner were accepted, by the local day on which they were recorded.
-- Takes: partner_id, since. Gives: the newest day first.
SELECT
    (b.recorded_at AT TIME ZONE g.time_zone)::DATE AS recorded_on,
    sum(b.deeds)::INTEGER AS deeds
FROM batch_total AS b
INNER JOIN programme AS g ON b.programme_id = g.programme_id
WHERE b.partner_id = %(partner_id)s AND b.recorded_at >= %(since)s
GROUP BY recorded_on
ORDER BY recorded_on DESC;

-- name: reports_by_activity
-- How many deeds of a partner happened since a day, by activity. Takes: partner_id, since_on.
SELECT
    a.id,
    count(*)::INTEGER AS deeds
FROM deed_key AS k
INNER JOIN deed AS d
    ON
        k.member_id = d.member_id
        AND k.happened_on = d.happened_on
        AND k.deed_id = d.deed_id
INNER JOIN activity AS a ON d.activity_no = a.activity_no
WHERE k.partner_id = %(partner_id)s AND k.happened_on >= %(since_on)s
GROUP BY a.id
ORDER BY a.id;

-- name: reports_by_desk
-- How many deeds the programme's desk entered in a partner's name since an instant. By the index of
-- the ids: "0" comes after "/". No deed is entered more than 31 days after its day.
-- Takes: partner_id, since. Gives: one row.
SELECT count(*)::INTEGER AS deeds
FROM deed_key AS k
INNER JOIN batch_total AS b ON b.batch_id = k.deed_id / 16384 AND k.partner_id = b.partner_id
WHERE
    k.partner_id = %(partner_id)s
    AND k.event_id >= 'desk/' AND k.event_id < 'desk0'
    AND k.happened_on >= %(since)s::TIMESTAMPTZ::DATE - 32
    AND b.recorded_at >= %(since)s;

-- name: refusals_of_partner
-- What was refused to a partner, under its own numbers: nothing of whose deeds they were.
-- Takes: partner_id, since, how_many. Gives: the newest first.
SELECT
    r.event_id,
    a.id AS activity,
    r.happened_at,
    r.refused_at,
    r.code,
    r.said
FROM refused_deed AS r
LEFT JOIN activity AS a ON r.activity_no = a.activity_no
WHERE r.partner_id = %(partner_id)s AND r.refused_at >= %(since)s
ORDER BY r.refused_at DESC, r.event_id ASC
LIMIT %(how_many)s;
