-- name: add_notice
-- Once: the notice that was kept first stays.
INSERT INTO notice (edition_id, language, content, sha256)
SELECT
    e.edition_id,
    %(language)s AS language,
    %(content)s AS content,
    sha256(convert_to(%(content)s, 'UTF8')) AS sha256
FROM edition AS e
INNER JOIN programme AS p ON e.programme_id = p.programme_id
WHERE p.id = %(programme)s AND e.id = %(edition)s
ON CONFLICT ON CONSTRAINT notice_pkey DO NOTHING;

-- name: notices
SELECT
    n.language,
    n.content
FROM notice AS n
INNER JOIN edition AS e ON n.edition_id = e.edition_id
INNER JOIN programme AS p ON e.programme_id = p.programme_id
WHERE p.id = %(programme)s AND e.id = %(edition)s
ORDER BY n.language;
