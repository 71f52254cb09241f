"""Approving a draft: another person than who wrote it puts a name under the version that was seen.

The book's own row is the approval: a table [approval] that somebody typed into the text is none.
Source: charter, C25; docs/decisions/0032-editions-in-the-console.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import psycopg

from plaudit.actions.examine import Beside, examine_text
from plaudit.actions.write_draft import Based, Hand, add_or_refuse, as_seen, put_in
from plaudit.core.approving import approval_table
from plaudit.core.charter.approval import APPROVAL
from plaudit.core.charter.c25 import AHEAD_DAYS
from plaudit.core.charter.check import Report
from plaudit.core.charter.people import same_person
from plaudit.core.charter.view import View
from plaudit.core.drafts import open_questions
from plaudit.core.period import Calendar, date_of
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.staff import StaffPerson
from plaudit.store.drafts import WROTE, Save, saves_of


def approve(connection: psycopg.Connection, beside: Beside, on: Based, by: Hand) -> None:
    """Approve the version of a draft that was seen: its text gets the table [approval].

    Refuses: as `save`; APPROVER_WROTE_IT, DRAFT_NOT_READY, DRAFT_ELSEWHERE, DRAFT_DAY_PAST,
             APPROVER_IS_ANOTHER, DRAFT_TABLE_IN_THE_WAY.
    """
    draft, person = as_seen(connection, on, by), by.person
    if wrote(saves_of(connection, draft.draft_id), person):
        raise Refused(refusal(Code.APPROVER_WROTE_IT, name=person.name))
    report = examine_text(draft.text, beside, name=draft.name)
    view = ready(report)
    must_be_of(view, beside.programme)
    today = date_of(Calendar(person.time_zone).day_of(by.now))
    must_be_to_come(view, today)
    approver = view.text("people", "approver") or ""
    if not same_person(approver, person.name):
        raise Refused(refusal(Code.APPROVER_IS_ANOTHER, approver=approver, name=person.name))
    text = put_in(view, approval_table(view, by=person.name, on=today), APPROVAL)
    add_or_refuse(connection, draft, text, by, how="approved")


def wrote(saves: Iterable[Save], person: StaffPerson) -> bool:
    """Return whether somebody wrote any version of a draft, by number or by name."""
    return any(
        one.staff_id == person.staff_id or same_person(one.saved_by, person.name)
        for one in saves
        if one.how in WROTE
    )


def ready(report: Report) -> View:
    """Return a text that the check has nothing against, apart from an approval that it has.

    Refuses: DRAFT_NOT_READY.
    """
    against = list(open_questions(report))
    if against or report.view is None:
        raise Refused(refusal(Code.DRAFT_NOT_READY, seen=len(against)))
    return report.view


def must_be_of(view: View, programme: str) -> None:
    """Refuse a text of another programme than the one that somebody works for."""
    seen = view.text("edition", "programme")
    if seen != programme:
        raise Refused(refusal(Code.DRAFT_ELSEWHERE, seen=seen, programme=programme))


def must_be_to_come(view: View, today: date) -> None:
    """Refuse a text whose day of publication is past."""
    promised = view.day("people", "published_on")
    if promised is not None and promised < today:
        raise Refused(refusal(Code.DRAFT_DAY_PAST, published_on=promised, days=AHEAD_DAYS))
