"""Opening a check-in, the list of a partner's check-ins, and closing one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plaudit.actions.close_check_in import close_check_in
from plaudit.actions.house import House
from plaudit.actions.open_check_in import Opening, open_check_in
from plaudit.core.activity import Activity, Fact
from plaudit.core.check_in import AHEAD_DAYS_MAX, HOURS_MAX, PLACE_CHARACTERS
from plaudit.core.period import SECOND
from plaudit.core.refusals import Refusal, Refused
from plaudit.core.staff import Role
from plaudit.core.table.numbers import number_in
from plaudit.core.voice import choice_in_words, text_in
from plaudit.pages.house import the_house
from plaudit.pages.staff.reasons import reason_for_staff
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.pages.steward.own import own_check_in, shown
from plaudit.store.check_ins import list_check_ins
from plaudit.store.instants import as_instant

ROOM = "/staff/steward/"
_HOUR = 3_600 * SECOND
_HOURS_AT_FIRST = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that is the same for everyone who comes, as the form asks for it."""

    name: str
    title: str
    unit: str
    value: str
    choices: tuple[tuple[str, str], ...]
    is_required: bool


@require_safe
@on_duty(Role.STEWARD)
def check_ins(shift: Shift) -> HttpResponse:
    """Show what can be opened, and the check-ins that somebody can still be entered for."""
    with the_house(shift.connection) as house:
        activities = [
            (one.id, text_in(one.title, shift.voice, otherwise=one.id))
            for one in _activities(shift, house)
        ]
        found = [
            shown(shift, one, house)
            for one in list_check_ins(shift.connection, _partner(shift), now=shift.now)
        ]
    return shift.page("steward/check_ins.html", activities=activities, check_ins=found)


@require_http_methods(["GET", "HEAD", "POST"])
@on_duty(Role.STEWARD, does="check_in.open")
def open_one(shift: Shift, activity: str) -> HttpResponse:
    """Ask where and for how long, or open it; what is wrong is said beside the form."""
    with the_house(shift.connection) as house:
        found = next((one for one in _activities(shift, house) if one.id == activity), None)
        if found is None:
            raise Http404
        if shift.request.method != "POST":
            return _form(shift, found)
        try:
            number = open_check_in(shift.connection, house, _opening(shift, found), now=shift.now)
        except Refused as refused:
            no = refused.refusal
            reason = reason_for_staff(no, shift.voice)
            return _form(shift, found, reason=reason, status=no.status)
    return HttpResponseRedirect(f"{ROOM}{number}/")


@require_POST
@on_duty(Role.STEWARD, does="check_in.close")
def close(shift: Shift, number: int) -> HttpResponse:
    """Close a check-in, if it goes on, and show it."""
    own_check_in(shift, number)
    close_check_in(shift.connection, _partner(shift), number, now=shift.now)
    return HttpResponseRedirect(f"{ROOM}{number}/")


def _partner(shift: Shift) -> int:
    assert shift.person.partner_id is not None, "a steward works at a partner"
    return shift.person.partner_id


def _activities(shift: Shift, house: House) -> list[Activity]:
    partner = house.partners[_partner(shift)]
    known = house.programmes[partner.programme_id].activities
    return [known[id] for id in sorted(partner.activities) if id in known]


def _form(shift: Shift, activity: Activity, *, reason: str = "", status: int = 200) -> HttpResponse:
    sent = shift.request.POST
    return shift.page(
        "steward/open.html",
        status=status,
        reason=reason,
        activity=text_in(activity.title, shift.voice, otherwise=activity.id),
        facts=[_asked(one, shift) for one in activity.facts],
        place=sent.get("place", ""),
        starts=sent.get("starts", ""),
        hours=range(1, HOURS_MAX + 1),
        hour=_hours(sent),
        takes_kept="takes_kept" in sent,
        days=AHEAD_DAYS_MAX,
        characters=PLACE_CHARACTERS,
    )


def _asked(fact: Fact, shift: Shift) -> Asked:
    voice, name = shift.voice, f"fact.{fact.name}"
    return Asked(
        name=name,
        title=text_in(fact.title, voice, otherwise=fact.name),
        unit=text_in(fact.units, voice, otherwise=fact.unit),
        value=shift.request.POST.get(name, ""),
        choices=tuple((one, choice_in_words(fact, one, voice=voice)) for one in fact.choices),
        is_required=fact.required,
    )


def _opening(shift: Shift, activity: Activity) -> Opening:
    sent = shift.request.POST
    starts_at = _instant(sent.get("starts", ""), shift.person.time_zone) or shift.now
    return Opening(
        partner_id=_partner(shift),
        activity=activity.id,
        facts=dict(_facts(activity, sent)),
        place=sent.get("place", ""),
        opened_by=shift.person.name,
        starts_at=starts_at,
        ends_at=max(starts_at, shift.now) + _hours(sent) * _HOUR,
        takes_kept="takes_kept" in sent,
    )


def _facts(activity: Activity, sent: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    """Yield the facts that were given, as a report would have them."""
    for fact in activity.facts:
        given = sent.get(f"fact.{fact.name}", "").strip()
        if given:
            yield fact.name, _number(given) if fact.is_number else given


def _number(text: str) -> Decimal | str:
    """Return a number as it was typed; what isn't one alone stays a text, and is refused as that.

    >>> _number("1,5"), _number("1,000"), _number("nan")
    (Decimal('1.5'), '1,000', 'nan')
    """
    number = number_in(text)
    return text if isinstance(number, Refusal) else number


def _hours(sent: Mapping[str, str]) -> int:
    given = sent.get("hours", "")
    is_sound = given.isascii() and given.isdigit() and len(given) <= len(str(HOURS_MAX))
    return int(given) if is_sound else _HOURS_AT_FIRST


def _instant(text: str, time_zone: str) -> int | None:
    """Return the instant of a local date and time, as a browser's field sends it."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    return as_instant(local if local.tzinfo else local.replace(tzinfo=ZoneInfo(time_zone)))
