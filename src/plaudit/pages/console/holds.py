"""Records that the office lets stand still, for its officers: who asked, since when, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.promises import Promises, promises_of
from plaudit.core.question import Clock
from plaudit.core.refusals import N_
from plaudit.core.rights import Ground
from plaudit.core.voice import NN_
from plaudit.pages.console.partner import programme_of
from plaudit.pages.staff.shift import Shift
from plaudit.store.holds import OpenHold, open_holds

GROUNDS: Mapping[Ground, str] = MappingProxyType(
    {
        "member_asked": N_("The member asked for it"),
        "data_wrong": N_("Something in it may be wrong"),
        "use_unlawful": N_("It may be against the law to use it"),
        "needed_for_claim": N_("It is needed for a legal claim"),
        "objection": N_("The member objected"),
    }
)
_NEW = N_("New")
_HOURS = NN_(
    "For {number} hour: look whether it is still needed",
    "For {number} hours: look whether it is still needed",
)
_LONG = NN_(
    "For {number} day: look whether it is still needed",
    "For {number} days: look whether it is still needed",
)


@dataclass(frozen=True, slots=True)
class ShownHold:
    """A record that stands still, in words. `clock`: as of a question that waits."""

    member: int
    since: str
    asked_by: str
    ground: str
    clock: str
    clock_words: str


def shown_holds(shift: Shift) -> list[ShownHold]:
    """Return the records of the programme that its office lets stand still, the longest first."""
    found = open_holds(shift.connection, shift.person.programme_id)
    if not found:
        return []
    began = [one for one in programme_of(shift).editions if one.edition.starts_on <= shift.today]
    promises = promises_of(began[-1].text) if began else Promises()
    return [_shown(shift, one, hold_hours=promises.hold_hours) for one in found]


def _shown(shift: Shift, one: OpenHold, *, hold_hours: int) -> ShownHold:
    """Return one hold in words; one that is older than the edition's hold_hours stands out."""
    seconds = (shift.now - one.started_at) // SECOND
    is_long = seconds >= hold_hours * 3600
    words = shift.voice.say(_NEW)
    if is_long:
        days = seconds // DAY_SECONDS
        said, number = (_LONG, days) if days else (_HOURS, seconds // 3600)
        words = shift.voice.say_many(said, Fraction(number))
    return ShownHold(
        member=one.member_id,
        since=shift.voice.day(shift.calendar.day_of(one.started_at)),
        asked_by=one.asked_by,
        ground=shift.voice.say(GROUNDS[one.ground]),
        clock=(Clock.ALARM if is_long else Clock.OPEN).value,
        clock_words=words,
    )
