"""Attaching the report of a rehearsal to a draft: its text names the report, which is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import Any, NamedTuple

import psycopg

from plaudit.actions.examine import Beside, examine_text
from plaudit.actions.rehearsed import Rehearsed, comparable, find_rehearsed
from plaudit.actions.write_draft import Based, Hand, add_or_refuse, as_seen, put_in
from plaudit.core.approving import CannotApprove, rehearsal_table
from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.approval import REHEARSAL
from plaudit.core.charter.view import View
from plaudit.core.difference.said import said_by
from plaudit.core.period import Calendar
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rehearsal_form import read_numbers
from plaudit.core.rehearsal_page import NoReport, numbers_of
from plaudit.core.voice import Voice
from plaudit.store.catalogue import read_programme
from plaudit.store.drafts import AttachedReport, Draft, add_report
from plaudit.store.partners import list_partners

REPORT_BYTES_MAX = 1024 * 1024
"""How large the file of a rehearsal's report may be."""
_SEEN = 40


class Sent(NamedTuple):
    """A file that was sent: the page of a report with its numbers inside, or the numbers alone.

    `english`: a report's sentences are in English, and are told anew by this.
    """

    file: bytes
    english: Voice


def attach_report(
    connection: psycopg.Connection, beside: Beside, on: Based, *, sent: Sent, by: Hand
) -> None:
    """Name the report of a rehearsal in the text, and keep its numbers.

    Of a page nothing but the numbers is kept: what it shows may be something else.

    Refuses: as `save`; FILE_TOO_LARGE, REHEARSAL_UNREADABLE, REHEARSAL_OF_ANOTHER,
             DRAFT_NOT_READY where the text can't be read, REHEARSAL_AGAINST_ANOTHER,
             REHEARSAL_OTHER_WORDS, REHEARSAL_OTHER_ROWS, DRAFT_TABLE_IN_THE_WAY.
    """
    draft = as_seen(connection, on, by)
    if len(sent.file) > REPORT_BYTES_MAX:
        raise Refused(refusal(Code.FILE_TOO_LARGE, limit=REPORT_BYTES_MAX))
    raw, numbers = _numbers(sent.file)
    checked = examine_text(draft.text, beside, name=draft.name)
    if checked.view is None:
        raise Refused(refusal(Code.DRAFT_NOT_READY, seen=len(checked.findings)))
    said = (checked.view.text("edition", "programme"), checked.view.text("edition", "id"))
    if said != (numbers["programme"], numbers["edition"]):
        raise Refused(refusal(Code.REHEARSAL_OF_ANOTHER))
    text, rehearsed_on = _with_rehearsal(checked.view, raw)
    rehearsed = _as_rehearsed(connection, draft, numbers, beside=beside, by=by)
    _must_say_the_same(numbers["difference"], rehearsed.sentences(sent.english))
    partners = list_partners(connection, by.person.programme_id)
    named = {"kinds": beside.activity_texts, "partners": [one.registered.id for one in partners]}
    unknown = rehearsed.made_up(numbers, **named)
    if unknown is not None:
        raise Refused(refusal(Code.REHEARSAL_OTHER_ROWS, seen=unknown))
    with connection.transaction():
        add_or_refuse(connection, draft, text, by, how="rehearsed")
        attached = AttachedReport(rehearsed_on, raw)
        add_report(connection, (draft.draft_id, draft.version + 1), attached)


def _as_rehearsed(
    connection: psycopg.Connection, draft: Draft, numbers: Any, *, beside: Beside, by: Hand
) -> Rehearsed:
    """Return both editions of a report that compares with one that members have or will have.

    Refuses: DRAFT_NOT_READY, REHEARSAL_AGAINST_ANOTHER.
    """
    published = read_programme(connection, by.person.programme_id, by.person.programme)
    try:
        starts_on = said_by(draft.text, beside.activity_texts).edition.starts_on
    except Mistakes as wrong:
        raise Refused(refusal(Code.DRAFT_NOT_READY, seen=len(wrong.mistakes))) from wrong
    today = Calendar(by.person.time_zone).day_of(by.now)
    can_be = [one.edition.id for one in comparable(published, starts_on=starts_on, today=today)]
    found = find_rehearsed(numbers, draft.text, beside=beside, published=published)
    against = numbers["against"]["edition"]
    if found is None or against not in can_be:
        named = {"seen": against[:_SEEN], "edition": ", ".join(can_be) or "–"}
        raise Refused(refusal(Code.REHEARSAL_AGAINST_ANOTHER, **named))
    return found


def _must_say_the_same(said: Sequence[str], own: Sequence[str]) -> None:
    """Return where a report tells the difference as its two editions give it.

    Refuses: REHEARSAL_OTHER_WORDS, with the first sentence that is another.
    """
    for theirs, ours in zip_longest(said, own, fillvalue="–"):
        if theirs != ours:
            raise Refused(refusal(Code.REHEARSAL_OTHER_WORDS, seen=theirs, written=ours))


def _numbers(file: bytes) -> tuple[bytes, Any]:
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
