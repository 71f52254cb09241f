"""What is recorded about a member, and what the member can stop: in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from plaudit.core.activity import Activity
from plaudit.core.promises import promises_of
from plaudit.core.publishing import place_in_force
from plaudit.core.refusals import N_
from plaudit.core.rights import THE_MEMBER
from plaudit.core.voice import NN_, points_in_words, text_in
from plaudit.pages.left_words import left_in_words
from plaudit.pages.member.visit import Visit
from plaudit.store.catalogue import PublishedEdition, read_programme
from plaudit.store.instants import as_instant
from plaudit.store.known import read_known
from plaudit.store.leaving import ends_by_leaving
from plaudit.store.rights import read_answers, restriction_asked_by
from plaudit.store.vouchers import points_in_open_vouchers

_USABLE = NN_(
    "Your points can be used for {number} day after you leave, or until their own last day if that "
    "comes first.",
    "Your points can be used for {number} days after you leave, or until their own last day if "
    "that comes first.",
)
_STILL = N_("Your record stands still since {day}.")
_GIVES_UP = N_("You give up {points}.")
_VOUCHERS_END = N_("Vouchers that you haven't used end too. They hold {points} of these.")
_VOUCHERS_STAY = N_(
    "Vouchers that you haven't used hold {points}. Each can be used until its last day, also "
    "after you left."
)
_LATE_DAYS = 31
"""For how long deeds of a kind can still be recorded that ended: reported 30 days late (C24)."""


@dataclass(frozen=True, slots=True)
class ShownKind:
    """A kind of deeds, and whether they are recorded. `is_new`: the member hasn't said yet."""

    id: str
    title: str
    is_recorded: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class ShownData:
    """What the page of data says. `left` and `still` are "" where the member didn't, or it isn't.

    `can_lift`: whether the member asked for the standing still. `gives_up`: what goes with an
    erasure, with points in open vouchers; `vouchers_end` and `vouchers_stay`: what becomes of those
    then, and after leaving; "" where none is open.
    """

    kinds: tuple[ShownKind, ...]
    left: str
    usable: str
    still: str
    can_lift: bool
    gives_up: str
    vouchers_end: str
    vouchers_stay: str


def show_data(visit: Visit) -> ShownData:
    """Return what a member can do about what is recorded, in the visit's language."""
    voice, member, calendar = visit.voice, visit.member, visit.calendar
    withheld, waiting = read_answers(visit.connection, visit.member)
    editions = _editions(visit)
    place = place_in_force([one.edition.starts_on for one in editions], today=visit.today)
    left_at, still_at = member.withdrawn_at, member.restricted_at
    days = Fraction(promises_of(editions[place].text).usable_days)
    held = points_in_open_vouchers(visit.connection, visit.member_id)
    in_vouchers = points_in_words(held, voice)
    given_up = points_in_words(visit.spendable_points + held, voice)
    return ShownData(
        kinds=tuple(
            ShownKind(
                one.id,
                text_in(one.title, voice, otherwise=one.id),
                is_recorded=one.id not in withheld | waiting,
                is_new=one.id in waiting,
            )
            for one in _kinds(editions, place, waiting=waiting, today=visit.today)
        ),
        left=left_in_words(
            None if left_at is None else as_instant(left_at),
            calendar,
            points=visit.spendable_points,
            ends_on=ends_by_leaving(visit.connection, member, today=visit.today),
            voice=voice,
        ),
        usable=voice.say_many(_USABLE, days),
        still=""
        if still_at is None
        else voice.say(_STILL, day=voice.day(calendar.day_of(as_instant(still_at)))),
        can_lift=restriction_asked_by(visit.connection, visit.member_id) == THE_MEMBER,
        gives_up=voice.say(_GIVES_UP, points=given_up),
        vouchers_end=voice.say(_VOUCHERS_END, points=in_vouchers) if held else "",
        vouchers_stay=voice.say(_VOUCHERS_STAY, points=in_vouchers) if held else "",
    )


def kind_named(visit: Visit, id: str) -> str:
    """Return what a kind of deeds is called; its id where no edition has it."""
    known = read_known(visit.connection, visit.member.programme_id, visit.member.programme)
    found = next((one.title for one in known.activities.values() if one.id == id), {})
    return text_in(found, visit.voice, otherwise=id)


def _kinds(
    editions: Sequence[PublishedEdition], place: int, *, waiting: AbstractSet[str], today: int
) -> Iterable[Activity]:
    """Return the kinds of the edition in force, of later ones, and of those that ended lately.

    Of what ended, a kind that the member wasn't asked about in time isn't recorded, nor asked about
    any more.
    """
    kinds: dict[str, Activity] = {}
    for one in editions[place:]:
        kinds |= {id: kind for id, kind in one.activities.items() if id not in kinds}
    for one, after in pairwise(editions[: place + 1]):
        if today < after.edition.starts_on + _LATE_DAYS:
            known = kinds.keys() | waiting
            kinds |= {id: kind for id, kind in one.activities.items() if id not in known}
    return kinds.values()


def _editions(visit: Visit) -> Sequence[PublishedEdition]:
    member = visit.member
    return read_programme(visit.connection, member.programme_id, member.programme).editions
