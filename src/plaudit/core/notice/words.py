"""What every section of a notice says its words with: the particulars, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from plaudit.core.notice.particulars import Particulars
from plaudit.core.refusals import N_
from plaudit.core.voice import NN_, Plural, Voice, in_turn, text_in

DAYS = NN_("{number} day", "{number} days")
MONTHS = NN_("{number} month", "{number} months")
HOURS = NN_("{number} hour", "{number} hours")
MEMBERS = NN_("{number} member", "{number} members")
_AND = N_("{one}, {other}")
_SPANS = {"days": DAYS, "months": MONTHS}


@dataclass(frozen=True)
class Words:
    """The particulars of an edition, and the voice that says them."""

    of: Particulars
    voice: Voice

    def say(self, sentence: str, /, **facts: str) -> str:
        """Return a marked sentence in this language."""
        return self.voice.say(sentence, **facts)

    def many(self, number: int, unit: Plural) -> str:
        """Return "90 days"."""
        return self.voice.say_many(unit, Fraction(number))

    def span(self, number: int, unit: str) -> str:
        """Return a keeping time in the unit of its kind of record."""
        return self.many(number, _SPANS[unit])

    def text(self, texts: Mapping[str, str], otherwise: str = "") -> str:
        """Return a text of the edition or the catalogue in this language."""
        return text_in(texts, self.voice, otherwise=otherwise)

    def contact(self, key: str) -> str:
        """Return one line of [contact]."""
        return str(self.of.one("contact", key))

    def listed(self, parts: Iterable[str]) -> str:
        """Return names as a list with commas: Thai runs a list in words together."""
        found = list(parts)
        return reduce(lambda one, other: self.say(_AND, one=one, other=other), found or [""])

    def in_turn(self, parts: Iterable[str]) -> str:
        """Return longer parts one after another; nothing for none."""
        found = list(parts)
        return in_turn(found, self.voice) if found else ""

    @property
    def programme(self) -> str:
        """What the programme is called."""
        return self.text(self.of.edition.title, self.of.edition.programme)
