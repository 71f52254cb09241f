"""Attaching the report of a rehearsal to a draft: its text names the report, which is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import psycopg

from plaudit.actions.examine import Beside, examine_text
from plaudit.actions.write_draft import Based, Hand, add_or_refuse, as_seen, put_in
from plaudit.core.approving import CannotApprove, rehearsal_table
from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.approval import REHEARSAL
from plaudit.core.charter.view import View
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rehearsal_page import NoReport, OfTwo, Report, report_of_files
from plaudit.store.drafts import AttachedReport, add_report

REPORT_BYTES_MAX = 1024 * 1024
"""How large each file of a rehearsal's report may be."""


def attach_report(
    connection: psycopg.Connection, beside: Beside, on: Based, *, files: Sequence[bytes], by: Hand
) -> None:
    """Name the report of a rehearsal in the text, and keep it: its numbers, and its page if given.

    Refuses: as `save`; FILE_TOO_LARGE, REHEARSAL_UNREADABLE, REHEARSAL_OF_TWO,
             REHEARSAL_OF_ANOTHER, DRAFT_NOT_READY where the text can't be read,
             DRAFT_TABLE_IN_THE_WAY.
    """
    draft = as_seen(connection, on, by)
    if any(len(one) > REPORT_BYTES_MAX for one in files):
        raise Refused(refusal(Code.FILE_TOO_LARGE, limit=REPORT_BYTES_MAX))
    report = _report_of(files)
    checked = examine_text(draft.text, beside, name=draft.name)
    if checked.view is None:
        raise Refused(refusal(Code.DRAFT_NOT_READY, seen=len(checked.findings)))
    text, rehearsed_on = _with_rehearsal(checked.view, report.numbers)
    with connection.transaction():
        add_or_refuse(connection, draft, text, by, how="rehearsed")
        attached = AttachedReport(rehearsed_on, report.numbers, report.page)
        add_report(connection, (draft.draft_id, draft.version + 1), attached)


def _report_of(files: Sequence[bytes]) -> Report:
    try:
        return report_of_files(files)
    except OfTwo as wrong:
        raise Refused(refusal(Code.REHEARSAL_OF_TWO)) from wrong
    except NoReport as wrong:
        raise Refused(refusal(Code.REHEARSAL_UNREADABLE)) from wrong


def _with_rehearsal(view: View, report: bytes) -> tuple[str, date]:
    """Return the text that names a report, and the day of the rehearsal."""
    try:
        table = rehearsal_table(view, report)
    except CannotApprove as wrong:
        # What can't be read was an error of reading; what is of other rules is no error at all.
        is_read = wrong.__cause__ is None
        code = Code.REHEARSAL_OF_ANOTHER if is_read else Code.REHEARSAL_UNREADABLE
        raise Refused(refusal(code)) from wrong
    written = read_source("", table.encode()).value_at((REHEARSAL, "rehearsed_on"))
    assert isinstance(written, date), table
    return put_in(view, table, REHEARSAL), written
