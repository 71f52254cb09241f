"""Looking for rewards: by words, place and kind. The order stays the edition's, for everybody.

It depends on what is asked and what is offered: on nothing of a member. Charter, C09 and C11.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plaudit.core.refusals import N_
from plaudit.pages.voices import GettextVoice
from plaudit.store.rewards import Offered

WORDS_MAX = 80
"""Characters of what is looked for; the rest isn't read."""

CLASSES: dict[str, str] = {
    "discount": N_("Lower prices"),
    "meal": N_("Food and drink"),
    "hire": N_("Things to hire"),
    "stay": N_("Nights away"),
    "workshop": N_("Workshops"),
    "ticket": N_("Tickets"),
    "goods": N_("Things to keep"),
    "donation": N_("Good causes"),
    "planting": N_("Planting"),
}
"""What a reward's class is called. Each class of `core.rewards` has a name here."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    id: str
    title: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, with the choices that the offer has."""

    words: str
    places: tuple[Option, ...]
    classes: tuple[Option, ...]
    found: tuple[Offered, ...]
    is_narrowed: bool


def search(asked: Mapping[str, str], offered: Sequence[Offered], *, voice: GettextVoice) -> Search:
    """Return the rewards that fit what is asked; a place or kind that isn't offered fits none.

    Words are looked for in titles in every language, and in the place's name.
    """
    words = asked.get("words", "")[:WORDS_MAX].strip()
    place, class_ = asked.get("place", ""), asked.get("kind", "")
    places = {one.terms.provider: one.partner for one in offered}
    classes = {one.terms.class_: voice.say(CLASSES[one.terms.class_]) for one in offered}
    found = tuple(
        one
        for one in offered
        if place in ("", one.terms.provider)
        and class_ in ("", one.terms.class_)
        and _has(one, words)
    )
    return Search(
        words=words,
        places=tuple(Option(id, title, id == place) for id, title in places.items()),
        classes=tuple(Option(id, title, id == class_) for id, title in classes.items()),
        found=found,
        is_narrowed=bool(words or place or class_),
    )


def _has(offered: Offered, words: str) -> bool:
    texts = _plain(" ".join((*offered.terms.title.values(), offered.partner)))
    return all(word in texts for word in _plain(words).split())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
