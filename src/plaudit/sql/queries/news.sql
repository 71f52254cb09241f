-- name: wallet_versions
-- Which version of each member's row is in force, another one after every write to it, and when a
-- deed of the member's was refused the last time: a refusal writes nothing to the row. How often
-- passes were ended is in it too, so that open pages look whether theirs was, and stands beside it.
-- Takes: member_ids. Gives: member_id, version, how often passes were ended, the mark of the one
-- that goes on ("" for none); nothing for who is gone.
-- Why not a column: each settling would write it, for the few members who are looking.
SELECT
    m.member_id,
    m.xmin::TEXT || coalesce('-' || r.microseconds, '') || coalesce('.' || e.times, '') AS version,
    coalesce(e.times, 0) AS passes_ended,
    coalesce(e.kept_mark, '') AS kept_pass
FROM member AS m
LEFT JOIN ended_passes AS e ON m.member_id = e.member_id
LEFT JOIN LATERAL (
    SELECT (extract(EPOCH FROM max(f.refused_at)) * 1000000)::BIGINT AS microseconds
    FROM refused_deed AS f
    WHERE f.member_id = m.member_id
) AS r ON TRUE
WHERE m.member_id = ANY(%(member_ids)s);
