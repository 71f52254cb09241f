"""The book checks itself: what `plaudit audit` does, on a timer. A finding ends the worker."""

from __future__ import annotations

import time

import psycopg

from plaudit.jobs.job import DAY, HOUR, Alarm, Done, Job
from plaudit.sql.loader import checks
from plaudit.store.audit import audit
from plaudit.store.timetable import add_audit_run, clear_audit_runs

KEPT_DAYS = 400
_SECOND = 1_000_000


def self_check(connection: psycopg.Connection, now: int) -> Done:
    """Run every check, keep the result, and sound the alarm where one found something.

    Refuses: Alarm, with the checks and how many rows each found.
    """
    began = time.monotonic_ns()
    findings = {finding.check: finding.rows for finding in audit(connection)}
    took = (time.monotonic_ns() - began) // 1000
    add_audit_run(connection, findings, checks=len(checks()), began_at=now, ended_at=now + took)
    clear_audit_runs(connection, before=now - KEPT_DAYS * DAY * _SECOND)
    if findings:
        said = ", ".join(f"{check}: {rows}" for check, rows in sorted(findings.items()))
        raise Alarm(f"The book is not sound ({said}). Stop and look: plaudit audit.")
    return Done(len(checks()))


JOB = Job("self_check", 6 * HOUR, "service", self_check)
