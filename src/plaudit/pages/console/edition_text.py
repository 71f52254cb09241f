"""A draft's text and its form: both change the same text, and neither loses what the other has."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.write_draft import Hand, fitting, save
from plaudit.core.catalogue.amending import amended, refused
from plaudit.core.catalogue.source import read_source
from plaudit.core.edition_form import Group, groups_of
from plaudit.core.refusals import Code, Refused
from plaudit.core.staff import Role
from plaudit.pages.console import drafting
from plaudit.pages.files import address_of
from plaudit.pages.showing import reason_in_words
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.drafts import Draft

_BY_SCRIPT = "X-Live-Check"
_LONG = 60


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
    """Save the text; where somebody else was faster, show both, so that nothing is lost."""
    on, by = drafting.based(shift, number), Hand(shift.person, shift.now)
    written = shift.request.POST.get("text", "")
    try:
        save(shift.connection, on, written, by)
    except Refused as no:
        if no.refusal.code != Code.DRAFT_CHANGED:
            raise
        draft = drafting.ours(shift, number)
        return _editor(shift, draft, fitting(written), no=no)
    return redirect("console_edition", number=number)


@require_safe
@on_duty(Role.AUTHOR)
def form(shift: Shift, number: int) -> HttpResponse:
    """Show what is changed most often, each value in a field of its own."""
    return _form(shift, drafting.ours(shift, number), {})


@require_POST
@on_duty(Role.AUTHOR, does="edition.form")
def keep_form(shift: Shift, number: int) -> HttpResponse:
    """Put the values that were changed into the text, and save it."""
    on, by = drafting.based(shift, number), Hand(shift.person, shift.now)
    draft = drafting.ours(shift, number, version=on.version)
    changed = _changed(draft, shift.request, shift)
    fields = {one.name: one.value for group in _groups(draft, shift) for one in group.fields}
    wrong = {name for name, given in changed.items() if refused(fields[name], given)}
    if wrong:
        return _form(shift, draft, changed, wrong=wrong)
    source = read_source("", draft.text.encode())
    written = amended(source, {fields[name].path: given for name, given in changed.items()})
    try:
        save(shift.connection, on, written, by, how="form")
    except Refused as no:
        if no.refusal.code != Code.DRAFT_CHANGED:
            raise
        return _form(shift, drafting.ours(shift, number), changed, no=no)
    return redirect("console_edition", number=number)


def _editor(shift: Shift, draft: Draft, written: str, *, no: Refused | None = None) -> HttpResponse:
    looked = drafting.look_at(shift, written, drafting.beside_of(shift), name=draft.name)
    return shift.page(
        "console/edition_text.html",
        status=200 if no is None else no.refusal.status,
        draft=draft,
        written=written,
        looked=looked,
        no="" if no is None else reason_in_words(no.refusal, shift.voice),
        script=address_of("editor.js"),
    )


def _groups(draft: Draft, shift: Shift) -> list[Group]:
    return groups_of(read_source("", draft.text.encode()), shift.voice)


def _changed(draft: Draft, request: HttpRequest, shift: Shift) -> dict[str, str]:
    """Return what differs from the version that the form was made for, by field."""
    shown = {one.name: one.value.shown for group in _groups(draft, shift) for one in group.fields}
    given = {name: request.POST[name] for name in shown if name in request.POST}
    return {name: value for name, value in given.items() if value != shown[name]}


def _form(
    shift: Shift,
    draft: Draft,
    changed: dict[str, str],
    *,
    wrong: set[str] | None = None,
    no: Refused | None = None,
) -> HttpResponse:
    groups = [
        {
            "title": group.title,
            "fields": [
                {
                    "name": one.name,
                    "label": one.label,
                    "kind": one.value.kind.value,
                    "value": changed.get(one.name, one.value.shown),
                    "is_long": len(one.value.shown) > _LONG,
                    "is_wrong": one.name in (wrong or set()),
                }
                for one in group.fields
            ],
        }
        for group in _groups(draft, shift)
    ]
    status = no.refusal.status if no else 422 if wrong else 200
    said = "" if no is None else reason_in_words(no.refusal, shift.voice)
    return shift.page(
        "console/edition_form.html", status=status, draft=draft, groups=groups, no=said
    )


urlpatterns = [
    path("<int:number>/text", text, name="console_edition_text"),
    path("<int:number>/check", check, name="console_edition_check"),
    path("<int:number>/save", keep, name="console_edition_save"),
    path("<int:number>/form", form, name="console_edition_form"),
    path("<int:number>/form/save", keep_form, name="console_edition_form_save"),
]
