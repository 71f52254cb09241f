"""What a steward may see of a check-in: the partner's own, in words, and how many came."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from plaudit.actions.checking_in import activity_of
from plaudit.actions.house import House
from plaudit.core.check_in import NUMBER_MAX, CheckIn
from plaudit.core.refusals import N_, Code, Refusal
from plaudit.core.voice import fact_in_words, text_in
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.staff.reasons import TO_STAFF
from plaudit.pages.staff.shift import Shift
from plaudit.pages.voices import GettextVoice
from plaudit.store.check_ins import count_checked_in, find_check_in

_SPAN = N_("{day}, {start} to {end}")
_OPEN = N_("Open now")
_COMING = N_("Not open yet")
_OVER = N_("Over")

TO_STEWARDS: dict[Code, str] = TO_STAFF | {
    Code.MEMBER_UNKNOWN: N_(
        "At this moment nobody takes part under this code. Ask the person to show it again."
    ),
    Code.CHECK_IN_TWICE: N_("Counted before: this person was checked in here already."),
    Code.LINK_CODE_UNKNOWN: N_(
        "Not counted: nobody showed these letters at that moment, or they were used before. Ask "
        "the person for new ones, or put them on the paper list."
    ),
    Code.CHECK_IN_NOT_OPEN: N_("Not counted: the check-in wasn't open at that moment."),
}
"""What a steward reads where something was refused; all else in the words for partners."""


@dataclass(frozen=True, slots=True)
class ShownCheckIn:
    """A check-in in words."""

    number: int
    place: str
    activity: str
    facts: tuple[str, ...]
    span: str
    state: str
    is_over: bool
    opened_by: str
    takes_kept: bool
    count: int


def own_check_in(shift: Shift, number: int) -> CheckIn:
    """Return a check-in of the steward's own partner; of any other there is none."""
    found = find_check_in(shift.connection, number) if number <= NUMBER_MAX else None
    if found is None or found.partner_id != shift.person.partner_id:
        raise Http404
    return found


def shown(shift: Shift, check_in: CheckIn, house: House) -> ShownCheckIn:
    """Return a check-in in the reader's words, with how many came."""
    voice, activity = shift.voice, activity_of(house, check_in)
    is_over = check_in.until <= shift.now
    state = _OVER if is_over else _OPEN if check_in.starts_at <= shift.now else _COMING
    facts = zip(activity.facts, check_in.facts, strict=False)
    return ShownCheckIn(
        number=check_in.number,
        place=check_in.place,
        activity=text_in(activity.title, voice, otherwise=activity.id),
        facts=tuple(
            fact_in_words(fact, value, voice=voice) for fact, value in facts if value is not None
        ),
        span=_span(shift, check_in),
        state=voice.say(state),
        is_over=is_over,
        opened_by=check_in.opened_by,
        takes_kept=check_in.takes_kept,
        count=count_checked_in(shift.connection, check_in),
    )


def reason_for_stewards(no: Refusal, voice: GettextVoice) -> str:
    """Return why somebody wasn't counted."""
    return reason_in_words(no, voice, words=TO_STEWARDS)


def _span(shift: Shift, check_in: CheckIn) -> str:
    calendar, voice = shift.calendar, shift.voice
    start, end = (calendar.local_time(at) for at in (check_in.starts_at, check_in.until))
    day = voice.day(calendar.day_of(check_in.starts_at))
    return voice.say(_SPAN, day=day, start=voice.clock(start), end=voice.clock(end))
