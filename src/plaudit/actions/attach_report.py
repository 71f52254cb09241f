"""Attaching the report of a rehearsal to a draft: its text names the report, which is kept."""

from __future__ import annotations

from datetime import date

import psycopg

from plaudit.actions.examine import Beside, examine_text
from plaudit.actions.write_draft import Based, Hand, add_or_refuse, as_seen, put_in
from plaudit.core.approving import CannotApprove, rehearsal_table
from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.approval import REHEARSAL
from plaudit.core.charter.view import View
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rehearsal_form import Numbers, read_numbers
from plaudit.core.rehearsal_page import NoReport, numbers_of
from plaudit.store.drafts import AttachedReport, add_report

REPORT_BYTES_MAX = 1024 * 1024
"""How large the file of a rehearsal's report may be."""


def attach_report(
    connection: psycopg.Connection, beside: Beside, on: Based, *, file: bytes, by: Hand
) -> None:
    """Name the report of a rehearsal in the text, and keep its numbers.

    `file` is the page, with the numbers inside, or the numbers alone. Of a page nothing else is
    kept: what it shows may be something else.

    Refuses: as `save`; FILE_TOO_LARGE, REHEARSAL_UNREADABLE, REHEARSAL_OF_ANOTHER,
             DRAFT_NOT_READY where the text can't be read, DRAFT_TABLE_IN_THE_WAY.
    """
    draft = as_seen(connection, on, by)
    if len(file) > REPORT_BYTES_MAX:
        raise Refused(refusal(Code.FILE_TOO_LARGE, limit=REPORT_BYTES_MAX))
    raw, numbers = _numbers(file)
    checked = examine_text(draft.text, beside, name=draft.name)
    if checked.view is None:
        raise Refused(refusal(Code.DRAFT_NOT_READY, seen=len(checked.findings)))
    said = (checked.view.text("edition", "programme"), checked.view.text("edition", "id"))
    if said != (numbers["programme"], numbers["edition"]):
        raise Refused(refusal(Code.REHEARSAL_OF_ANOTHER))
    text, rehearsed_on = _with_rehearsal(checked.view, raw)
    with connection.transaction():
        add_or_refuse(connection, draft, text, by, how="rehearsed")
        attached = AttachedReport(rehearsed_on, raw)
        add_report(connection, (draft.draft_id, draft.version + 1), attached)


def _numbers(file: bytes) -> tuple[bytes, Numbers]:
    """Return the numbers of a file as they stand there, and read."""
    try:
        raw = numbers_of(file)
        return raw, read_numbers(raw)
    except NoReport as wrong:
        raise Refused(refusal(Code.REHEARSAL_UNREADABLE)) from wrong


def _with_rehearsal(view: View, report: bytes) -> tuple[str, date]:
    """Return the text that names a report, and the day of the rehearsal."""
    try:
        table = rehearsal_table(view, report)
    except CannotApprove as wrong:
        raise Refused(refusal(Code.REHEARSAL_OF_ANOTHER)) from wrong
    written = read_source("", table.encode()).value_at((REHEARSAL, "rehearsed_on"))
    assert isinstance(written, date), table
    return put_in(view, table, REHEARSAL), written
