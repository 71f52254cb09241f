"""Rewards in words: the same for every member who can spend as much. Charter, C09 to C11.

How many are left is told as to everybody: from two exact numbers one could tell what somebody took.
"""

from __future__ import annotations

from dataclasses import dataclass

from plaudit.core.refusals import N_
from plaudit.core.voice import points_in_words
from plaudit.pages.offers import show_offer
from plaudit.pages.voices import GettextVoice
from plaudit.store.rewards import Offered

_TOO_FEW = N_("It costs {price}. You can spend {points} now.")


@dataclass(frozen=True, slots=True)
class ShownReward:
    """A reward in words. `can_take`: whether it can be taken with what can be spent."""

    id: str
    title: str
    partner: str
    price: str
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
    offer = show_offer(offered, today=today, voice=voice)
    price_points = offered.terms.price_points
    is_enough = spendable_points >= price_points
    notes = list(offer.notes)
    if offer.is_there and not is_enough:
        points = points_in_words(spendable_points, voice)
        notes.append(voice.say(_TOO_FEW, price=offer.price, points=points))
    return ShownReward(
        id=offer.id,
        title=offer.title,
        partner=offer.partner,
        price=offer.price,
        notes=tuple(notes),
        alternative=offer.alternative,
        can_take=offer.is_there and is_enough,
        is_open=offer.is_there,
        after=points_in_words(max(0, spendable_points - price_points), voice),
    )
