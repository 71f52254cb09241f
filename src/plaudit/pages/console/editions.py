"""Editions in the console: what is published, the drafts, and each draft's way to the book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.approve_draft import approve, wrote
from plaudit.actions.attach_report import REPORT_BYTES_MAX
from plaudit.actions.publish_draft import publish_draft
from plaudit.actions.write_draft import DRAFTS_MAX, NAME_LETTERS_MAX, Hand, begin, set_aside
from plaudit.core.approving import without_tables
from plaudit.core.catalogue.amending import amended, refused, values_of
from plaudit.core.catalogue.beginning import AHEAD_DAYS, START_DAYS, commented, skeleton
from plaudit.core.catalogue.scanner import Path
from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.view import View
from plaudit.core.notice.blocks import Notice
from plaudit.core.notice.making import notice_of
from plaudit.core.notice.particulars import particulars_of
from plaudit.core.period import date_of
from plaudit.core.publishing import State
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.staff import Role
from plaudit.core.voice import text_in
from plaudit.pages.console import drafting, edition_form, edition_text, rehearsals
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.voices import LANGUAGES, UnknownLanguage, voice_of
from plaudit.store.catalogue import PublishedEdition
from plaudit.store.drafts import Save, drafts_of, saves_of
from plaudit.store.instants import as_instant

SAVES_SHOWN = 20
_BOTH = (Role.AUTHOR, Role.APPROVER)


@require_safe
@on_duty(*_BOTH)
def editions(shift: Shift) -> HttpResponse:
    """List what is published with its state and countdown, and the drafts."""
    published, today = drafting.published_of(shift), date_of(shift.today)
    states = drafting.states(shift, published)
    waits = [
        {
            "id": one.edition.id,
            "state": shift.voice.say(drafting.STATES[state]),
            "starts_on": shift.voice.day(one.edition.starts_on),
            "left": drafting.countdown(shift, one.edition.starts_on)
            if state is State.PUBLISHED
            else "",
            "address": f"/programmes/{published.id}/{one.edition.id}/",
        }
        for one, state in zip(published.editions, states, strict=True)
    ]
    drafts = [
        {
            "number": one.draft_id,
            "name": one.name,
            "how": shift.voice.say(drafting.HOWS[one.how]),
            "who": one.saved_by,
            "on": shift.voice.day(shift.calendar.day_of(as_instant(one.saved_at))),
        }
        for one in drafts_of(shift.connection, shift.person.programme_id, how_many=DRAFTS_MAX)
    ]
    return shift.page(
        "console/editions.html",
        published=list(reversed(waits)),
        drafts=drafts,
        is_author=Role.AUTHOR in shift.person.roles,
        published_on=(today + timedelta(AHEAD_DAYS)).isoformat(),
        starts_on=(today + timedelta(START_DAYS)).isoformat(),
        name_max=NAME_LETTERS_MAX,
        deeds=_deeds(shift) if Role.AUTHOR in shift.person.roles else [],
    )


@require_POST
@on_duty(Role.AUTHOR, does="edition.begin")
def new(shift: Shift) -> HttpResponse:
    """Begin a draft from a published edition or from nothing, with days and an id of its own."""
    given = shift.request.POST
    editions = drafting.published_of(shift).editions
    chosen = [one for one in editions if one.edition.id == given.get("from")]
    text = without_tables(chosen[0].text) if chosen else _from_nothing(shift, editions)
    source = read_source("", text.encode())
    wanted: dict[Path, str] = {
        ("edition", "id"): given.get("id", "").strip(),
        ("edition", "starts_on"): given.get("starts_on", ""),
        ("people", "published_on"): given.get("published_on", ""),
        ("people", "author"): shift.person.name,
        ("people", "approver"): given.get("approver", "").strip(),
    }
    fits = {
        one.path: wanted[one.path]
        for one in values_of(source)
        if one.path in wanted and wanted[one.path] and not refused(one, wanted[one.path])
    }
    by = Hand(shift.person, shift.now)
    number = begin(shift.connection, given.get("name", ""), amended(source, fits), by)
    return redirect("console_edition", number=number)


@require_safe
@on_duty(*_BOTH)
def edition(shift: Shift, number: int) -> HttpResponse:
    """Show where a draft stands: the check, what it changes, and what comes next."""
    draft, published = drafting.ours(shift, number), drafting.published_of(shift)
    beside = drafting.beside_of(shift, published)
    looked = drafting.look_at(shift, draft.text, beside, how=draft.how, name=draft.name)
    saves, view = saves_of(shift.connection, number), looked.report.view
    promised = drafting.promised_day(looked)
    is_author = Role.AUTHOR in shift.person.roles
    return shift.page(
        "console/edition.html",
        draft=draft,
        state=shift.voice.say(
            drafting.HOWS[draft.how] if draft.is_over else drafting.STATES[looked.state]
        ),
        looked=looked,
        changes=drafting.changes_of(shift, draft.text, beside, published=published),
        approver=(view and view.text("people", "approver")) or "",
        promised="" if promised is None else shift.voice.day(promised),
        left="" if promised is None else drafting.countdown(shift, promised),
        is_today=promised == shift.today,
        is_approved=draft.how == "approved" and looked.state is State.APPROVED,
        wrote=wrote(saves, shift.person),
        is_author=is_author and not draft.is_over,
        is_approver=Role.APPROVER in shift.person.roles and not draft.is_over,
        rehearsal=rehearsals.named_in(shift, number, view),
        report_mib=REPORT_BYTES_MAX // 2**20,
        saves=[_save(shift, one) for one in saves[:SAVES_SHOWN]],
    )


@require_safe
@on_duty(*_BOTH)
def version(shift: Shift, number: int, at: int) -> HttpResponse:
    """Show the text of one version as it was saved."""
    draft = drafting.ours(shift, number, version=at)
    return shift.page("console/edition_version.html", draft=draft)


@require_POST
@on_duty(Role.APPROVER, does="edition.approve")
def agree(shift: Shift, number: int) -> HttpResponse:
    """Approve the version that was shown."""
    on, by = drafting.based(shift, number), Hand(shift.person, shift.now)
    approve(shift.connection, drafting.beside_of(shift), on, by)
    return redirect("console_edition", number=number)


@require_POST
@on_duty(*_BOTH, does="edition.publish")
def publish(shift: Shift, number: int) -> HttpResponse:
    """Publish the version that was approved, on the day that it names."""
    on, by = drafting.based(shift, number), Hand(shift.person, shift.now)
    beside = drafting.beside_of(shift)
    publish_draft(shift.connection, beside, on, by, notices_of=_notices)
    return redirect("console_editions")


@require_POST
@on_duty(Role.AUTHOR, does="edition.set_aside")
def drop(shift: Shift, number: int) -> HttpResponse:
    """End a draft that nobody goes on with."""
    on, by = drafting.based(shift, number), Hand(shift.person, shift.now)
    set_aside(shift.connection, on, by)
    return redirect("console_editions")


def _from_nothing(shift: Shift, editions: Sequence[PublishedEdition]) -> str:
    """Return a skeleton in the languages of the newest edition; all of ours where there is none."""
    person = shift.person
    languages = editions[-1].edition.languages if editions else tuple(LANGUAGES)
    chosen = shift.request.POST.get("deed", "")
    found = drafting.beside_of(shift).known.sound.get(chosen)
    begun = skeleton(
        person.programme,
        person.time_zone,
        languages=languages,
        today=date_of(shift.today),
        deed=("", {}) if found is None else (found.id, found.title),
    )
    return commented(begun, shift.voice)


def _deeds(shift: Shift) -> list[tuple[str, str]]:
    """Return the deed types that a new edition's first rule can be about, by what they are called.

    None where the catalogue can't be read: a draft can be begun without it.
    """
    try:
        known = drafting.beside_of(shift).known.sound
    except Refused:
        return []
    called = ((one.id, text_in(one.title, shift.voice, otherwise=one.id)) for one in known.values())
    return sorted(called, key=lambda pair: pair[1])


def _save(shift: Shift, one: Save) -> dict[str, object]:
    return {
        "version": one.version,
        "how": shift.voice.say(drafting.HOWS[one.how]),
        "who": one.saved_by,
        "on": shift.voice.day(shift.calendar.day_of(as_instant(one.saved_at))),
    }


def _notices(view: View) -> list[Notice]:
    """Return the notice in each language of an edition, as `plaudit publish` keeps it."""
    made_from = particulars_of(view)
    try:
        return [notice_of(made_from, voice_of(code)) for code in made_from.edition.languages]
    except UnknownLanguage as unknown:
        seen = f"There are no sentences in {unknown}."
        raise Refused(refusal(Code.CANNOT_PUBLISH, seen=seen)) from unknown


urlpatterns = [
    path("", editions, name="console_editions"),
    path("new", new, name="console_edition_new"),
    path("<int:number>", edition, name="console_edition"),
    path("<int:number>/versions/<int:at>", version, name="console_edition_version"),
    path("<int:number>/approve", agree, name="console_edition_approve"),
    path("<int:number>/publish", publish, name="console_edition_publish"),
    path("<int:number>/set-aside", drop, name="console_edition_set_aside"),
    *edition_text.urlpatterns,
    *edition_form.urlpatterns,
    *rehearsals.urlpatterns,
]
