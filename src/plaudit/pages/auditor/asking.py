"""Asking for a check: the press is written down, a worker does it, the page shows the result."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from plaudit.actions.ask_for_check import ask_for_checks, ask_for_recount
from plaudit.core.period import Period, date_of, day_number, end_of, start_of
from plaudit.core.refusals import N_
from plaudit.core.staff import Role
from plaudit.core.voice import NN_
from plaudit.pages.auditor.words import recount_in_words
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.asked_checks import DIFFERENT, AskedCheck, asked_checks

MONTHS = 24
"""The months that can be asked for, up to this one."""
SHOWN = 10
_CHECKS = N_("The book's checks")
_MONTH = N_("{month}, counted once more")
_WAITS = N_("Waits for a worker")
_SO_FAR = N_("{days} of {all} days so far")
_SOUND = N_("Nothing is wrong with the book.")
_FOUND = NN_("{number} check found something", "{number} checks found something")


@dataclass(frozen=True, slots=True)
class ShownAsked:
    """What somebody asked for. `ended` is empty while it waits; `found`: the checks with rows."""

    what: str
    who: str
    asked: str
    ended: str
    result: str
    is_right: bool
    found: tuple[str, ...]


@require_POST
@on_duty(Role.AUDITOR, does="auditor.checks")
def check(shift: Shift) -> HttpResponse:
    """Ask for the book's checks now."""
    ask_for_checks(shift.connection, shift.person, now=shift.now)
    return redirect("auditor")


@require_POST
@on_duty(Role.AUDITOR, does="auditor.recount")
def recount(shift: Shift) -> HttpResponse:
    """Ask for a month to be counted once more, from its deeds alone."""
    month = shift.request.POST.get("month", "")
    ask_for_recount(shift.connection, shift.person, month, now=shift.now)
    return redirect("auditor")


def months_to_ask(shift: Shift) -> list[tuple[str, str]]:
    """Return the months that can be asked for, the newest first: as they are sent, and in words."""
    months, day = [], shift.today
    for _ in range(MONTHS):
        first = start_of(Period.MONTH, day)
        months.append((f"{date_of(first):%Y-%m}", shift.voice.month(first)))
        day = first - 1
    return months


def shown_asked(shift: Shift) -> list[ShownAsked]:
    """Return what was asked for, the newest first, with what came of it."""
    found = asked_checks(shift.connection, shift.person.programme_id, how_many=SHOWN)
    return [_shown(shift, one) for one in found]


def _shown(shift: Shift, one: AskedCheck) -> ShownAsked:
    month = None if one.month_on is None else day_number(one.month_on)
    is_over = one.ended_at is not None
    what = shift.voice.say(_CHECKS)
    if month is not None:
        what = shift.voice.say(_MONTH, month=shift.voice.month(month))
    return ShownAsked(
        what=what,
        who=one.asked_by,
        asked=shift.moment(one.asked_at),
        ended="" if one.ended_at is None else shift.moment(one.ended_at),
        result=_result(shift, one, month),
        is_right=not (is_over and any(one.findings.values())),
        found=() if month is not None else tuple(name.replace("_", " ") for name in one.findings),
    )


def _result(shift: Shift, one: AskedCheck, month: int | None) -> str:
    voice = shift.voice
    if month is not None and one.next_on is not None and one.ended_at is None:
        end = end_of(Period.MONTH, month)
        assert end is not None
        days = Fraction(day_number(one.next_on) - month)
        so_far = {"days": voice.number(days), "all": voice.number(Fraction(end - month))}
        return voice.say(_SO_FAR, **so_far) if days else voice.say(_WAITS)
    if one.ended_at is None:
        return voice.say(_WAITS)
    if month is not None:
        return recount_in_words(one.findings.get(DIFFERENT, 0), voice)
    if one.findings:
        return voice.say_many(_FOUND, Fraction(len(one.findings)))
    return voice.say(_SOUND)


urlpatterns = [
    path("check", check, name="auditor_check"),
    path("recount", recount, name="auditor_recount"),
]
