"""How the page of a rehearsal says numbers, days and names, in its reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from plaudit.core.activity import Activity
from plaudit.core.amount import MICRO
from plaudit.core.edition import Edition
from plaudit.core.marking import N_
from plaudit.core.period import day_number
from plaudit.core.voice import Voice, measure, text_in
from plaudit.lab.page import Named

_CURRENT, _DRAFT = N_("current edition"), N_("draft")
_OTHERS = N_("others")
_OTHERS_ID = "others"
_AMOUNT = N_("{number} {fact}")
_UNKNOWN = "–"


@dataclass(frozen=True)
class Names:
    """What the editions of a rehearsal call rules, ceilings and kinds of deeds, by id.

    What isn't among them stands by its id.
    """

    limits: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Texts by language, of rules and ceilings."""
    activities: Mapping[str, Activity] = field(default_factory=dict)

    def limit(self, id: str, voice: Voice) -> Named:
        """Return what a rule or a ceiling is called."""
        return _named(id, self.limits.get(id, {}), voice)

    def kind(self, id: str, voice: Voice) -> Named:
        """Return what a kind of deeds is called."""
        known = self.activities.get(id)
        return _named(id, {} if known is None else known.title, voice)

    def amount(self, activity: str, fact: str, number: int, *, voice: Voice) -> str:
        """Return an amount of a kind's fact in its unit: "14 cups". Units: millionths."""
        known = self.activities.get(activity)
        amount = Fraction(number, MICRO)
        for one in () if known is None else known.facts:
            if one.name == fact:
                return measure(amount, one, voice=voice)
        return voice.say(_AMOUNT, number=voice.number(amount), fact=fact)


def names_in(editions: Iterable[Edition], activities: Mapping[str, Activity]) -> Names:
    """Return what editions call their parts; of one that is in several, as the last says it."""
    limits: dict[str, Mapping[str, str]] = {}
    for edition in editions:
        limits |= {one.id: one.says for one in edition.rules()}
        limits |= {one.id: one.says for one in edition.ceilings}
    return Names(limits, activities)


def _named(id: str, texts: Mapping[str, str], voice: Voice) -> Named:
    if id == _OTHERS_ID:
        return Named(voice.say(_OTHERS))
    title = text_in(texts, voice)
    return Named(title, id) if title and title != id else Named(id)


def sides_of(read: Any, voice: Voice) -> list[tuple[str, Any]]:
    """Return both editions' parts of a report, named, the current one first."""
    return [(voice.say(_CURRENT), read["current"]), (voice.say(_DRAFT), read["draft"])]


def whole(number: int, voice: Voice) -> str:
    """Return a whole number with its groups of digits."""
    return voice.number(Fraction(number))


def signed(said: str, *, is_less: bool) -> str:
    """Return a number with its sign.

    >>> signed("1,200", is_less=False), signed("3", is_less=True)
    ('+1,200', '−3')
    """
    return f"{'−' if is_less else '+'}{said}"


def percent(part: int, of: int, voice: Voice) -> str:
    """Return a share to a tenth of a percent, cut off; a line where there is nothing to share.

    >>> from plaudit.pages.voices import voice_of
    >>> percent(1, 3, voice_of("en")), percent(500, 0, voice_of("en"))
    ('33.3 %', '–')
    """
    return f"{voice.number(Fraction(1_000 * part // of, 10))} %" if of else _UNKNOWN


def change_in_words(before: int, after: int, voice: Voice) -> str:
    """Return by what share a number grew or fell; a line where it was nothing.

    >>> from plaudit.pages.voices import voice_of
    >>> [change_in_words(before, 500, voice_of("en")) for before in (400, 1_000, 0)]
    ['+25 %', '−50 %', '–']
    """
    share = percent(abs(after - before), before, voice)
    return signed(share, is_less=after < before) if before else share


def day_in_words(day: str | None, voice: Voice) -> str:
    """Return a day of a report; a line where it has none."""
    return _UNKNOWN if day is None else voice.day(day_number(date.fromisoformat(day)))


def month_in_words(month: str, voice: Voice) -> str:
    """Return a month of a report.

    >>> from plaudit.pages.voices import voice_of
    >>> month_in_words("2026-10", voice_of("en"))
    'October 2026'
    """
    return voice.month(day_number(date.fromisoformat(f"{month}-01")))


def name_in_words(name: str, voice: Voice) -> str:
    """Return a partner or a district by its id; those of few members are the others."""
    return voice.say(_OTHERS) if name == _OTHERS_ID else name
