-- name: wallet_versions
-- Which version of each member's row is in force: it is another one after every write to it.
-- Takes: member_ids. Gives: member_id, version; nothing for who is gone.
-- Why not a column: each settling would write it, for the few members who are looking.
SELECT
    m.member_id,
    m.xmin::TEXT AS version
FROM member AS m
WHERE m.member_id = ANY(%(member_ids)s);
