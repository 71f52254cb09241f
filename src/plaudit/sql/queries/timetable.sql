-- name: add_timed_jobs
-- A job that is new is due at once.
INSERT INTO timed_job (job, due_at)
SELECT
    given.job,
    %(now)s AS due_at
FROM unnest(%(jobs)s::TEXT[]) AS given (job)
ON CONFLICT (job) DO NOTHING;

-- name: due_jobs
SELECT t.job
FROM timed_job AS t
WHERE t.due_at <= %(now)s AND t.job = ANY(%(jobs)s)
ORDER BY t.due_at, t.job;

-- name: try_job_lock
-- A lock of the session: it ends with the connection, however that ends.
SELECT pg_try_advisory_lock(7286002, hashtext(%(job)s)) AS is_ours;

-- name: job_is_due
SELECT t.due_at <= %(now)s AS is_due
FROM timed_job AS t
WHERE t.job = %(job)s;

-- name: mark_job
UPDATE timed_job SET
    due_at = %(due_at)s,
    began_at = %(began_at)s,
    ended_at = %(ended_at)s,
    done = done + %(done)s,
    failures = 0
WHERE job = %(job)s;

-- name: mark_job_failed
-- The first time it waits `least_seconds`, then twice as long each time.
UPDATE timed_job SET
    due_at
    = %(ended_at)s
    + make_interval(secs => least(
        %(least_seconds)s * 2 ^ least(failures, 20), %(most_seconds)s
    )),
    began_at = %(began_at)s,
    ended_at = %(ended_at)s,
    failures = failures + 1
WHERE job = %(job)s;

-- name: timed_jobs
SELECT
    t.job,
    t.due_at,
    t.began_at,
    t.ended_at,
    t.done,
    t.failures
FROM timed_job AS t
ORDER BY t.job;

-- name: add_audit_run
INSERT INTO audit_run (began_at, ended_at, checks, findings)
VALUES (%(began_at)s, %(ended_at)s, %(checks)s, %(findings)s);

-- name: last_audit_run
SELECT
    a.began_at,
    a.ended_at,
    a.checks,
    a.findings
FROM audit_run AS a
ORDER BY a.audit_run_id DESC
LIMIT 1;

-- name: clear_audit_runs
DELETE FROM audit_run
WHERE ended_at < %(before)s;
