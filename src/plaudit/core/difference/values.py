"""The value of a key in words: a number with its unit, a day, a name, a list."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeGuard

from plaudit.core.catalogue.saying import shown
from plaudit.core.difference.labels import NAMED, Label
from plaudit.core.difference.said import Said
from plaudit.core.refusals import N_
from plaudit.core.slots import activities_of
from plaudit.core.voice import NN_, Voice, choice_in_words, points_in_words, text_in

_UNITS = {
    "days": NN_("{number} day", "{number} days"),
    "months": NN_("{number} month", "{number} months"),
    "hours": NN_("{number} hour", "{number} hours"),
    "years": NN_("{number} year", "{number} years"),
    "members": NN_("{number} member", "{number} members"),
}
_TEXT = N_("“{text}”")
_YES, _NO = N_("yes"), N_("no")
_DEEDS = N_("deeds")
_NOTHING = N_("nothing")
_NAMES = {"activities": "activity", "on": "activity", "rules": "rule", "provider": "partner"}
"""Keys whose values are the ids of other entries."""


class ValueWords:
    """Says values of one edition in one language."""

    def __init__(self, said: Said, voice: Voice) -> None:
        self.said = said
        self.voice = voice

    def name(self, part: str, id: str) -> str:
        """Return what an entry is called: what members read, or its id."""
        if part == "fact":
            return self._fact_name(id)
        entry = self.said.lists.get(part, {}).get(id, {})
        for key in ("says", "title"):
            texts = entry.get(key)
            if is_by_language(texts):
                return text_in(texts, self.voice, otherwise=id)
        name = entry.get("name")
        return name if isinstance(name, str) else id

    def _fact_name(self, id: str) -> str:
        activity, _, name = id.partition("/")
        titles = self.said.lists["fact"].get(id, {}).get("title")
        fact = text_in(titles, self.voice, otherwise=name) if is_by_language(titles) else name
        return f"{self.name('activity', activity)} · {fact}"

    def value(self, key: str, value: object, label: Label) -> str:
        """Return a value in words; where nothing is said, that."""
        voice = self.voice
        if is_nothing(value):
            return voice.say(_DEEDS if key == "count" else _NOTHING)
        if isinstance(value, bool):
            return voice.say(_YES if value else _NO)
        if isinstance(value, int | Fraction):
            return self._number(value, label)
        if is_by_language(value):
            return voice.say(_TEXT, text=text_in(value, voice))
        if isinstance(value, tuple):
            return voice.joined([self._word(key, one) for one in value])
        return self._word(key, value)

    def fact(self, stage_id: str, name: str) -> str:
        """Return what a fact is called at the activities that a stage watches."""
        for id in activities_of(self.said.edition, stage_id):
            fact = self.said.activities[id].fact(name)
            if fact is not None:
                return self.voice.say(_TEXT, text=text_in(fact.title, self.voice, otherwise=name))
        return self.voice.say(_TEXT, text=name)

    def choices(self, id: str, values: tuple[str, ...]) -> str:
        """Return the choices of a fact by their names."""
        activity, _, name = id.partition("/")
        fact = self.said.activities[activity].fact(name)
        assert fact is not None, id
        return self.voice.joined([choice_in_words(fact, one, voice=self.voice) for one in values])

    def _number(self, value: int | Fraction, label: Label) -> str:
        number = Fraction(value)
        if label.unit in ("day", "end"):
            return self.voice.day(int(number) - (label.unit == "end"))
        if label.unit == "points":
            return points_in_words(number, self.voice)
        if label.unit in _UNITS:
            return self.voice.say_many(_UNITS[label.unit], number)
        return self.voice.number(number)

    def _word(self, key: str, value: object) -> str:
        """Return one name or text: what it stands for where that is known."""
        if not isinstance(value, str):
            return raw(value)
        known = _NAMES.get(key)
        if known is not None and value in self.said.lists.get(known, {}):
            return self.name(known, value)
        plain = str(value)
        if plain in NAMED:
            return self.voice.say(NAMED[plain])
        return self.voice.say(_TEXT, text=plain)


def is_nothing(value: object) -> bool:
    """Return whether a key is left out, or says nothing."""
    return value is None or value in ("", (), {})


def is_by_language(value: object) -> TypeGuard[Mapping[str, str]]:
    """Return whether a value is a text by language."""
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(isinstance(text, str) for text in value.values())
    )


def raw(value: object) -> str:
    """Return a value about as it is written: for what has no words of its own.

    >>> raw({"en": ("a", 1)}), raw(None)
    ('en = ["a", 1]', '–')
    """
    if value is None:
        return "–"
    if isinstance(value, StrEnum):
        return raw(str(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key} = {raw(one)}" for key, one in value.items())
    if isinstance(value, tuple | list):
        return f"[{', '.join(raw(one) for one in value)}]"
    return f'"{value}"' if isinstance(value, str) else shown(value)
