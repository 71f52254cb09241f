"""How the page of a rehearsal says numbers, days and names, in its reader's language."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from plaudit.core.marking import N_
from plaudit.core.period import day_number
from plaudit.core.voice import Voice

_CURRENT, _DRAFT = N_("current edition"), N_("draft")
_OTHERS = N_("others")
_UNKNOWN = "–"


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
    """Return a share to a tenth of a percent, cut off.

    >>> from plaudit.pages.voices import voice_of
    >>> percent(1, 3, voice_of("en"))
    '33.3 %'
    """
    return f"{voice.number(Fraction(1_000 * part // max(1, of), 10))} %"


def day_in_words(day: str | None, voice: Voice) -> str:
    """Return a day of a report; a line where it has none."""
    return _UNKNOWN if day is None else voice.day(day_number(date.fromisoformat(day)))


def month_in_words(month: str, voice: Voice) -> str:
    """Return a month of a report; what is none stands as it is written.

    >>> from plaudit.pages.voices import voice_of
    >>> [month_in_words(one, voice_of("en")) for one in ("2026-10", "autumn")]
    ['October 2026', 'autumn']
    """
    try:
        return voice.month(day_number(date.fromisoformat(f"{month}-01")))
    except ValueError:
        return month


def name_in_words(name: str, voice: Voice) -> str:
    """Return a rule, partner or kind of deed, by its id; those of few members are the others."""
    return voice.say(_OTHERS) if name == "others" else name
