-- name: lock_stock
-- A shard of a stock that has something left and that nobody holds, locked.
-- Takes: edition_id, reward_id, start (where to begin looking). Gives: its shard, or no row.
SELECT s.shard
FROM reward_stock AS s
WHERE s.edition_id = %(edition_id)s AND s.reward_id = %(reward_id)s AND s.free > 0
ORDER BY mod(s.shard + %(start)s, 16), s.shard
LIMIT 1
FOR NO KEY UPDATE OF s SKIP LOCKED;

-- name: wait_for_stock
-- The same where each shard with something left is held: the first one, once it is let go.
SELECT s.shard
FROM reward_stock AS s
WHERE s.edition_id = %(edition_id)s AND s.reward_id = %(reward_id)s AND s.free > 0
ORDER BY s.shard
LIMIT 1
FOR NO KEY UPDATE OF s;

-- name: is_stock_left
SELECT exists(
    SELECT 1 FROM reward_stock AS s
    WHERE s.edition_id = %(edition_id)s AND s.reward_id = %(reward_id)s AND s.free > 0
) AS is_left;

-- name: take_stock
UPDATE reward_stock SET free = free - 1
WHERE edition_id = %(edition_id)s AND reward_id = %(reward_id)s AND shard = %(shard)s;

-- name: lock_shards
-- The shards that vouchers give back to, locked in one order, in a statement of its own.
SELECT s.shard
FROM reward_stock AS s
INNER JOIN
    unnest(
        %(edition_ids)s::INTEGER[], %(reward_ids)s::INTEGER[], %(shards)s::INTEGER[]
    ) AS given (edition_id, reward_id, shard)
    ON
        s.edition_id = given.edition_id
        AND s.reward_id = given.reward_id
        AND s.shard = given.shard
ORDER BY s.edition_id, s.reward_id, s.shard
FOR NO KEY UPDATE OF s;

-- name: give_back_stock
-- Takes: three arrays of one length, a place for each voucher that is given back.
UPDATE reward_stock AS s SET free = s.free + back.vouchers
FROM (
    SELECT
        given.edition_id,
        given.reward_id,
        given.shard,
        count(*) AS vouchers
    FROM
        unnest(
            %(edition_ids)s::INTEGER[], %(reward_ids)s::INTEGER[], %(shards)s::INTEGER[]
        ) AS given (edition_id, reward_id, shard)
    GROUP BY given.edition_id, given.reward_id, given.shard
) AS back
WHERE
    s.edition_id = back.edition_id
    AND s.reward_id = back.reward_id
    AND s.shard = back.shard;

-- name: lock_ticket
-- A free ticket that nobody holds, locked. Takes: reward_id. Gives: its number, or no row.
SELECT t.ticket_id
FROM ticket AS t
WHERE t.reward_id = %(reward_id)s AND t.voucher_id IS NULL
ORDER BY t.ticket_id
LIMIT 1
FOR NO KEY UPDATE OF t SKIP LOCKED;

-- name: take_ticket
UPDATE ticket SET voucher_id = %(voucher_id)s
WHERE reward_id = %(reward_id)s AND ticket_id = %(ticket_id)s AND voucher_id IS NULL;

-- name: give_back_tickets
UPDATE ticket SET voucher_id = NULL
WHERE voucher_id = ANY(%(voucher_ids)s::BIGINT[]);

-- name: ticket_of_voucher
SELECT
    t.reward_id,
    t.ticket_id,
    t.sealed
FROM ticket AS t
WHERE t.voucher_id = %(voucher_id)s;

-- name: tickets_of_member
-- Tickets whose code was shown: those of vouchers that were used.
SELECT
    v.voucher_id,
    t.reward_id,
    t.ticket_id,
    t.sealed
FROM voucher AS v
INNER JOIN ticket AS t ON v.voucher_id = t.voucher_id
WHERE v.member_id = %(member_id)s AND v.state = 'honoured'
ORDER BY v.voucher_id;

-- name: next_tickets
SELECT nextval('ticket_number') AS ticket_id
FROM generate_series(1, %(how_many)s);

-- name: add_tickets
-- Tickets of a reward; one that is there already, or was used, isn't added again.
-- Takes: reward_id, added_at and arrays of one length.
INSERT INTO ticket (reward_id, ticket_id, sealed, mark, added_at)
SELECT
    %(reward_id)s AS reward_id,
    given.ticket_id,
    given.sealed,
    given.mark,
    %(added_at)s AS added_at
FROM
    unnest(
        %(ticket_ids)s::BIGINT[], %(sealed)s::BYTEA[], %(marks)s::BYTEA[]
    ) AS given (ticket_id, sealed, mark)
WHERE
    NOT EXISTS (
        SELECT 1 FROM used_ticket AS u
        WHERE u.reward_id = %(reward_id)s AND u.mark = given.mark
    )
ON CONFLICT ON CONSTRAINT ticket_is_added_once DO NOTHING;

-- name: reward_named
SELECT
    r.reward_id,
    r.kind
FROM reward AS r
WHERE r.programme_id = %(programme_id)s AND r.id = %(id)s;

-- name: taken_by_key
SELECT v.voucher_id
FROM voucher AS v
WHERE v.member_id = %(member_id)s AND v.taken_key = %(taken_key)s;

-- name: taken_so_far
-- How many vouchers a member took: of one reward this month, without those given back; and of all
-- today; and how many can still be used.
-- Takes: member_id, programme_id, id (of the reward), month_on, today.
SELECT
    count(*) FILTER (
        WHERE r.id = %(id)s AND v.state IN ('open', 'honoured') AND v.taken_on >= %(month_on)s
    ) AS this_month,
    count(*) FILTER (WHERE v.taken_on = %(today)s) AS today,
    count(*) FILTER (WHERE v.state = 'open' AND v.last_on >= %(today)s) AS still_open
FROM voucher AS v
INNER JOIN reward AS r ON v.reward_id = r.reward_id
WHERE
    v.member_id = %(member_id)s
    AND (v.taken_on >= %(month_on)s OR v.state = 'open');

-- name: taking_numbers
-- A number for a voucher, and the account that holds its points. Takes: programme_id.
SELECT
    nextval('voucher_number') AS voucher_id,
    a.account_id
FROM account AS a
WHERE a.programme_id = %(programme_id)s AND a.kind = 'held' AND a.partner_id IS NULL;

-- name: add_voucher
INSERT INTO voucher (
    member_id, voucher_id, price_points, taken_at, ends_at, changed_at, reward_id, edition_id,
    partner_id, taken_on, last_on, shard, state, code_hash, taken_key
) VALUES (
    %(member_id)s, %(voucher_id)s, %(price_points)s, %(taken_at)s, %(ends_at)s, %(taken_at)s,
    %(reward_id)s, %(edition_id)s, %(partner_id)s, %(taken_on)s, %(last_on)s, %(shard)s, 'open',
    %(code_hash)s, %(taken_key)s
);

-- name: vouchers_of_member
-- A member's vouchers: all that are open, then the newest of the others; each kind newest first.
-- Takes: member_id, voucher_id (or NULL for all), how_many (of those that aren't open).
WITH shown AS (
    SELECT v.voucher_id FROM voucher AS v
    WHERE
        v.member_id = %(member_id)s
        AND (%(voucher_id)s::BIGINT IS NULL OR v.voucher_id = %(voucher_id)s)
        AND v.state = 'open'
    UNION ALL
    (
        SELECT v.voucher_id FROM voucher AS v
        WHERE
            v.member_id = %(member_id)s
            AND (%(voucher_id)s::BIGINT IS NULL OR v.voucher_id = %(voucher_id)s)
            AND v.state <> 'open'
        ORDER BY v.voucher_id DESC
        LIMIT %(how_many)s
    )
)

SELECT
    v.voucher_id,
    r.id,
    r.kind,
    rt.title,
    p.name,
    v.price_points,
    v.taken_at,
    v.last_on,
    v.state,
    v.changed_at
FROM shown
INNER JOIN voucher AS v ON shown.voucher_id = v.voucher_id AND v.member_id = %(member_id)s
INNER JOIN reward AS r ON v.reward_id = r.reward_id
INNER JOIN reward_terms AS rt
    ON v.edition_id = rt.edition_id AND v.reward_id = rt.reward_id
INNER JOIN partner AS p ON v.partner_id = p.partner_id
ORDER BY v.state = 'open' DESC, v.voucher_id DESC;

-- name: points_in_open_vouchers
-- What of a member's points lies in vouchers that weren't used yet.
SELECT coalesce(sum(v.price_points), 0)::BIGINT AS points
FROM voucher AS v
WHERE v.member_id = %(member_id)s AND v.state = 'open';

-- name: partner_of_ticket
SELECT v.partner_id
FROM voucher AS v
INNER JOIN ticket AS t ON v.voucher_id = t.voucher_id
WHERE v.member_id = %(member_id)s AND v.voucher_id = %(voucher_id)s;

-- name: close_vouchers
-- Vouchers that are open become cancelled or lapsed; the others stay as they are.
-- Takes: member_ids and voucher_ids (arrays of one length), state, now.
-- Gives: what each one that was closed gives back.
UPDATE voucher AS v SET state = %(state)s, changed_at = %(now)s
FROM
    unnest(%(member_ids)s::BIGINT[], %(voucher_ids)s::BIGINT[]) AS given (member_id, voucher_id)
WHERE
    v.member_id = given.member_id
    AND v.voucher_id = given.voucher_id
    AND v.state = 'open'
RETURNING v.member_id, v.voucher_id, v.edition_id, v.reward_id, v.shard;

-- name: vouchers_over
-- Open vouchers whose last day is over, the longest over first. Takes: now, how_many.
-- Those of a record that stands still wait until it moves again.
SELECT
    v.member_id,
    v.voucher_id
FROM voucher AS v
INNER JOIN member AS m ON v.member_id = m.member_id
WHERE v.state = 'open' AND v.ends_at <= %(now)s AND m.restricted_at IS NULL
ORDER BY v.ends_at
LIMIT %(how_many)s;

-- name: taken_from_lots
-- From which lots vouchers were paid, and the account that holds the points.
-- Takes: member_ids and voucher_ids (arrays of one length).
SELECT
    t.member_id,
    t.voucher_id,
    t.account_id,
    t.lot_month,
    t.points
FROM
    unnest(%(member_ids)s::BIGINT[], %(voucher_ids)s::BIGINT[]) AS given (member_id, voucher_id)
INNER JOIN transfer AS t
    ON given.member_id = t.member_id AND given.voucher_id = t.voucher_id
WHERE t.why = 'redeem'
ORDER BY t.member_id, t.voucher_id, t.lot_month;
