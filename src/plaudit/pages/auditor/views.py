"""What an auditor reads: checks and their last result, recounted months, the chain of closings."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from plaudit.core.closing_chain import faults_of
from plaudit.core.closing_file import closings_file
from plaudit.core.staff import Role
from plaudit.pages.auditor.asking import months_to_ask, shown_asked
from plaudit.pages.auditor.words import show_closings, show_recounts
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.sql.loader import checks
from plaudit.store.closing_key import is_signed
from plaudit.store.closings import read_closings
from plaudit.store.recounts import read_months
from plaudit.store.timetable import last_audit_run

MONTHS_MAX = 24
"""The newest months that are shown; the chain of all is verified."""


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One of the book's checks, by its name, and how many rows it found at its last run."""

    name: str
    rows: int


@require_safe
@on_duty(Role.AUDITOR)
def book(shift: Shift) -> HttpResponse:
    """Show what was checked of the book, when, and what came of it."""
    number, run = shift.person.programme_id, last_audit_run(shift.connection)
    kept = read_closings(shift.connection, number)
    faults = faults_of([one.signed for one in kept], is_signed=is_signed)
    found = {} if run is None else run.findings
    return shift.page(
        "auditor/book.html",
        checked_at="" if run is None else shift.moment(run.ended_at),
        findings=sum(found.values()),
        checks=[ShownCheck(name.replace("_", " "), found.get(name, 0)) for name in checks()],
        months=show_recounts(
            read_months(shift.connection, number, how_many=MONTHS_MAX),
            moment=shift.moment,
            voice=shift.voice,
        ),
        closings=show_closings(kept, faults, most=MONTHS_MAX, voice=shift.voice),
        faults=len(faults),
        keys=list(dict.fromkeys(one.signed.public_key.hex() for one in kept)),
        programme_id=shift.person.programme,
        asked=shown_asked(shift),
        months_to_ask=months_to_ask(shift),
    )


@require_safe
@on_duty(Role.AUDITOR)
def closings(shift: Shift) -> HttpResponse:
    """Answer with the file of all closings, to be verified elsewhere."""
    kept = read_closings(shift.connection, shift.person.programme_id)
    written = closings_file([one.signed for one in kept])
    response = HttpResponse(written.encode(), content_type="application/json; charset=utf-8")
    name = f"{shift.person.programme}-closings.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
