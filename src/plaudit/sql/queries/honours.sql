-- name: told_until
-- Up to which number of the book partners were told it as it is. Takes: kind. Gives: a row or none.
SELECT t.number
FROM told_until AS t
WHERE t.kind = %(kind)s;

-- name: honour_voucher
-- One statement decides: the voucher with this code is open, of this partner, not over, and its
-- till isn't waiting after wrong codes. Then it is honoured, and the partner is owed its points.
-- Takes: code_hash, partner_id, key_hash, at (when the till took it), now, wrong_tries, since,
-- how, till, accepted_key. Gives: one row or none.
-- IS TRUE leaves the index of what lapses next out of the choice. Before a book's first ANALYZE the
-- two indexes look the same to the planner, and it read all open vouchers for each honour.
WITH honoured AS (
    UPDATE voucher AS v SET state = 'honoured', changed_at = %(now)s
    WHERE
        v.code_hash = %(code_hash)s
        AND v.partner_id = %(partner_id)s
        AND v.state = 'open'
        AND (v.ends_at > %(at)s) IS TRUE
        AND NOT EXISTS (
            SELECT 1 FROM wrong_code AS w
            WHERE
                w.key_hash = %(key_hash)s
                AND w.tries >= %(wrong_tries)s
                AND w.since > %(since)s
        )
    RETURNING v.voucher_id, v.partner_id, v.price_points, v.reward_id, v.edition_id
),

owed AS (
    INSERT INTO honour (
        honour_id, voucher_id, from_account_id, to_account_id, partner_id, points, honoured_at,
        recorded_at, how, till, accepted_key
    )
    SELECT
        nextval('honour_number') AS honour_id,
        h.voucher_id,
        held.account_id AS from_account_id,
        settlement.account_id AS to_account_id,
        h.partner_id,
        h.price_points,
        %(at)s AS honoured_at,
        %(now)s AS recorded_at,
        %(how)s AS how,
        %(till)s AS till,
        %(accepted_key)s AS accepted_key
    FROM honoured AS h
    INNER JOIN account AS settlement
        ON h.partner_id = settlement.partner_id AND settlement.kind = 'settlement'
    INNER JOIN account AS held
        ON
            settlement.programme_id = held.programme_id
            AND held.kind = 'held'
            AND held.partner_id IS NULL
    RETURNING honour_id, voucher_id
)

SELECT
    o.honour_id,
    h.voucher_id,
    r.id,
    r.kind,
    rt.title,
    h.price_points,
    (
        SELECT t.number FROM told_until AS t
        WHERE t.kind = 'honour'
    ) AS told_until
FROM owed AS o
INNER JOIN honoured AS h ON o.voucher_id = h.voucher_id
INNER JOIN reward AS r ON h.reward_id = r.reward_id
INNER JOIN reward_terms AS rt
    ON h.edition_id = rt.edition_id AND h.reward_id = rt.reward_id;

-- name: honour_of_moment
-- What a till honoured by a code after an instant, and nobody took back.
-- Takes: code_hash, partner_id, till, since. Gives: one row or none.
SELECT
    h.honour_id,
    v.voucher_id,
    r.id,
    r.kind,
    rt.title,
    h.points,
    (
        SELECT t.number FROM told_until AS t
        WHERE t.kind = 'honour'
    ) AS told_until,
    h.honoured_at
FROM voucher AS v
INNER JOIN honour AS h ON v.voucher_id = h.voucher_id AND v.changed_at = h.recorded_at
INNER JOIN reward AS r ON v.reward_id = r.reward_id
INNER JOIN reward_terms AS rt ON v.edition_id = rt.edition_id AND v.reward_id = rt.reward_id
WHERE
    v.code_hash = %(code_hash)s
    AND v.partner_id = %(partner_id)s
    AND v.state = 'honoured'
    AND v.changed_at > %(since)s
    AND h.till = %(till)s
    AND h.how = 'code';

-- name: voucher_by_code
-- A partner's voucher by its code, to say what it is, or why it wasn't honoured.
-- Takes: code_hash, partner_id. Gives: one row or none.
SELECT
    v.state,
    v.changed_at,
    v.last_on,
    v.ends_at,
    pr.time_zone,
    r.id,
    rt.title,
    v.price_points
FROM voucher AS v
INNER JOIN reward AS r ON v.reward_id = r.reward_id
INNER JOIN reward_terms AS rt ON v.edition_id = rt.edition_id AND v.reward_id = rt.reward_id
INNER JOIN programme AS pr ON r.programme_id = pr.programme_id
WHERE v.code_hash = %(code_hash)s AND v.partner_id = %(partner_id)s;

-- name: wrong_codes
-- How many wrong codes a key has typed since when; no row for none.
SELECT
    w.since,
    w.tries
FROM wrong_code AS w
WHERE w.key_hash = %(key_hash)s;

-- name: add_wrong_code
-- Takes: key_hash, now, since (the start of the window that still counts).
INSERT INTO wrong_code (key_hash, since, tries)
VALUES (%(key_hash)s, %(now)s, 1)
ON CONFLICT ON CONSTRAINT wrong_code_pkey DO UPDATE
    SET
        since = CASE
            WHEN wrong_code.since > %(since)s THEN wrong_code.since ELSE excluded.since
        END,
        tries = CASE WHEN wrong_code.since > %(since)s THEN wrong_code.tries + 1 ELSE 1 END;

-- name: honour_to_undo
-- What a till honoured. Takes: honour_id, partner_id, till. Gives: voucher_id, or no row.
SELECT h.voucher_id
FROM honour AS h
WHERE
    h.honour_id = %(honour_id)s
    AND h.partner_id = %(partner_id)s
    AND h.till = %(till)s
    AND h.how = 'code';

-- name: undo_honour
-- One statement decides: honoured by this till of this partner with the code, not longer ago than
-- a minute, and no ticket. Then the voucher is open again, and a counter-row stands in the book.
-- Takes: honour_id, partner_id, till, code_hash, since, now. Gives: one row or none.
WITH reopened AS (
    UPDATE voucher AS v SET state = 'open', changed_at = %(now)s
    FROM honour AS h, reward AS r
    WHERE
        h.honour_id = %(honour_id)s
        AND h.partner_id = %(partner_id)s
        AND h.till = %(till)s
        AND h.how = 'code'
        AND v.code_hash = %(code_hash)s
        AND v.voucher_id = h.voucher_id
        AND v.state = 'honoured'
        AND v.changed_at = h.recorded_at
        AND v.changed_at > %(since)s
        AND r.reward_id = v.reward_id
        AND r.kind <> 'ticket'
    RETURNING v.voucher_id
)

INSERT INTO honour (
    honour_id, voucher_id, from_account_id, to_account_id, partner_id, points, honoured_at,
    recorded_at, how, till, undoes
)
SELECT
    nextval('honour_number') AS honour_id,
    h.voucher_id,
    h.to_account_id AS from_account_id,
    h.from_account_id AS to_account_id,
    h.partner_id,
    h.points,
    %(now)s AS honoured_at,
    %(now)s AS recorded_at,
    'undone' AS how,
    h.till,
    h.honour_id AS undoes
FROM honour AS h
INNER JOIN reopened AS v ON h.voucher_id = v.voucher_id
WHERE h.honour_id = %(honour_id)s
RETURNING honour_id;
