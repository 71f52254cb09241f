-- name: disputes_of_partner
-- Takes: partner_id. Gives: each dispute with its decision, if there is one; the newest first.
SELECT
    s.month,
    d.number,
    d.line,
    d.reason,
    d.words,
    d.disputed_at,
    c.words AS answer,
    c.decided_by,
    c.decided_at,
    CASE
        WHEN c.entry_id IS NULL THEN NULL
        WHEN a.kind = 'settlement' THEN e.points
        ELSE -e.points
    END AS points
FROM settlement_dispute AS d
INNER JOIN settlement_statement AS s ON d.partner_id = s.partner_id AND d.number = s.number
LEFT JOIN dispute_decision AS c
    ON d.partner_id = c.partner_id AND d.number = c.number AND d.line = c.line
LEFT JOIN settlement_entry AS e ON c.entry_id = e.entry_id
LEFT JOIN account AS a ON e.to_account_id = a.account_id
WHERE d.partner_id = %(partner_id)s
ORDER BY d.number DESC, d.line ASC;

-- name: add_dispute
INSERT INTO settlement_dispute (partner_id, number, line, reason, words, disputed_at)
VALUES (
    %(partner_id)s, %(number)s, %(line)s, %(reason)s, %(words)s, %(disputed_at)s
);

-- name: add_dispute_decision
INSERT INTO dispute_decision (
    partner_id, number, line, words, decided_by, decided_at, entry_id
) VALUES (
    %(partner_id)s, %(number)s, %(line)s, %(words)s, %(decided_by)s, %(decided_at)s, %(entry_id)s
);
