"""The timetable: every job, one file each. A new one is an entry here."""

from __future__ import annotations

from plaudit.jobs import (
    asked_checks,
    clear_answers,
    clear_check_ins,
    clear_deliveries,
    clear_journal,
    clear_link_codes,
    clear_shifts,
    clear_sign_ins,
    clear_uploads,
    close_books,
    close_months,
    expiring,
    keep_sums,
    lapse,
    left,
    purge,
    recount,
    self_check,
)
from plaudit.jobs.job import Job

JOBS: tuple[Job, ...] = (
    self_check.JOB,
    asked_checks.JOB,
    lapse.JOB,
    close_months.JOB,
    close_books.JOB,
    clear_answers.JOB,
    clear_link_codes.JOB,
    clear_check_ins.JOB,
    clear_shifts.JOB,
    clear_sign_ins.JOB,
    clear_uploads.JOB,
    clear_deliveries.JOB,
    clear_journal.JOB,
    expiring.ANNOUNCE,
    expiring.EXPIRE,
    keep_sums.JOB,
    left.RETURN,
    left.FORGET,
    purge.JOB,
    recount.JOB,
)
