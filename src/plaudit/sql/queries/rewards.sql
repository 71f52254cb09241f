-- name: reward_kinds
SELECT
    r.id,
    r.kind
FROM reward AS r
WHERE r.programme_id = %(programme_id)s;

-- name: reward_titles
-- What each reward is called by the newest edition that offered it before a day.
-- Takes: programme_id, before. Gives: each reward's id and its title by language.
SELECT DISTINCT ON (r.id)
    r.id,
    rt.title
FROM reward AS r
INNER JOIN reward_terms AS rt ON r.reward_id = rt.reward_id
INNER JOIN edition AS e ON rt.edition_id = e.edition_id
WHERE r.programme_id = %(programme_id)s AND e.starts_on < %(before)s
ORDER BY r.id ASC, e.starts_on DESC;

-- name: add_reward
INSERT INTO reward (programme_id, id, kind)
VALUES (%(programme_id)s, %(id)s, %(kind)s)
ON CONFLICT ON CONSTRAINT reward_id_is_its_own DO NOTHING;

-- name: add_reward_terms
INSERT INTO reward_terms (
    edition_id, reward_id, place, provider, class, price_points, stock, opens_on, closes_on,
    at_most_a_month, title, open_alternative
)
SELECT
    %(edition_id)s AS edition_id,
    r.reward_id,
    %(place)s AS place,
    %(provider)s AS provider,
    %(class_)s AS class,
    %(price_points)s AS price_points,
    %(stock)s AS stock,
    %(opens_on)s AS opens_on,
    %(closes_on)s AS closes_on,
    %(at_most_a_month)s AS at_most_a_month,
    %(title)s AS title,
    %(open_alternative)s AS open_alternative
FROM reward AS r
WHERE r.programme_id = %(programme_id)s AND r.id = %(id)s
RETURNING reward_id;

-- name: add_reward_stock
INSERT INTO reward_stock (edition_id, reward_id, shard, free)
SELECT
    %(edition_id)s AS edition_id,
    %(reward_id)s AS reward_id,
    part.place - 1 AS shard,
    part.free
FROM unnest(%(shards)s::INTEGER[]) WITH ORDINALITY AS part (free, place);

-- name: rewards_in_force
-- What a programme offers on a day, in the edition's order: the same list for every member.
-- Takes: programme_id, today. Gives: reward by reward its terms, its partner, how many are left.
SELECT
    rt.edition_id,
    rt.reward_id,
    r.id,
    r.kind,
    rt.class,
    rt.provider,
    rt.price_points,
    rt.stock,
    rt.opens_on,
    rt.closes_on,
    rt.at_most_a_month,
    rt.title,
    rt.open_alternative,
    p.partner_id,
    coalesce(p.name, rt.provider) AS partner,
    least(
        (
            SELECT sum(s.free) FROM reward_stock AS s
            WHERE s.edition_id = rt.edition_id AND s.reward_id = rt.reward_id
        ),
        CASE
            WHEN r.kind = 'ticket' THEN (
                SELECT count(*) FROM ticket AS t
                WHERE t.reward_id = rt.reward_id AND t.voucher_id IS NULL
            )
        END
    )::INTEGER AS left_now
FROM reward_terms AS rt
INNER JOIN reward AS r ON rt.reward_id = r.reward_id
LEFT JOIN partner AS p ON rt.provider = p.id AND r.programme_id = p.programme_id
WHERE
    rt.edition_id = (
        SELECT e.edition_id FROM edition AS e
        WHERE e.programme_id = %(programme_id)s AND e.starts_on <= %(today)s
        ORDER BY e.starts_on DESC
        LIMIT 1
    )
ORDER BY rt.place;

-- name: reward_to_take
-- The terms of one reward on a day. Takes: programme_id, today, id. Gives: one row or none.
SELECT
    rt.edition_id,
    rt.reward_id,
    r.kind,
    rt.price_points,
    rt.opens_on,
    rt.closes_on,
    rt.at_most_a_month,
    p.partner_id,
    e.usable_days
FROM edition AS e
INNER JOIN reward_terms AS rt ON e.edition_id = rt.edition_id
INNER JOIN reward AS r ON rt.reward_id = r.reward_id
LEFT JOIN partner AS p ON rt.provider = p.id AND r.programme_id = p.programme_id
WHERE
    e.programme_id = %(programme_id)s
    AND e.starts_on = (
        SELECT max(f.starts_on) FROM edition AS f
        WHERE f.programme_id = %(programme_id)s AND f.starts_on <= %(today)s
    )
    AND r.id = %(id)s;
