"""The voices: English, Thai and Simplified Chinese, from gettext catalogues and Babel's data.

A language is a folder under `locale` (its sentences) and a line in `LANGUAGES`.
"""

from __future__ import annotations

import gettext
import re
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal

from plaudit.core.period import date_of
from plaudit.core.voice import Plural

LOCALE_FOLDER = Path(__file__).parent / "locale"
DOMAIN = "django"
"""Django looks for a project's sentences under this name."""

DECIMALS = 6
"""A number that isn't finite as a decimal is shown with this many places."""


class Language(NamedTuple):
    """A language: its name in itself, Babel's data for it, and what its years are ahead of ours."""

    name: str
    locale: str
    years_ahead: int = 0


LANGUAGES = {
    "en": Language("English", "en_GB"),
    # Thai readers date their letters, cards and contracts in the Buddhist era, and Unicode's data
    # names it as their calendar. 2569 can't be mistaken for a year of the common era.
    "th": Language("ไทย", "th", years_ahead=543),
    "zh-Hans": Language("简体中文", "zh_Hans"),
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
        self._locale = Locale.parse(LANGUAGES[language].locale)
        self._years_ahead = LANGUAGES[language].years_ahead
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
        exact = Decimal(number.numerator) / Decimal(number.denominator)
        return format_decimal(round(exact, DECIMALS), format="#,##0.######", locale=self._locale)

    def day(self, day: int) -> str:
        """Return a day with month and year.

        >>> [voice_of(code).day(20546) for code in ("en", "th", "zh-Hans")]
        ['3 Apr 2026', '3 เม.ย. 2569', '2026年4月3日']
        """
        return self._dated("yMMMd", day)

    def month(self, day: int) -> str:
        """Return the month of a day, with its year."""
        return self._dated("yMMMM", day)

    def year(self, day: int) -> str:
        """Return the year of a day."""
        return self._dated("y", day)

    def clock(self, at: datetime) -> str:
        """Return the time of day."""
        return format_time(at, "HH:mm", locale=self._locale)

    def weekday(self, weekday: int) -> str:
        """Return the name of a weekday, Monday = 0."""
        return str(get_day_names("wide", locale=self._locale)[weekday])

    def joined(self, parts: list[str]) -> str:
        """Return parts as one list in words."""
        return format_list(parts, locale=self._locale)

    def _dated(self, skeleton: str, day: int) -> str:
        on = date_of(day)
        pattern = str(self._locale.datetime_skeletons[skeleton].pattern)
        if self._years_ahead:
            # The year is written into the pattern: 29 February is not in every shifted year.
            pattern = re.sub(r"(G )?y+", f"'{on.year + self._years_ahead}'", pattern)
        return format_date(on, pattern, locale=self._locale)


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    folder = LANGUAGES[language].locale
    return gettext.translation(DOMAIN, str(LOCALE_FOLDER), languages=[folder])
