-- name: ask_for_check
-- No row where one of its kind waits already.
-- Takes: programme_id, kind, month_on, staff_id, asked_by, asked_at.
INSERT INTO asked_check (programme_id, kind, month_on, next_on, staff_id, asked_by, asked_at)
VALUES (
    %(programme_id)s, %(kind)s, %(month_on)s, %(month_on)s, %(staff_id)s, %(asked_by)s, %(asked_at)s
)
ON CONFLICT (programme_id, kind) WHERE ended_at IS NULL DO NOTHING;

-- name: count_asked_checks
-- How many were asked for in a programme since an instant. Takes: programme_id, since.
SELECT count(*) AS asked
FROM asked_check AS a
WHERE a.programme_id = %(programme_id)s AND a.asked_at > %(since)s;

-- name: next_asked_check
-- What was asked for first and isn't done.
SELECT
    a.asked_check_id,
    a.programme_id,
    a.kind,
    a.month_on,
    a.next_on,
    a.asked_by,
    a.asked_at,
    a.ended_at,
    a.findings
FROM asked_check AS a
WHERE a.ended_at IS NULL
ORDER BY a.asked_check_id
LIMIT 1;

-- name: asked_checks
-- What was asked for in a programme, the newest first. Takes: programme_id, how_many.
SELECT
    a.asked_check_id,
    a.programme_id,
    a.kind,
    a.month_on,
    a.next_on,
    a.asked_by,
    a.asked_at,
    a.ended_at,
    a.findings
FROM asked_check AS a
WHERE a.programme_id = %(programme_id)s
ORDER BY a.asked_at DESC, a.asked_check_id DESC
LIMIT %(how_many)s;

-- name: mark_asked_check
-- What came of it so far; with ended_at it is done.
-- Takes: asked_check_id, next_on, ended_at, findings.
UPDATE asked_check SET
    next_on = %(next_on)s,
    ended_at = %(ended_at)s,
    findings = %(findings)s
WHERE asked_check_id = %(asked_check_id)s;

-- name: clear_asked_checks
DELETE FROM asked_check
WHERE asked_at < %(before)s AND ended_at IS NOT NULL;

-- name: hurry_job
-- Let a job be due now; it is new where no worker has run yet. Takes: job, now.
INSERT INTO timed_job (job, due_at)
VALUES (%(job)s, %(now)s)
ON CONFLICT (job) DO UPDATE SET due_at = least(timed_job.due_at, excluded.due_at);
