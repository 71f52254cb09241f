"""A draft's text, with the check beside it. Its form changes the same text (edition_form)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.write_draft import Hand, fitting, save
from plaudit.core.refusals import Code, Refused
from plaudit.core.staff import Role
from plaudit.pages.console import drafting
from plaudit.pages.files import address_of
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.drafts import Draft

_BY_SCRIPT = "X-Live-Check"


@require_safe
@on_duty(Role.AUTHOR)
def text(shift: Shift, number: int) -> HttpResponse:
    """Show a draft's text to be changed, with what the check says beside it."""
    draft = drafting.ours(shift, number)
    return _editor(shift, draft, draft.text)


@require_POST
@on_duty(Role.AUTHOR, looks=True)
def check(shift: Shift, number: int) -> HttpResponse:
    """Check what was typed, saving nothing; a script asks for the findings alone."""
    draft = drafting.ours(shift, number)
    written = fitting(shift.request.POST.get("text", ""))
    if _BY_SCRIPT not in shift.request.headers:
        return _editor(shift, draft, written)
    looked = drafting.look_at(shift, written, drafting.beside_of(shift), name=draft.name)
    return shift.page("console/findings.html", looked=looked)


@require_POST
@on_duty(Role.AUTHOR, does="edition.save")
def keep(shift: Shift, number: int) -> HttpResponse:
    """Save the text; where that can't be, show it with the reason, so that nothing is lost."""
    on, by = drafting.based(shift, number), Hand(shift.person, shift.now)
    written = shift.request.POST.get("text", "")
    try:
        save(shift.connection, on, written, by)
    except Refused as no:
        draft = drafting.ours(shift, number)
        return _editor(shift, draft, written.replace("\r\n", "\n"), no=no)
    return redirect("console_edition", number=number)


def _editor(shift: Shift, draft: Draft, written: str, *, no: Refused | None = None) -> HttpResponse:
    is_too_large = no is not None and no.refusal.code == Code.DRAFT_TOO_LARGE
    text = draft.text if is_too_large else written
    looked = drafting.look_at(shift, text, drafting.beside_of(shift), name=draft.name)
    return shift.page(
        "console/edition_text.html",
        status=200 if no is None else no.refusal.status,
        is_changed=no is not None and no.refusal.code == Code.DRAFT_CHANGED,
        draft=draft,
        written=written,
        looked=looked,
        no="" if no is None else reason_in_words(no.refusal, shift.voice),
        script=address_of("editor.js"),
    )


urlpatterns = [
    path("<int:number>/text", text, name="console_edition_text"),
    path("<int:number>/check", check, name="console_edition_check"),
    path("<int:number>/save", keep, name="console_edition_save"),
]
