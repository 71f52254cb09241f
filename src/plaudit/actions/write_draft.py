"""Writing a draft: begun, saved, given the report of its rehearsal, or set aside.

Each save is a version more. What was based on an older version is refused; nothing is lost.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import psycopg

from plaudit.actions.examine import Beside, examine_text
from plaudit.core.approving import CannotApprove, rehearsal_table, with_table
from plaudit.core.catalogue.source import FILE_BYTES_MAX, read_source
from plaudit.core.charter.approval import REHEARSAL
from plaudit.core.charter.view import View
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.staff import StaffPerson
from plaudit.store.drafts import (
    AttachedReport,
    Draft,
    How,
    NewVersion,
    add_draft,
    add_report,
    add_version,
    drafts_of,
    read_draft,
)

DRAFTS_MAX = 50
"""How many drafts of a programme may be open at once."""
SAVES_MAX = 2_000
"""How often a draft may be saved."""
NAME_LETTERS_MAX = 80
REPORT_BYTES_MAX = 1024 * 1024
"""How large the report of a rehearsal may be, and its page."""


class Based(NamedTuple):
    """Which draft somebody acts on, and the version that was seen."""

    draft_id: int
    version: int


class Hand(NamedTuple):
    """Who acts, and when: microseconds since the epoch."""

    person: StaffPerson
    now: int


def begin(connection: psycopg.Connection, name: str, text: str, by: Hand) -> int:
    """Begin a draft with a first text, and return its number.

    Refuses: DRAFT_NAME_MISSING, DRAFT_TOO_LARGE, DRAFTS_TOO_MANY.
    """
    if not 0 < len(name.strip()) <= NAME_LETTERS_MAX:
        raise Refused(refusal(Code.DRAFT_NAME_MISSING, limit=NAME_LETTERS_MAX))
    clean = fitting(text)
    if len(drafts_of(connection, by.person.programme_id, how_many=DRAFTS_MAX)) == DRAFTS_MAX:
        raise Refused(refusal(Code.DRAFTS_TOO_MANY, limit=DRAFTS_MAX))
    with connection.transaction():
        draft_id = add_draft(connection, by.person.programme_id, name.strip())
        new = NewVersion(draft_id, 0, "begun", clean)
        is_added = add_version(connection, new, by.person, now=by.now)
        assert is_added, "nobody knows a new draft's number"
    return draft_id


def save(
    connection: psycopg.Connection, on: Based, text: str, by: Hand, *, how: How = "text"
) -> None:
    """Save a draft's text after the version that was seen; the same text again saves nothing.

    Refuses: DRAFT_UNKNOWN, DRAFT_OVER, DRAFT_CHANGED, DRAFT_TOO_LARGE, DRAFT_SAVED_TOO_OFTEN.
    """
    clean = fitting(text)
    draft = as_seen(connection, on, by)
    if clean != draft.text:
        add_or_refuse(connection, draft, clean, by, how=how)


def set_aside(connection: psycopg.Connection, on: Based, by: Hand) -> None:
    """End a draft that nobody goes on with. Its versions stay.

    Refuses: as `save`.
    """
    draft = as_seen(connection, on, by)
    add_or_refuse(connection, draft, draft.text, by, how="set_aside")


def attach_report(
    connection: psycopg.Connection,
    beside: Beside,
    on: Based,
    *,
    report: tuple[bytes, bytes | None],
    by: Hand,
) -> None:
    """Name the report of a rehearsal in the text, and keep it: JSON, and its page if there is one.

    Refuses: as `save`; REHEARSAL_UNREADABLE, REHEARSAL_OF_ANOTHER, FILE_TOO_LARGE,
             DRAFT_NOT_READY where the text can't be read, DRAFT_TABLE_IN_THE_WAY.
    """
    draft, (written, page) = as_seen(connection, on, by), report
    if max(len(written), len(page or b"")) > REPORT_BYTES_MAX:
        raise Refused(refusal(Code.FILE_TOO_LARGE, limit=REPORT_BYTES_MAX))
    checked = examine_text(draft.text, beside, name=draft.name)
    if checked.view is None:
        raise Refused(refusal(Code.DRAFT_NOT_READY, seen=len(checked.findings)))
    text, rehearsed_on = _with_rehearsal(checked.view, written)
    with connection.transaction():
        add_or_refuse(connection, draft, text, by, how="rehearsed")
        attached = AttachedReport(rehearsed_on, written, page)
        add_report(connection, (draft.draft_id, draft.version + 1), attached)


def as_seen(connection: psycopg.Connection, on: Based, by: Hand) -> Draft:
    """Return a draft of a person's programme, if it stands as it was seen and isn't over.

    Refuses: DRAFT_UNKNOWN, DRAFT_OVER, DRAFT_CHANGED.
    """
    draft = read_draft(connection, by.person.programme_id, on.draft_id)
    if draft is None or on.version > draft.version:
        raise Refused(refusal(Code.DRAFT_UNKNOWN))
    if draft.is_over:
        raise Refused(refusal(Code.DRAFT_OVER))
    if draft.version != on.version:
        raise Refused(_changed(draft))
    return draft


def add_or_refuse(
    connection: psycopg.Connection, draft: Draft, text: str, by: Hand, *, how: How
) -> None:
    """Save the version after a draft's.

    Refuses: DRAFT_CHANGED where somebody was faster, DRAFT_SAVED_TOO_OFTEN.
    """
    if draft.version >= SAVES_MAX:
        raise Refused(refusal(Code.DRAFT_SAVED_TOO_OFTEN, limit=SAVES_MAX))
    new = NewVersion(draft.draft_id, draft.version, how, text)
    if not add_version(connection, new, by.person, now=by.now):
        newest = read_draft(connection, by.person.programme_id, draft.draft_id)
        assert newest is not None, draft.draft_id
        raise Refused(_changed(newest))


def put_in(view: View, table: str, name: str) -> str:
    """Return the text with a table in place of the one of its name.

    Refuses: DRAFT_TABLE_IN_THE_WAY.
    """
    try:
        return with_table(view, table)
    except CannotApprove as wrong:
        raise Refused(refusal(Code.DRAFT_TABLE_IN_THE_WAY, table=name)) from wrong


def fitting(text: str) -> str:
    """Return a text with the line ends of a file: browsers send others.

    Refuses: DRAFT_TOO_LARGE.
    """
    clean = text.replace("\r\n", "\n")
    size = len(clean.encode())
    if size > FILE_BYTES_MAX:
        raise Refused(refusal(Code.DRAFT_TOO_LARGE, seen=size, limit=FILE_BYTES_MAX))
    return clean


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


def _changed(newest: Draft) -> Refusal:
    return refusal(Code.DRAFT_CHANGED, name=newest.saved_by, version=newest.version)
