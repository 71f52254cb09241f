"""A draft's form: its values in fields, and presses that add and take out what an edition has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.write_draft import Hand, save
from plaudit.core.catalogue.amending import amended, refused
from plaudit.core.catalogue.beginning import commented
from plaudit.core.catalogue.reshaping import CannotReshape
from plaudit.core.catalogue.source import Source, read_source
from plaudit.core.edition_form import (
    Field,
    Group,
    groups_of,
    is_same_place,
    offer_in_words,
    with_value,
)
from plaudit.core.edition_lists import Lists
from plaudit.core.edition_shape import Offer, reshaped, tables_to_add, to_add, to_remove
from plaudit.core.period import date_of
from plaudit.core.refusals import N_, Code, Refused
from plaudit.core.staff import Role
from plaudit.pages.console import drafting
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.drafts import Draft

_Any = TypeVar("_Any")
_LONG = 60
_ODD = N_(
    "This can't be done in the form, because of how the text is written there. Change the text."
)


class Back(NamedTuple):
    """What comes back with a form: what was changed, what is wrong with it, and what is said.

    `lost` are changes that have no place in the newest version; `is_undone`: a press wasn't done.
    """

    changed: Mapping[str, str] = {}
    wrong: frozenset[str] = frozenset()
    lost: tuple[str, ...] = ()
    no: str = ""
    odd: str = ""
    is_undone: bool = False
    status: int = 200


@require_safe
@on_duty(Role.AUTHOR)
def form(shift: Shift, number: int) -> HttpResponse:
    """Show a draft's values, each in a field of its own."""
    return _form(shift, drafting.ours(shift, number), Back())


@require_POST
@on_duty(Role.AUTHOR, does="edition.form")
def keep_form(shift: Shift, number: int) -> HttpResponse:
    """Put the values that were changed into the text, add or take out what was wanted, save it."""
    on, by = drafting.based(shift, number), Hand(shift.person, shift.now)
    draft = drafting.ours(shift, number, version=on.version)
    source = read_source("", draft.text.encode())
    groups = groups_of(source, shift.voice)
    changed = _changed(groups, shift.request)
    fields = {one.name: one.value for group in groups for one in group.fields}
    wrong = frozenset(name for name, given in changed.items() if refused(fields[name], given))
    if wrong:
        undone = bool(shift.request.POST.get("do"))
        return _form(shift, draft, Back(changed, wrong, is_undone=undone, status=422))
    written = amended(source, {fields[name].path: given for name, given in changed.items()})
    wanted = _wanted(shift, source, groups)
    try:
        if wanted is not None:
            written = reshaped(read_source("", written.encode()), wanted)
        save(shift.connection, on, written, by, how="form")
    except CannotReshape:
        return _form(shift, draft, Back(changed, odd=shift.voice.say(_ODD), status=422))
    except Refused as no:
        if no.refusal.code != Code.DRAFT_CHANGED:
            raise
        newest = drafting.ours(shift, number)
        back = _brought_over(shift, source, read_source("", newest.text.encode()), changed=changed)
        said = reason_in_words(no.refusal, shift.voice)
        back = back._replace(no=said, is_undone=wanted is not None, status=no.refusal.status)
        return _form(shift, newest, back)
    if wanted is None:
        return redirect("console_edition", number=number)
    return redirect(f"{reverse('console_edition_form', args=[number])}#{_anchor(shift)}")


def _changed(groups: list[Group], request: HttpRequest) -> dict[str, str]:
    """Return what differs from the version that the form was made for, by field."""
    shown = {one.name: one.value.shown for group in groups for one in group.fields}
    given = {name: request.POST[name] for name in shown if name in request.POST}
    return {name: value for name, value in given.items() if value != shown[name]}


def _brought_over(shift: Shift, was: Source, now: Source, *, changed: Mapping[str, str]) -> Back:
    """Return the changes that stand at the same thing's place in another version, and the others.

    Names go by places: what a colleague took out moves all that comes after it.
    """
    there = {one.name for group in groups_of(now, shift.voice) for one in group.fields}
    kept, lost = {}, []
    for group in groups_of(was, shift.voice):
        for one in group.fields:
            if one.name not in changed:
                continue
            if one.name in there and is_same_place(one.value.path, was, now):
                kept[one.name] = changed[one.name]
            else:
                lost.append(f"{group.title} · {one.label}: {changed[one.name]}")
    return Back(kept, lost=tuple(lost))


def _wanted(shift: Shift, source: Source, groups: list[Group]) -> Offer | None:
    """Return what is to be added or taken out; None where only values were changed.

    The offers are those of the version that the form was made for, so a number names one.
    """
    request = shift.request
    verb, _, at = request.POST.get("do", "").partition(".")
    if verb == "table":
        return _chosen(_tables(shift, source), request.POST.get("table", ""))
    group = _chosen(groups, at)
    if group is None:
        return None
    if verb == "drop":
        return Offer(group.tables[0], None) if _is_entry(group) else None
    if verb not in _OFFERS:
        return None
    return _chosen(_OFFERS[verb](source, group), request.POST.get(f"{verb}.{at}", ""))


def _tables(shift: Shift, source: Source) -> list[Offer]:
    offers = tables_to_add(source, today=date_of(shift.today))
    return [one._replace(value=commented(one.value or "", shift.voice)) for one in offers]


def _to_add(source: Source, group: Group) -> list[Offer]:
    return [offer for path in group.tables for offer in to_add(source, path)]


def _to_remove(source: Source, group: Group) -> list[Offer]:
    return [offer for path in group.tables for offer in to_remove(source, path)]


_OFFERS = {"add": _to_add, "remove": _to_remove}


def _chosen(listed: list[_Any], at: str) -> _Any | None:
    """Return what a number names, counted from 0; None for none."""
    is_number = at.isascii() and at.isdigit() and len(at) < 6
    return listed[int(at)] if is_number and int(at) < len(listed) else None


def _is_entry(group: Group) -> bool:
    """Return whether a group is one of a list of tables, which can be taken out as a whole."""
    return len(group.tables) == 1 and len(group.tables[0]) == 2


def _anchor(shift: Shift) -> str:
    """Return where on the page a press was."""
    verb, _, at = shift.request.POST["do"].partition(".")
    return f"group-{at}" if verb in _OFFERS else "more"


class _Sight(NamedTuple):
    """A draft's text, who looks at it, and what its values are chosen from."""

    source: Source
    shift: Shift
    lists: Lists | None

    def in_words(self, offers: list[Offer]) -> list[str]:
        voice = self.shift.voice
        return [offer_in_words(self.source, one, voice, lists=self.lists) for one in offers]


def _form(shift: Shift, draft: Draft, back: Back) -> HttpResponse:
    source, lists = read_source("", draft.text.encode()), drafting.lists_of(shift)
    groups, sight = groups_of(source, shift.voice, lists), _Sight(source, shift, lists)
    more = _tables(shift, source) if groups else []
    return shift.page(
        "console/edition_form.html",
        status=back.status,
        draft=draft,
        groups=[_shown(sight, group, back=back) for group in groups],
        more=sight.in_words(more),
        back=back,
    )


def _shown(sight: _Sight, group: Group, *, back: Back) -> dict[str, object]:
    return {
        "title": group.title,
        "add": sight.in_words(_to_add(sight.source, group)),
        "remove": sight.in_words(_to_remove(sight.source, group)),
        "is_entry": _is_entry(group),
        "fields": [_field(one, back=back) for one in group.fields],
    }


def _field(one: Field, *, back: Back) -> dict[str, object]:
    value = back.changed.get(one.name, one.value.shown)
    return {
        "name": one.name,
        "label": one.label,
        "kind": one.value.kind.value,
        "value": value,
        "is_long": len(one.value.shown) > _LONG,
        "is_wrong": one.name in back.wrong,
        "choices": with_value(one.choices, value),
    }


urlpatterns = [
    path("<int:number>/form", form, name="console_edition_form"),
    path("<int:number>/form/save", keep_form, name="console_edition_form_save"),
]
