"""The report of a draft's rehearsal: attached by its author, read by who approves it.

A report is a file that somebody sent. Its numbers are kept, and the page is made of them here, in
the reader's language: nobody can attach a page that says something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.attach_report import REPORT_BYTES_MAX, Sent, attach_report
from plaudit.actions.rehearsed import Rehearsed, find_rehearsed
from plaudit.actions.write_draft import Hand
from plaudit.core.charter.approval import REHEARSAL
from plaudit.core.charter.view import View
from plaudit.core.period import day_number
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rehearsal_form import Numbers, read_numbers
from plaudit.core.rehearsal_page import NoReport
from plaudit.core.sentence import ENGLISH
from plaudit.core.staff import Role
from plaudit.lab.report_page import page_of
from plaudit.lab.report_words import names_in
from plaudit.pages.console import drafting
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.voices import voice_of
from plaudit.store.drafts import AttachedReport, Draft, read_report

ALONE = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Nothing runs, is fetched or sent, and the page is of no origin: it has no cookies of ours.

The second line: nothing in the page could want to.
"""
_SHA256 = re.compile("[0-9a-f]{64}")
_KINDS = {"html": "text/html; charset=utf-8", "json": "application/json; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class ShownReport:
    """The report that a text names. `has_file`: it is kept here; `has_page`: and has our form."""

    on: str
    sha256: str
    has_file: bool
    has_page: bool


@require_POST
@on_duty(Role.AUTHOR, does="edition.rehearsal")
def attach(shift: Shift, number: int) -> HttpResponse:
    """Attach the report of a rehearsal: its page, or its numbers as JSON."""
    on, by = drafting.based(shift, number), Hand(shift.person, shift.now)
    sent = shift.request.FILES.get("report")
    if sent is not None and (sent.size or 0) > REPORT_BYTES_MAX:
        raise Refused(refusal(Code.FILE_TOO_LARGE, limit=REPORT_BYTES_MAX))
    file = b"" if sent is None else sent.read()
    given = Sent(file, voice_of(ENGLISH))
    attach_report(shift.connection, drafting.beside_of(shift), on, sent=given, by=by)
    return redirect("console_edition", number=number)


@require_safe
@on_duty(Role.AUTHOR, Role.APPROVER)
def read(shift: Shift, number: int, sha256: str) -> HttpResponse:
    """Show a report's page by itself, locked up."""
    page = _page(shift, *_report(shift, number, sha256))
    response = HttpResponse(page, content_type=_KINDS["html"])
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


@require_safe
@on_duty(Role.AUTHOR, Role.APPROVER)
def download(shift: Shift, number: int, *, sha256: str, form: str) -> HttpResponse:
    """Answer with a report's page or its numbers, to be kept."""
    if form not in _KINDS:
        raise Http404
    draft, report = _report(shift, number, sha256)
    content = report.report if form == "json" else _page(shift, draft, report)
    response = HttpResponse(content, content_type=_KINDS[form])
    name = f"rehearsal-{report.rehearsed_on}-{sha256[:8]}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = ALONE
    return response


def named_in(shift: Shift, number: int, view: View | None) -> ShownReport | None:
    """Return the report that a draft's text names, or None."""
    hashed = None if view is None else view.text(REHEARSAL, "report_sha256")
    on = None if view is None else view.day(REHEARSAL, "rehearsed_on")
    if hashed is None or on is None:
        return None
    is_hash = _SHA256.fullmatch(hashed) is not None
    kept = read_report(shift.connection, number, hashed) if is_hash else None
    return ShownReport(
        on=shift.voice.day(day_number(on)),
        sha256=hashed,
        has_file=kept is not None,
        has_page=kept is not None and _numbers(kept) is not None,
    )


def _page(shift: Shift, draft: Draft, report: AttachedReport) -> str:
    """Return the page of a report's numbers, in the reader's language."""
    numbers = _numbers(report)
    if numbers is None:
        raise Http404
    rehearsed = _as_it_is(shift, draft.text, numbers)
    if rehearsed is None:
        return page_of(numbers, shift.voice)
    sides = (rehearsed.current, rehearsed.draft)
    names = names_in((one.edition for one in sides), {**sides[0].activities, **sides[1].activities})
    return page_of(numbers, shift.voice, told=rehearsed.sentences(shift.voice), names=names)


def _numbers(report: AttachedReport) -> Numbers | None:
    """Return a report's numbers; None for those of an older form."""
    try:
        return read_numbers(report.report)
    except NoReport:
        return None


def _as_it_is(shift: Shift, text: str, numbers: Numbers) -> Rehearsed | None:
    """Return both editions of a report; None where one is no more what was rehearsed."""
    published = drafting.published_of(shift)
    try:
        beside = drafting.beside_of(shift, published)
    except Refused:
        return None
    return find_rehearsed(numbers, text, beside=beside, published=published)


def _report(shift: Shift, number: int, sha256: str) -> tuple[Draft, AttachedReport]:
    draft = drafting.ours(shift, number)
    found = None
    if _SHA256.fullmatch(sha256):
        found = read_report(shift.connection, draft.draft_id, sha256)
    if found is None:
        raise Http404
    return draft, found


urlpatterns = [
    path("<int:number>/rehearsal", attach, name="console_edition_rehearsal"),
    path("<int:number>/rehearsals/<str:sha256>/read", read, name="console_rehearsal_read"),
    path(
        "<int:number>/rehearsals/<str:sha256>/report.<str:form>",
        download,
        name="console_rehearsal_file",
    ),
]
