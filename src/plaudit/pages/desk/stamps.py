"""Stamp cards: the desk enters what a partner stamped, in the name of that partner."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from fractions import Fraction

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.enter_stamps import (
    Stamper,
    Stamps,
    are_there_others,
    enter_stamps,
    stampers_of,
)
from plaudit.actions.house import House, open_house
from plaudit.core.ledger import Outcome
from plaudit.core.period import date_of
from plaudit.core.refusals import N_, Code, Refusal
from plaudit.core.table.times import instant_in
from plaudit.core.voice import NN_, text_in
from plaudit.pages.desk.record import DeskVisit, with_record
from plaudit.pages.public.calculator_deeds import Line, LineReader, Unreadable
from plaudit.pages.public.calculator_words import ShownForm, show_form
from plaudit.pages.refusal_words import reason_in_words
from plaudit.store.partners import list_partners

_ENTERED = NN_(
    "{number} stamp is entered. It stands under “Points”, with why it gave what it gave.",
    "{number} stamps are entered. They stand under “Points”, with why they gave what they gave.",
)
_KNOWN = N_("These stamps were entered a moment ago. Nothing was added.")
_NO_TIME = N_("Write the time as hours and minutes, like 14:30, or leave it empty.")
_OTHERS = N_(
    "Such a deed of that day stands in the record already. If the stamps in your hand are others, "
    "tick that and enter them again."
)
_NOT_HERE = N_(
    "Nothing was counted: at that moment the member didn't take part, had left this kind of deeds "
    "out or not said yes to it yet, or the record stood still. For a stamp of the day of joining "
    "or of saying yes write the time as well."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A place and a kind of deed that it stamps."""

    of: str
    title: str
    is_chosen: bool


@require_safe
@with_record()
def stamps(visit: DeskVisit) -> HttpResponse:
    """Show whose stamps can be entered, and the form of the one that is chosen."""
    house = open_house(visit.connection)
    chosen = _named(visit, house, visit.request.GET.get("of", ""))
    return _page(visit, house, chosen)


@require_POST
@with_record(does="desk.stamps")
def enter(visit: DeskVisit, *, partner: str, activity: str, key: uuid.UUID) -> HttpResponse:
    """Enter the stamps of one day on one card, once for each form."""
    house = open_house(visit.connection)
    chosen = _named(visit, house, f"{partner} {activity}")
    if chosen is None:
        raise Http404
    try:
        entered = _read(visit, house, chosen, key=key)
    except Unreadable as fault:
        return _page(visit, house, chosen, reason=str(fault), status=400)
    others = are_there_others(visit.connection, house, visit.member_id, entered)
    if others and visit.request.POST.get("more") != "yes":
        return _page(visit, house, chosen, reason=visit.voice.say(_OTHERS), status=409, others=True)
    outcomes = enter_stamps(visit.connection, house, visit.member_id, entered, now=visit.now)
    refused = _refused(visit, outcomes)
    new = sum(outcome.status == "accepted" for outcome in outcomes)
    said = visit.voice.say_many(_ENTERED, Fraction(new)) if new else ""
    if refused:  # a budget that ran out: the first ones may have fitted
        return _page(visit, house, chosen, reason=refused, said=said, status=409)
    said = said or visit.voice.say(_KNOWN)
    return _page(visit, house, chosen, said=said, is_empty=True)


def _named(visit: DeskVisit, house: House, of: str) -> Stamper | None:
    partner, _, activity = of.partition(" ")
    for one in stampers_of(house, visit.member.programme_id):
        if (one.partner.id, one.activity.id) == (partner, activity):
            return one
    return None


def _reader(visit: DeskVisit, house: House, stamper: Stamper) -> LineReader:
    """Return what reads the form: by the rules of the first day that can be entered still."""
    programme = house.programmes[visit.member.programme_id]
    counting = programme.counting
    first = visit.today - stamper.partner.back_date_days
    edition = counting.edition_of(first) or counting.editions[0]
    return LineReader(edition, {stamper.activity.id: stamper.activity}, {}, visit.voice)


def _read(visit: DeskVisit, house: House, stamper: Stamper, *, key: uuid.UUID) -> Stamps:
    """Return the stamps that the form says. Without a time they are of the day's first moment.

    So nobody is counted for a moment at which they hadn't agreed yet (charter, C13).
    Refuses: Unreadable.
    """
    sent = visit.request.POST.dict() | {"kind": stamper.activity.id, "partner": ""}
    line: Line = _reader(visit, house, stamper).of_fields(sent)
    at = visit.calendar.start_of_day(line.day)
    written = sent.get("time", "").strip()
    if written:
        found = instant_in(f"{date_of(line.day)} {written}", visit.calendar)
        if isinstance(found, Refusal) or visit.calendar.day_of(found) != line.day:
            raise Unreadable(visit.voice.say(_NO_TIME))
        at = found
    return Stamps(stamper, at, line.times, line.facts, str(key))


def _refused(visit: DeskVisit, outcomes: list[Outcome]) -> str:
    """Return why stamps were refused; "" where none was."""
    for outcome in outcomes:
        if outcome.refusal is not None and outcome.refusal.code is Code.MEMBER_UNKNOWN:
            return visit.voice.say(_NOT_HERE)
        if outcome.refusal is not None:
            return reason_in_words(outcome.refusal, visit.voice, words=visit.refusal_words)
    return ""


def _page(
    visit: DeskVisit,
    house: House,
    chosen: Stamper | None,
    *,
    status: int = 200,
    is_empty: bool = False,
    **shown: object,
) -> HttpResponse:
    names = {
        one.registered.id: one.registered.name
        for one in list_partners(visit.connection, visit.member.programme_id)
    }
    choices = [
        Choice(
            of=f"{one.partner.id} {one.activity.id}",
            title=f"{names[one.partner.id]} · "
            f"{text_in(one.activity.title, visit.voice, otherwise=one.activity.id)}",
            is_chosen=one == chosen,
        )
        for one in stampers_of(house, visit.member.programme_id)
    ]
    if chosen is not None:
        shown |= {
            "form": _form(visit, house, chosen, is_empty=is_empty),
            "place": names[chosen.partner.id],
            "without_phone": text_in(chosen.activity.without_phone, visit.voice, otherwise=""),
            "time": "" if is_empty else visit.request.POST.get("time", ""),
            "to": f"{chosen.partner.id}/{chosen.activity.id}/{uuid.uuid4()}",
        }
    choices.sort(key=lambda one: one.title)
    return visit.page("desk/stamps.html", status=status, choices=choices, **shown)


def _form(visit: DeskVisit, house: House, chosen: Stamper, *, is_empty: bool) -> ShownForm:
    """Return the form, with what was typed; days lie as far back as the partner may report."""
    typed = {} if is_empty else visit.request.POST.dict()
    reader = _reader(visit, house, chosen)
    form = show_form(chosen.activity, reader, typed=typed, today=visit.today)
    first = max(reader.edition.starts_on, visit.today - chosen.partner.back_date_days)
    return replace(
        form, first=date_of(first).isoformat(), last=date_of(visit.today).isoformat(), partners=()
    )
