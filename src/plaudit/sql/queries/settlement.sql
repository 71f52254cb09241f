-- name: lock_partner_account
-- Whoever books on a partner's account or closes its month waits here for the other.
SELECT p.partner_id
FROM partner AS p
WHERE p.partner_id = %(partner_id)s
FOR NO KEY UPDATE;

-- name: time_zones
-- Of every programme, each once.
SELECT DISTINCT p.time_zone
FROM programme AS p
ORDER BY p.time_zone;

-- name: reward_partners
-- Partners that were ever owed something.
SELECT
    p.partner_id,
    p.id,
    p.name,
    pr.id AS programme,
    pr.time_zone
FROM partner AS p
INNER JOIN programme AS pr ON p.programme_id = pr.programme_id
WHERE
    EXISTS (
        SELECT 1 FROM honour AS h
        WHERE h.partner_id = p.partner_id
    )
    OR EXISTS (
        SELECT 1 FROM settlement_entry AS e
        WHERE e.partner_id = p.partner_id
    )
ORDER BY p.partner_id;

-- name: settled_partner
-- Takes: partner_id. Gives: the same of one partner.
SELECT
    p.partner_id,
    p.id,
    p.name,
    pr.id AS programme,
    pr.time_zone
FROM partner AS p
INNER JOIN programme AS pr ON p.programme_id = pr.programme_id
WHERE p.partner_id = %(partner_id)s;

-- name: last_statement
-- Takes: partner_id. Gives: the text of its newest statement, or no row.
SELECT s.text
FROM settlement_statement AS s
WHERE s.partner_id = %(partner_id)s
ORDER BY s.number DESC
LIMIT 1;

-- name: unstated_honours
-- Honours before an instant that stand in no statement. A late one is found whenever it came.
-- Takes: partner_id, until. Gives: points below 0 for those that were undone.
SELECT
    h.honour_id,
    h.honoured_at,
    coalesce(r.id, '') AS reward,
    CASE WHEN h.how = 'undone' THEN -h.points ELSE h.points END AS points,
    CASE
        WHEN h.how = 'undone' THEN 'undone'
        WHEN h.covered THEN 'covered'
        WHEN h.how = 'offline' THEN 'offline'
        ELSE 'honoured'
    END AS kind
FROM honour AS h
LEFT JOIN reward AS r ON h.reward_id = r.reward_id
WHERE
    h.partner_id = %(partner_id)s
    AND h.honoured_at < %(until)s
    AND NOT EXISTS (
        SELECT 1 FROM stated_honour AS s
        WHERE s.honour_id = h.honour_id
    )
ORDER BY h.honour_id;

-- name: unstated_entries
-- Corrections and payments before an instant that stand in no statement.
-- Takes: partner_id, until. Gives: points as they change what is owed.
SELECT
    e.entry_id,
    e.recorded_at,
    e.kind,
    e.reason,
    e.reference,
    CASE WHEN a.kind = 'settlement' THEN e.points ELSE -e.points END AS points
FROM settlement_entry AS e
INNER JOIN account AS a ON e.to_account_id = a.account_id
WHERE
    e.partner_id = %(partner_id)s
    AND e.recorded_at < %(until)s
    AND NOT EXISTS (
        SELECT 1 FROM stated_entry AS s
        WHERE s.entry_id = e.entry_id
    )
ORDER BY e.entry_id;

-- name: add_statement
INSERT INTO settlement_statement (
    partner_id, number, month, opening_points, honoured_points, corrected_points, paid_points,
    closing_points, previous_sha256, sha256, text, closed_at
) VALUES (
    %(partner_id)s, %(number)s, %(month)s, %(opening_points)s, %(honoured_points)s,
    %(corrected_points)s, %(paid_points)s, %(closing_points)s,
    decode(%(previous_sha256)s, 'hex'), decode(%(sha256)s, 'hex'), %(text)s, %(closed_at)s
);

-- name: add_stated
-- Takes: partner_id, number, honours, entries: their numbers.
WITH stated_entries AS (
    INSERT INTO stated_entry (entry_id, partner_id, number)
    SELECT
        stated.entry_id,
        %(partner_id)s AS partner_id,
        %(number)s AS number
    FROM unnest(%(entries)s::BIGINT[]) AS stated (entry_id)
)

INSERT INTO stated_honour (honour_id, partner_id, number)
SELECT
    stated.honour_id,
    %(partner_id)s AS partner_id,
    %(number)s AS number
FROM unnest(%(honours)s::BIGINT[]) AS stated (honour_id);

-- name: statements_of_partner
-- Takes: partner_id, month (NULL: all). The newest first.
SELECT
    s.text,
    s.closed_at
FROM settlement_statement AS s
WHERE
    s.partner_id = %(partner_id)s
    AND (%(month)s::DATE IS NULL OR s.month = %(month)s::DATE)
ORDER BY s.number DESC;

-- name: owed_now
-- What a partner's settlement account holds: honours, corrections and payments, stated or not.
WITH leg AS (
    SELECT
        h.to_account_id AS account_id,
        h.points
    FROM honour AS h
    WHERE h.partner_id = %(partner_id)s
    UNION ALL
    SELECT
        h.from_account_id AS account_id,
        -h.points AS points
    FROM honour AS h
    WHERE h.partner_id = %(partner_id)s
    UNION ALL
    SELECT
        e.to_account_id AS account_id,
        e.points
    FROM settlement_entry AS e
    WHERE e.partner_id = %(partner_id)s
    UNION ALL
    SELECT
        e.from_account_id AS account_id,
        -e.points AS points
    FROM settlement_entry AS e
    WHERE e.partner_id = %(partner_id)s
)

SELECT coalesce(sum(leg.points), 0)::BIGINT AS points
FROM leg
INNER JOIN account AS a ON leg.account_id = a.account_id
WHERE a.kind = 'settlement' AND a.partner_id = %(partner_id)s;

-- name: entry_by_reference
-- Takes: partner_id, reference. Gives: one row or none, points as they change what is owed.
SELECT
    e.entry_id,
    e.kind,
    e.reason,
    CASE WHEN a.kind = 'settlement' THEN e.points ELSE -e.points END AS points
FROM settlement_entry AS e
INNER JOIN account AS a ON e.to_account_id = a.account_id
WHERE e.partner_id = %(partner_id)s AND e.reference = %(reference)s;

-- name: add_paid_account
INSERT INTO account (programme_id, kind, partner_id)
SELECT
    p.programme_id,
    'paid' AS kind,
    p.partner_id
FROM partner AS p
WHERE p.partner_id = %(partner_id)s
ON CONFLICT ON CONSTRAINT account_is_its_own DO NOTHING;

-- name: accounts_of_partner
-- The accounts that corrections and payments of a partner move points between. Gives: kind and
-- account_id.
SELECT
    a.kind,
    a.account_id
FROM partner AS p
INNER JOIN account AS a ON p.programme_id = a.programme_id
WHERE
    p.partner_id = %(partner_id)s
    AND (a.partner_id = p.partner_id OR a.partner_id IS NULL AND a.kind = 'issue');

-- name: add_settlement_entry
-- Takes: its two accounts, and the rest of it. Gives: its number.
INSERT INTO settlement_entry (
    entry_id, partner_id, from_account_id, to_account_id, kind, points, reason, reference,
    decided_by, recorded_at
) VALUES (
    nextval('settlement_entry_number'), %(partner_id)s, %(from_account_id)s, %(to_account_id)s,
    %(kind)s, %(points)s, %(reason)s, %(reference)s, %(decided_by)s, %(recorded_at)s
)
RETURNING entry_id;
