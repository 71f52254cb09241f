"""The report of a draft's rehearsal: attached by its author, read by who approves it.

A report is a file that somebody sent. Its numbers are kept, and the page is made of them here, in
the reader's language: nobody can attach a page that says something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.attach_report import REPORT_BYTES_MAX, attach_report
from plaudit.actions.examine import Beside
from plaudit.actions.write_draft import Hand
from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.approval import REHEARSAL, rehearsed_hash
from plaudit.core.charter.view import View, World
from plaudit.core.difference.compare import difference
from plaudit.core.difference.said import said_by
from plaudit.core.difference.telling import in_sentences
from plaudit.core.period import day_number
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rehearsal_form import Numbers, read_numbers
from plaudit.core.rehearsal_page import NoReport
from plaudit.core.sentence import ENGLISH
from plaudit.core.staff import Role
from plaudit.lab.report_page import page_of
from plaudit.pages.console import drafting
from plaudit.pages.staff.shift import Shift, on_duty
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
    attach_report(shift.connection, drafting.beside_of(shift), on, file=file, by=by)
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
    told = [] if shift.voice.language == ENGLISH else _told_anew(shift, draft.text, numbers)
    return page_of(numbers, shift.voice, told=told)


def _numbers(report: AttachedReport) -> Numbers | None:
    """Return a report's numbers; None for those of an older form."""
    try:
        return read_numbers(report.report)
    except NoReport:
        return None


def _told_anew(shift: Shift, text: str, numbers: Any) -> list[str]:
    """Return what a rehearsed draft changes, in the reader's language.

    Nothing where the draft, the edition beside it or a deed type is no more what was rehearsed.
    """
    published, against = drafting.published_of(shift), numbers["against"]
    current = [one for one in published.editions if one.edition.id == against["edition"]]
    try:
        beside = drafting.beside_of(shift, published)
        after = said_by(text, beside.activity_texts)
        before = [said_by(one.text, one.activity_texts) for one in current]
    except (Mistakes, Refused):
        return []
    hashed = [_hash_of(one.text, one.activity_texts, beside) for one in current]
    hashed.append(_hash_of(text, beside.activity_texts, beside))
    if hashed != [against["edition_sha256"], numbers["edition_sha256"]]:
        return []
    return in_sentences(difference(before[0], after), shift.voice)


def _hash_of(text: str, activity_texts: Mapping[str, str], beside: Beside) -> str:
    """Return the hash by which a rehearsal names an edition."""
    activities = {id: read_source(id, one.encode()) for id, one in activity_texts.items()}
    world = World(beside.catalogue.registries, activities)
    return rehearsed_hash(View(read_source("", text.encode()), "edition", world))


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
