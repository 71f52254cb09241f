"""A voice: how a language says numbers, days and sentences. `core` says what; a voice says how.

Sentences are marked with `N_` (or `NN_` where a number decides the form) and translated here.
Edition and activity texts come with their languages and are only picked.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple, Protocol

from plaudit.core.activity import Fact
from plaudit.core.amount import MICRO
from plaudit.core.explanation import Span
from plaudit.core.period import Period
from plaudit.core.refusals import N_


class Plural(NamedTuple):
    """A sentence for one, and a sentence for any other number."""

    one: str
    many: str


def NN_(one: str, many: str) -> Plural:  # noqa: N802 (the usual name of gettext's marker)
    """Mark a sentence with a number for translation."""
    return Plural(one, many)


class Voice(Protocol):
    """One language. Units: numbers as fractions, days as day numbers."""

    language: str
    """As in an edition: en, th, zh-Hans."""

    direction: str
    """Which way its lines run: ltr or rtl."""

    def say(self, sentence: str, /, **facts: str) -> str:
        """Return a marked sentence in this language, with its facts."""

    def say_many(self, sentence: Plural, number: Fraction, /, **facts: str) -> str:
        """Return a marked sentence in the form for a number, which it shows as {number}."""

    def number(self, number: Fraction) -> str:
        """Return a number as it is written in this language."""

    def day(self, day: int) -> str:
        """Return a day with month and year, in the calendar of this language's readers."""

    def days(self, first: int, last: int) -> str:
        """Return a stretch of days, both ends included: "30 Mar – 5 Apr 2026"."""

    def month(self, day: int) -> str:
        """Return the month of a day, with its year."""

    def months(self, first: int, last: int) -> str:
        """Return a stretch of months, both ends included: "April–June 2026"."""

    def year(self, day: int) -> str:
        """Return the year of a day."""

    def weekday(self, weekday: int) -> str:
        """Return the name of a weekday, Monday = 0."""

    def language_name(self, code: str) -> str:
        """Return what a language is called, by the code that editions use."""

    def joined(self, parts: list[str]) -> str:
        """Return parts as one list in words: "a, b and c"."""

    def paragraph(self, sentences: list[str]) -> str:
        """Return sentences in a row, without the empty ones."""


def text_in(texts: Mapping[str, str], voice: Voice, *, otherwise: str = "") -> str:
    """Return the text in the voice's language, or in English, or what there is.

    >>> from types import SimpleNamespace
    >>> text_in({"en": "Cups", "th": "แก้ว"}, SimpleNamespace(language="th"))
    'แก้ว'
    >>> text_in({}, SimpleNamespace(language="th"), otherwise="cups")
    'cups'
    """
    return texts.get(voice.language) or texts.get("en") or next(iter(texts.values()), otherwise)


_POINTS = NN_("{number} point", "{number} points")
_DEEDS = NN_("{number} deed", "{number} deeds")
_MEASURE = N_("{number} {unit}")


def points_in_words(points: int | Fraction, voice: Voice) -> str:
    """Return "12 points"."""
    return voice.say_many(_POINTS, Fraction(points))


def deeds_in_words(deeds: Fraction, voice: Voice) -> str:
    """Return "3 deeds"."""
    return voice.say_many(_DEEDS, deeds)


def measure(number: Fraction, fact: Fact, *, voice: Voice) -> str:
    """Return a number of a fact with its unit: "2 cups", "1.25 kg"; without one, the number."""
    if not fact.unit:
        return voice.number(number)
    unit = text_in(fact.units, voice, otherwise=fact.unit)
    if number == 1 and voice.language == "en":
        unit = fact.unit
    return voice.say(_MEASURE, number=voice.number(number), unit=unit)


def choice_in_words(fact: Fact, choice: str, *, voice: Voice) -> str:
    """Return what a choice is called."""
    return text_in(fact.labels.get(choice, {}), voice, otherwise=choice)


def fact_in_words(fact: Fact, value: int, *, voice: Voice) -> str:
    """Return a deed's fact: "2 cups", "City museum". A number in millionths, a choice's index."""
    if fact.is_number:
        return measure(Fraction(value, MICRO), fact, voice=voice)
    return choice_in_words(fact, fact.choices[value], voice=voice)


_AND = N_("{one}; {other}")


def in_turn(parts: list[str], voice: Voice) -> str:
    """Return parts one after another: "5 points from 3 books; 12 points from 6 books"."""
    said = parts[0]
    for part in parts[1:]:
        said = voice.say(_AND, one=said, other=part)
    return said


_WEEK = N_("the week {days}")
_EVER = N_("all the time so far")


def span_in_words(span: Span, voice: Voice) -> str:
    """Return one period of the calendar: "3 Apr 2026", "April 2026", "2026"."""
    if span.ends_on is None:
        return voice.say(_EVER)
    if span.period is Period.DAY:
        return voice.day(span.starts_on)
    if span.period is Period.WEEK:
        return voice.say(_WEEK, days=voice.days(span.starts_on, span.ends_on - 1))
    if span.period is Period.MONTH:
        return voice.month(span.starts_on)
    if span.period is Period.YEAR:
        return voice.year(span.starts_on)
    return voice.months(span.starts_on, span.ends_on - 1)
