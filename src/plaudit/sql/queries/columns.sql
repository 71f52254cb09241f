-- name: columns
-- Every column of the book's tables and views, and what is written about it. A week of deeds is a
-- part of `deed` and has no columns of its own.
SELECT
    c.relname AS table_name,
    a.attname AS column_name,
    format_type(a.atttypid, a.atttypmod) AS type_name,
    coalesce(col_description(c.oid, a.attnum), '') AS said,
    bool_or(a.attname = 'member_id') OVER (PARTITION BY c.oid) AS is_about_members
FROM pg_class AS c
INNER JOIN pg_attribute AS a ON c.oid = a.attrelid
WHERE
    c.relnamespace = 'public'::REGNAMESPACE
    AND c.relkind IN ('r', 'p', 'v', 'm')
    AND NOT c.relispartition
    AND a.attnum > 0
    AND NOT a.attisdropped
ORDER BY is_about_members DESC, c.relname ASC, a.attnum ASC;
