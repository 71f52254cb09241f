"""A draft: where an edition's file stands before it is published, and what is to be done next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from plaudit.core.charter.approval import APPROVAL, REHEARSAL
from plaudit.core.charter.check import Report
from plaudit.core.charter.finding import Finding, Result
from plaudit.core.charter.view import View
from plaudit.core.publishing import State


class Standing(NamedTuple):
    """A file's state, and one sentence about the next step; empty where there is none."""

    state: State
    next: str


def standing_of(report: Report, *, today: date) -> Standing:
    """Return where an edition's file stands, as its check found it.

    Units: `today` is the day in the programme's time zone.
    """
    file, view = report.file, report.view
    if report.result is Result.REFUSED or view is None:
        errors = sum(found.is_error for found in report.findings)
        author = (view and view.text("people", "author")) or "The author"
        return Standing(
            State.DRAFT, f"{author} mends {_many(errors, 'error')}: plaudit check {file}"
        )
    questions = list(open_questions(report))
    if questions:
        said = _many(len(questions), "question")
        return Standing(State.DRAFT, f"A person answers {said}: plaudit check {file}")
    checked = State.CHECKED if view.value(REHEARSAL) is None else State.REHEARSED
    approver = view.text("people", "approver") or "The approver"
    approve = f'plaudit approve {file} --by "{approver}"'
    if report.result is Result.NEEDS_A_PERSON:
        return Standing(
            checked,
            f"Something was changed after the approval, which is void. {approver} looks at it "
            f"again: {approve}",
        )
    if view.value(APPROVAL) is None:
        return Standing(checked, f"{approver} approves it: {approve}")
    return Standing(State.APPROVED, _publishing(view, file, today=today))


def open_questions(report: Report) -> Iterable[Finding]:
    """Yield what keeps a file from being approved, apart from the approval that it has."""
    return (
        found
        for found in report.findings
        if not found.answered_by and found.mistake.path[:1] != (APPROVAL,)
    )


def _publishing(view: View, file: str, *, today: date) -> str:
    promised = view.day("people", "published_on")
    assert promised is not None, "an edition that passes names its day"
    if promised < today:
        return (
            f"{promised}, its day of publication, is past. The author writes a later published_on, "
            "at least 14 days before starts_on, and has it approved anew."
        )
    day = "today" if promised == today else f"on {promised}"
    return f"It is published {day}: plaudit publish {file}"


def _many(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
