-- name: durability
-- What this session's commits survive: the three settings that a crash would find.
-- Gives: three rows, name and setting.
SELECT
    s.name,
    s.setting
FROM pg_settings AS s
WHERE s.name IN ('fsync', 'full_page_writes', 'synchronous_commit')
ORDER BY s.name;
