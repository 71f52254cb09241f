-- Timed work: when each job is due next, and how its last run went. A worker holds an advisory lock
-- on the job's name while it runs one batch; the lock ends with the worker.
CREATE TABLE timed_job (
    job TEXT NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    began_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    done BIGINT NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT timed_job_pkey PRIMARY KEY (job),
    CONSTRAINT timed_job_counts_up CHECK (done >= 0 AND failures >= 0)
);

-- Each time the book was checked: the checks that gave rows and how many, never the rows.
CREATE TABLE audit_run (
    audit_run_id BIGINT GENERATED ALWAYS AS IDENTITY,
    began_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ NOT NULL,
    checks SMALLINT NOT NULL,
    findings JSONB NOT NULL,
    CONSTRAINT audit_run_pkey PRIMARY KEY (audit_run_id),
    CONSTRAINT audit_run_ends_after_it_began CHECK (ended_at >= began_at),
    CONSTRAINT audit_run_findings CHECK (jsonb_typeof(findings) = 'object')
);

GRANT SELECT, INSERT, UPDATE ON timed_job TO plaudit_service;
GRANT SELECT, INSERT, DELETE ON audit_run TO plaudit_service;
