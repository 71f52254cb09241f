"""Rewards in words: the same for every member who can spend as much. Charter, C09 and C11."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from plaudit.core.refusals import N_
from plaudit.core.voice import NN_, points_in_words, text_in
from plaudit.pages.voices import GettextVoice
from plaudit.store.rewards import Offered

_LEFT = NN_("{number} left", "{number} left")
_SOLD_OUT = N_("Nothing is left of it now.")
_FROM = N_("It can be taken from {day}.")
_UNTIL = N_("It can be taken until {day}.")
_CLOSED = N_("It could be taken until {day}.")
_NOT_READY = N_("{partner} isn't ready for it yet.")
_A_MONTH = NN_(
    "At most {number} for each member in a month.", "At most {number} for each member in a month."
)
_TOO_FEW = N_("It costs {price}. You can spend {points} now.")


@dataclass(frozen=True, slots=True)
class ShownReward:
    """A reward in words. `can_take`: whether it can be taken with what can be spent."""

    id: str
    title: str
    partner: str
    price: str
    left: str
    notes: tuple[str, ...]
    alternative: str
    """How anybody gets it without points."""
    can_take: bool
    is_open: bool
    after: str
    """What can be spent after taking it."""


def show_reward(
    offered: Offered, *, spendable_points: int, today: int, voice: GettextVoice
) -> ShownReward:
    """Return a reward in the voice's language.

    It depends on the reward, the day and what can be spent: on nothing else of a member.
    """
    terms = offered.terms
    price = points_in_words(terms.price_points, voice)
    is_enough = spendable_points >= terms.price_points
    is_there = offered.is_open and offered.left > 0
    notes = [_dates(offered, today, voice=voice)]
    if terms.at_most_a_month is not None:
        notes.append(voice.say_many(_A_MONTH, Fraction(terms.at_most_a_month)))
    if is_there and not is_enough:
        points = points_in_words(spendable_points, voice)
        notes.append(voice.say(_TOO_FEW, price=price, points=points))
    return ShownReward(
        id=terms.id,
        title=text_in(terms.title, voice, otherwise=terms.id),
        partner=offered.partner,
        price=price,
        left=voice.say_many(_LEFT, Fraction(offered.left)) if is_there else "",
        notes=tuple(filter(None, notes)),
        alternative=text_in(terms.open_alternative, voice),
        can_take=is_there and is_enough,
        is_open=is_there,
        after=points_in_words(max(0, spendable_points - terms.price_points), voice),
    )


def _dates(offered: Offered, today: int, *, voice: GettextVoice) -> str:
    terms = offered.terms
    if today < terms.opens_on:
        return voice.say(_FROM, day=voice.day(terms.opens_on))
    if terms.closes_on is not None and today >= terms.closes_on:
        return voice.say(_CLOSED, day=voice.day(terms.closes_on - 1))
    if not offered.is_open:
        return voice.say(_NOT_READY, partner=offered.partner)
    if not offered.left:
        return voice.say(_SOLD_OUT)
    if terms.closes_on is not None:
        return voice.say(_UNTIL, day=voice.day(terms.closes_on - 1))
    return ""
