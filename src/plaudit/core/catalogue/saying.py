"""How values of a TOML file are said in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from plaudit.core.marking import N_, Marked
from plaudit.core.sentence import Sentence, as_written, sentence, worded

SHOWN_MAX = 40
"""How many characters of a value a sentence repeats."""
LISTED_MAX = 30
"""How many names a sentence lists."""
_TABLES = {
    "tally": N_("tally"),
    "rule": N_("rule"),
    "ceiling": N_("ceiling"),
    "partner": N_("partner"),
    "reward": N_("reward"),
    "partner_check": N_("check of reports"),
    "answer": N_("answer"),
    "facts": N_("fact"),
}
"""What tables of which a file can have several are called."""


def table_words(table: str) -> Sentence:
    """Return what one of several tables is called, in a sentence: a rule, a fact."""
    return worded(_TABLES[table]) if table in _TABLES else as_written(table)


def shown(value: object) -> str:
    """Return a value as it stands in a file, shortened.

    >>> shown("cups"), shown(True), shown(Fraction(5, 2))
    ('"cups"', 'true', '2.5')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        value = value.numerator if value.denominator == 1 else exact(value)
    text = f'"{value}"' if isinstance(value, str) else str(value)
    if isinstance(value, date | time):
        text = value.isoformat()
    return text if len(text) <= SHOWN_MAX else f"{text[: SHOWN_MAX - 1]}…"


def exact(value: Fraction) -> Decimal:
    """Return a fraction of a decimal number as that number."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def described(value: object) -> Sentence:
    """Return a value and what it is, as a sentence's end.

    >>> described("3"), described([1, 2])
    ('"3" is a text', 'a list stands here')
    """
    if isinstance(value, Mapping):
        return worded(N_("a table stands here"))
    if isinstance(value, list):
        return worded(N_("a list stands here"))
    return sentence(_type_words(value), value=shown(value))


def _type_words(value: object) -> Marked:
    if isinstance(value, bool):
        return N_("{value} is true or false")
    if isinstance(value, datetime):
        return N_("{value} is a date with a time")
    if isinstance(value, date):
        return N_("{value} is a date")
    if isinstance(value, time):
        return N_("{value} is a time")
    if isinstance(value, int):
        return N_("{value} is a whole number")
    if isinstance(value, Decimal | Fraction):
        return N_("{value} is a number")
    return N_("{value} is a text")


def listed(names: Iterable[str], *, quoted: bool = False) -> Sentence:
    """Return names as a list in a sentence, shortened; "none" for no names.

    >>> listed(["day", "week"]), listed(["a"], quoted=True), listed([])
    ('day, week', '"a"', 'none')
    """
    every = [f'"{name}"' if quoted else name for name in names]
    if not every:
        return worded(N_("none"))
    names_shown = ", ".join(every[:LISTED_MAX])
    if len(every) <= LISTED_MAX:
        return as_written(names_shown)
    more = len(every) - LISTED_MAX
    return sentence(N_("{names}, and {more} more"), names=names_shown, more=more)
