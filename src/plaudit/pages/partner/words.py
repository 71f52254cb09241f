"""What the partner's pages say: reasons, moments, and what is left of a budget."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from plaudit.core.period import day_number
from plaudit.core.refusals import N_, REASONS, Code
from plaudit.pages.staff.shift import Shift
from plaudit.pages.voices import GettextVoice
from plaudit.store.instants import as_instant

STEPS_MOST = 10
STEP_POINTS_LEAST = 100
_TO_PARTNERS = {
    Code.MEMBER_UNKNOWN: N_(
        "Nobody who takes part at this moment has this name at your organisation. It has 32 "
        "letters and digits."
    ),
}
_NO_BUDGET = N_("No limit is set.")
_LEFT = N_("{part} or more of {points} points a week is left.")
_SOME = N_("Something of {points} points a week is left.")
_LITTLE = N_("The most of {points} points a week is used. It begins anew on Monday.")


def own_partner(shift: Shift) -> int:
    """Return the number of the partner that a person of the partner's works for."""
    assert shift.person.partner_id is not None, shift.person
    return shift.person.partner_id


def reason_for_partner(code: str, facts: Mapping[str, str], voice: GettextVoice) -> str:
    """Return why something was refused, as the door says it, in the reader's language.

    Of a member it is said otherwise: no page of the office takes the code that a person shows.
    """
    said = dict(facts)
    for name, value in facts.items():
        if name.endswith("_on"):
            said[name] = voice.day(day_number(date.fromisoformat(value)))
    return voice.say(_TO_PARTNERS.get(Code(code), REASONS[Code(code)].sentence), **said)


def moment(shift: Shift, at: datetime) -> str:
    """Return a moment in the programme's time."""
    day = shift.calendar.day_of(as_instant(at))
    local = at.astimezone(ZoneInfo(shift.person.time_zone))
    return f"{shift.voice.day(day)}, {shift.voice.clock(local)}"


def budget_in_words(budget: int | None, used: int, voice: GettextVoice) -> str:
    """Return what is left of a week's budget, in tenths, each of 100 points or more.

    To the point, it would tell deed by deed what a member earned, and by that whether the member
    had reached a ceiling (charter, C15).
    """
    if budget is None:
        return voice.say(_NO_BUDGET)
    points = voice.number(Fraction(budget))
    steps = max(1, min(STEPS_MOST, budget // STEP_POINTS_LEAST))
    if steps == 1 and used < budget:
        return voice.say(_SOME, points=points)
    shown = min(max(0, budget - used) * steps // max(1, budget), steps - 1)
    if shown == 0:
        return voice.say(_LITTLE, points=points)
    return voice.say(_LEFT, points=points, part=f"{100 * shown // steps} %")
