-- name: add_draft
INSERT INTO draft (programme_id, name)
VALUES (%(programme_id)s, %(name)s)
RETURNING draft_id;

-- name: add_draft_version
-- No row where somebody else saved this version first, or the draft is over.
-- Takes: draft_id, version, how, source, staff_id, saved_by, saved_at.
INSERT INTO draft_version (draft_id, version, how, source, staff_id, saved_by, saved_at)
SELECT
    %(draft_id)s AS draft_id,
    %(version)s AS version,
    %(how)s AS how,
    %(source)s AS source,
    %(staff_id)s AS staff_id,
    %(saved_by)s AS saved_by,
    %(saved_at)s AS saved_at
WHERE
    NOT EXISTS (
        SELECT 1 FROM draft_version AS v
        WHERE
            v.draft_id = %(draft_id)s
            AND (v.version >= %(version)s OR v.how IN ('published', 'set_aside'))
    )
ON CONFLICT ON CONSTRAINT draft_version_pkey DO NOTHING;

-- name: drafts
-- The newest version of each draft of a programme, the newest draft first. Takes: programme_id,
-- how_many.
SELECT
    d.draft_id,
    d.name,
    v.version,
    v.how,
    v.source,
    v.staff_id,
    v.saved_by,
    v.saved_at
FROM draft AS d
INNER JOIN draft_version AS v ON d.draft_id = v.draft_id
WHERE
    d.programme_id = %(programme_id)s
    AND v.how NOT IN ('published', 'set_aside')
    AND v.version = (
        SELECT max(w.version) AS newest
        FROM draft_version AS w
        WHERE w.draft_id = d.draft_id
    )
ORDER BY d.draft_id DESC
LIMIT %(how_many)s;

-- name: draft_version_at
-- One version of a programme's draft. Takes: programme_id, draft_id, and version, or NULL for the
-- newest.
SELECT
    d.draft_id,
    d.name,
    v.version,
    v.how,
    v.source,
    v.staff_id,
    v.saved_by,
    v.saved_at
FROM draft AS d
INNER JOIN draft_version AS v ON d.draft_id = v.draft_id
WHERE
    d.programme_id = %(programme_id)s
    AND d.draft_id = %(draft_id)s
    AND (%(version)s::INTEGER IS NULL OR v.version = %(version)s)
ORDER BY v.version DESC
LIMIT 1;

-- name: draft_saves
-- How each version of a draft came about, the newest first; not their texts.
SELECT
    v.version,
    v.how,
    v.staff_id,
    v.saved_by,
    v.saved_at
FROM draft_version AS v
WHERE v.draft_id = %(draft_id)s
ORDER BY v.version DESC;

-- name: add_draft_report
INSERT INTO draft_report (draft_id, version, rehearsed_on, sha256, report)
VALUES (%(draft_id)s, %(version)s, %(rehearsed_on)s, sha256(%(report)s), %(report)s);

-- name: draft_report
-- The report of a draft with a hash, as hexadecimal digits. Takes: draft_id, sha256.
-- Why not its page: somebody sent it; the page that is shown is made of the report.
SELECT
    r.rehearsed_on,
    r.report
FROM draft_report AS r
WHERE r.draft_id = %(draft_id)s AND r.sha256 = decode(%(sha256)s, 'hex')
ORDER BY r.version DESC
LIMIT 1;
