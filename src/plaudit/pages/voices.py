"""The voices: English, Thai and Simplified Chinese, from gettext catalogues and Babel's data.

A language is a folder under `locale` (its sentences) and a line in `LANGUAGES`.
"""

from __future__ import annotations

import gettext
import re
from datetime import datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal

from plaudit.core.period import date_of
from plaudit.core.voice import Plural

LOCALE_FOLDER = Path(__file__).parent / "locale"
DOMAIN = "django"
"""Django looks for a project's sentences under this name."""

SAID_KEPT = 4_096
"""Numbers, days and times that stay in words: a page says the same ones again and again."""
DECIMALS = 6
"""A number that isn't finite as a decimal is shown with this many places."""


class Language(NamedTuple):
    """A language: its name in itself, and how Babel's data knows it.

    `years_ahead` of the common era are what its readers write; `between` stands between sentences.
    """

    name: str
    locale: str
    years_ahead: int = 0
    between: str = " "

    @property
    def direction(self) -> str:
        """Return which way its lines run, by Babel's data.

        >>> [Language(name, locale=name).direction for name in ("en", "ar")]
        ['ltr', 'rtl']
        """
        return str(Locale.parse(self.locale).text_direction)


LANGUAGES = {
    "en": Language("English", "en_GB"),
    # Thai has no full stop, so a dot stands between sentences. Its readers date their letters,
    # cards and contracts in the Buddhist era, which Unicode's data names as their calendar; 2569
    # can't be mistaken for a year of the common era.
    "th": Language("ไทย", "th", years_ahead=543, between=" · "),
    "zh-Hans": Language("简体中文", "zh_Hans", between=""),
}
"""By the code that editions use, in the order of the switcher. English is what is written."""


class UnknownLanguage(ValueError):
    """A language that isn't in `LANGUAGES`."""


@cache
def voice_of(code: str) -> GettextVoice:
    """Return the voice of a language, in any spelling of its code.

    Refuses: UnknownLanguage; FileNotFoundError where its sentences were not compiled.

    >>> voice_of("zh-hans").language
    'zh-Hans'
    """
    for language in LANGUAGES:
        if language.lower() == code.lower().replace("_", "-"):
            return GettextVoice(language)
    raise UnknownLanguage(f"{code}; known are {', '.join(LANGUAGES)}")


class GettextVoice:
    """A `core.voice.Voice`: sentences by gettext; numbers, days and lists by Babel."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = LANGUAGES[language].direction
        self._locale_name = LANGUAGES[language].locale
        self._locale = Locale.parse(self._locale_name)
        self._patterns: dict[str, str] = {}
        self.between = LANGUAGES[language].between
        self._catalogue = _catalogue(language)

    def say(self, sentence: str, /, **facts: str) -> str:
        """Return a marked sentence in this language, with its facts."""
        return self._catalogue.gettext(sentence).format(**facts)

    def say_many(self, sentence: Plural, number: Fraction, /, **facts: str) -> str:
        """Return a marked sentence in the form for a number, which it shows as {number}."""
        whole = int(number) if number.denominator == 1 else 2
        template = self._catalogue.ngettext(sentence.one, sentence.many, whole)
        return template.format(number=self.number(number), **facts)

    def number(self, number: Fraction) -> str:
        """Return a number with its groups of digits and without needless zeros.

        >>> voice_of("en").number(Fraction(12505, 10))
        '1,250.5'
        """
        return _number(number.numerator, number.denominator, self._locale_name)

    def day(self, day: int) -> str:
        """Return a day with month and year.

        >>> [voice_of(code).day(20546) for code in ("en", "th", "zh-Hans")]
        ['3 Apr 2026', '3 เม.ย. 2569', '2026年4月3日']
        """
        return self._dated("yMMMd", day)

    def days(self, first: int, last: int) -> str:
        """Return a stretch of days, both ends included.

        >>> [voice_of(code).days(20542, 20548) for code in ("en", "th", "zh-Hans")]
        ['30 Mar – 5 Apr 2026', '30 มี.ค. – 5 เม.ย. 2569', '2026年3月30日至4月5日']
        """
        return self._stretch("yMMMd", first, last=last)

    def month(self, day: int) -> str:
        """Return the month of a day, with its year."""
        return self._dated("yMMMM", day)

    def months(self, first: int, last: int) -> str:
        """Return a stretch of months, both ends included."""
        return self._stretch("yMMMM", first, last=last)

    def year(self, day: int) -> str:
        """Return the year of a day."""
        return self._dated("y", day)

    def clock(self, at: datetime) -> str:
        """Return the time of day."""
        return _clock(at.hour, at.minute, self._locale_name)

    def weekday(self, weekday: int) -> str:
        """Return the name of a weekday, Monday = 0."""
        return str(get_day_names("wide", locale=self._locale)[weekday])

    def language_name(self, code: str) -> str:
        """Return what a language is called; a code that nobody knows stays as it is.

        >>> voice_of("en").language_name("th"), voice_of("th").language_name("zh-Hans")
        ('Thai', 'จีน (ตัวย่อ)')
        """
        try:
            return Locale.parse(code, sep="-").get_display_name(self._locale) or code
        except (UnknownLocaleError, ValueError):
            return code

    def joined(self, parts: list[str]) -> str:
        """Return parts as one list in words."""
        return format_list(parts, locale=self._locale)

    def paragraph(self, sentences: list[str]) -> str:
        """Return sentences in a row, without the empty ones."""
        return self.between.join(filter(None, sentences))

    def _dated(self, skeleton: str, day: int) -> str:
        if skeleton not in self._patterns:
            self._patterns[skeleton] = str(self._locale.datetime_skeletons[skeleton].pattern)
        return self._as(self._patterns[skeleton], day)

    def _stretch(self, skeleton: str, first: int, *, last: int) -> str:
        start, end = date_of(first), date_of(last)
        same_year = start.year == end.year
        differs = "d" if same_year and start.month == end.month else "M" if same_year else "y"
        parts = self._locale.interval_formats[skeleton][differs]
        return "".join(self._as(part, day) for part, day in zip(parts, (first, last), strict=True))

    def _as(self, pattern: str, day: int) -> str:
        return _day(day, pattern, self.language)


@lru_cache(maxsize=SAID_KEPT)
def _number(numerator: int, denominator: int, locale: str) -> str:
    exact = Decimal(numerator) / Decimal(denominator)
    return format_decimal(round(exact, DECIMALS), format="#,##0.######", locale=locale)


@lru_cache(maxsize=SAID_KEPT)
def _day(day: int, pattern: str, language: str) -> str:
    on, known = date_of(day), LANGUAGES[language]
    if known.years_ahead:
        # The year is written into the pattern: 29 February is not in every shifted year.
        pattern = re.sub(r"(G )?y+", f"'{on.year + known.years_ahead}'", pattern)
    return format_date(on, pattern, locale=known.locale)


@lru_cache(maxsize=SAID_KEPT)
def _clock(hour: int, minute: int, locale: str) -> str:
    return format_time(time(hour, minute), "HH:mm", locale=locale)


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    folder = LANGUAGES[language].locale
    return gettext.translation(DOMAIN, str(LOCALE_FOLDER), languages=[folder])
