-- name: statements_follow_one_another
-- A partner's statements: no number and no month left out, each opens with what the one before
-- closed with, and carries its hash.
SELECT
    turn.partner_id,
    turn.number
FROM (
    SELECT
        s.partner_id,
        s.number,
        s.month,
        s.opening_points,
        s.previous_sha256,
        lag(s.number, 1, 0) OVER before AS number_before,
        lag(s.month) OVER before AS month_before,
        lag(s.closing_points, 1, 0::BIGINT) OVER before AS closing_before,
        lag(s.sha256) OVER before AS sha256_before
    FROM settlement_statement AS s
    WINDOW before AS (PARTITION BY s.partner_id ORDER BY s.number)
) AS turn
WHERE
    turn.number <> turn.number_before + 1
    OR turn.month <> (turn.month_before + INTERVAL '1 month')::DATE
    OR turn.opening_points <> turn.closing_before
    OR turn.previous_sha256 IS DISTINCT FROM turn.sha256_before;

-- name: statement_is_the_sum_of_its_honours_and_entries
SELECT
    s.partner_id,
    s.number,
    s.honoured_points,
    coalesce(h.points, 0) AS honoured_found,
    s.corrected_points,
    coalesce(e.corrected_points, 0) AS corrected_found,
    s.paid_points,
    coalesce(e.paid_points, 0) AS paid_found
FROM settlement_statement AS s
LEFT JOIN (
    SELECT
        sh.partner_id,
        sh.number,
        sum(CASE WHEN ho.how = 'undone' THEN -ho.points ELSE ho.points END) AS points
    FROM stated_honour AS sh
    INNER JOIN honour AS ho ON sh.honour_id = ho.honour_id AND sh.partner_id = ho.partner_id
    GROUP BY sh.partner_id, sh.number
) AS h ON s.partner_id = h.partner_id AND s.number = h.number
LEFT JOIN (
    SELECT
        se.partner_id,
        se.number,
        sum(CASE WHEN a.kind = 'settlement' THEN en.points ELSE -en.points END)
        FILTER (WHERE en.kind = 'correction') AS corrected_points,
        sum(en.points) FILTER (WHERE en.kind = 'payment') AS paid_points
    FROM stated_entry AS se
    INNER JOIN settlement_entry AS en
        ON se.entry_id = en.entry_id AND se.partner_id = en.partner_id
    INNER JOIN account AS a ON en.to_account_id = a.account_id
    GROUP BY se.partner_id, se.number
) AS e ON s.partner_id = e.partner_id AND s.number = e.number
WHERE
    s.honoured_points <> coalesce(h.points, 0)
    OR s.corrected_points <> coalesce(e.corrected_points, 0)
    OR s.paid_points <> coalesce(e.paid_points, 0);

-- name: statement_says_its_own_figures
-- The text, which the hash is of, says what the columns say; its lines add up to it.
SELECT
    s.partner_id,
    s.number
FROM settlement_statement AS s
INNER JOIN partner AS p ON s.partner_id = p.partner_id
WHERE
    s.text::JSONB - ARRAY['lines', 'format', 'programme'] <> jsonb_build_object(
        'partner', p.id,
        'number', s.number,
        'month', to_char(s.month, 'YYYY-MM'),
        'opening_points', s.opening_points,
        'honoured_points', s.honoured_points,
        'corrected_points', s.corrected_points,
        'paid_points', s.paid_points,
        'closing_points', s.closing_points,
        'previous_sha256', encode(s.previous_sha256, 'hex')
    )
    OR s.closing_points - s.opening_points <> (
        SELECT coalesce(sum((line.said ->> 'points')::BIGINT), 0)
        FROM jsonb_array_elements(s.text::JSONB -> 'lines') AS line (said)
    );

-- name: entry_moves_points_of_its_own_partner
-- A correction between the programme's issue account and the partner's settlement account; a
-- payment from the settlement account to what was paid to the same partner.
SELECT
    e.entry_id,
    e.partner_id
FROM settlement_entry AS e
INNER JOIN account AS source ON e.from_account_id = source.account_id
INNER JOIN account AS target ON e.to_account_id = target.account_id
WHERE
    source.programme_id <> target.programme_id
    OR NOT (
        e.kind = 'payment'
        AND source.kind = 'settlement' AND source.partner_id = e.partner_id
        AND target.kind = 'paid' AND target.partner_id = e.partner_id
        OR e.kind = 'correction'
        AND source.kind = 'settlement' AND source.partner_id = e.partner_id
        AND target.kind = 'issue'
        OR e.kind = 'correction'
        AND source.kind = 'issue'
        AND target.kind = 'settlement' AND target.partner_id = e.partner_id
    );

-- name: dispute_is_decided_by_a_correction_of_its_partner
-- A decision's entry is a correction of the same partner for a dispute, and each such correction
-- belongs to a decision.
SELECT
    e.entry_id,
    e.partner_id,
    d.number,
    d.line
FROM settlement_entry AS e
LEFT JOIN dispute_decision AS d ON e.entry_id = d.entry_id
WHERE
    (d.entry_id IS NOT NULL) <> (e.reason = 'dispute')
    OR d.partner_id <> e.partner_id;

-- name: dispute_is_of_a_line_that_is_there
SELECT
    d.partner_id,
    d.number,
    d.line
FROM settlement_dispute AS d
INNER JOIN settlement_statement AS s ON d.partner_id = s.partner_id AND d.number = s.number
WHERE d.line > jsonb_array_length(s.text::JSONB -> 'lines');
