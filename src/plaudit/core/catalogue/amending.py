r"""Changing single values of a TOML text: all the rest stays as it was written, byte for byte.

The places are those that the scanner found, so comments, order and spacing are never touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from plaudit.core.catalogue.hidden import is_hidden
from plaudit.core.catalogue.scanner import Path
from plaudit.core.catalogue.source import Source
from plaudit.core.catalogue.tokens import text_end, word_end

NUMBER_DIGITS_MAX = 15
TEXT_LETTERS_MAX = 2_000
"""How long a text may be that is put into an edition by a form."""
_NUMBER = re.compile(rf"-?[0-9]{{1,{NUMBER_DIGITS_MAX}}}(?:\.[0-9]{{1,6}})?")


class Kind(StrEnum):
    """What a value is: how a form asks for it, and how it is written."""

    NUMBER = "number"
    DAY = "day"
    TEXT = "text"


class Value(NamedTuple):
    """A value that can be changed by itself: where it stands, and as a form shows it."""

    path: Path
    kind: Kind
    shown: str


def values_of(source: Source) -> list[Value]:
    r"""Return the numbers, days and texts of a file, in the order in which they stand there.

    A text with a sign that a form can't carry (a tab, a hidden character) isn't among them.

    >>> from plaudit.core.catalogue.source import read_source
    >>> source = read_source("a.toml", b"[points]\nmonths = 1_8  # a comment\n")
    >>> values_of(source)
    [Value(path=('points', 'months'), kind=<Kind.NUMBER: 'number'>, shown='18')]
    """
    if source.table is None or source.mistakes:
        return []
    found = (_value(source, path) for path in source.places)
    return [one for one in found if one is not None]


def refused(value: Value, given: str) -> bool:
    """Return whether what was typed can't be written in a value's place.

    >>> cups = Value(("rule", 0, "at_most"), Kind.NUMBER, "15")
    >>> refused(cups, "16"), refused(cups, "sixteen"), refused(cups, "")
    (False, True, True)
    """
    if given == value.shown:
        return False
    if value.kind is Kind.NUMBER:
        return _NUMBER.fullmatch(given) is None
    if value.kind is Kind.DAY:
        return _day(given) is None
    return len(given) > TEXT_LETTERS_MAX or not _is_plain(given)


def amended(source: Source, given: Mapping[Path, str]) -> str:
    r"""Return a file's text with some values changed; what is given as it stands stays untouched.

    Takes: what a form gives, by path; nothing that `refused` says no to.

    >>> from plaudit.core.catalogue.source import read_source
    >>> source = read_source("a.toml", b"at_most = 1_500 # of all\nper = 'day'\n")
    >>> amended(source, {("at_most",): "2000", ("per",): "day"})
    "at_most = 2_000 # of all\nper = 'day'\n"
    """
    known = {one.path: one for one in values_of(source)}
    changes = []
    for path, text in given.items():
        value = known[path]
        assert not refused(value, text), (path, text)
        if text != value.shown:
            start = source.places[path].value_at
            end = _end(source.text, start)
            changes.append((start, end, _written(value, text, had=source.text[start:end])))
    written = source.text
    for start, end, new in sorted(changes, reverse=True):
        written = written[:start] + new + written[end:]
    return written


def _value(source: Source, path: Path) -> Value | None:
    value = source.value_at(path)
    if isinstance(value, bool | datetime):
        return None
    if isinstance(value, int):
        return Value(path, Kind.NUMBER, str(value)) if _fits(str(value)) else None
    if isinstance(value, Decimal):
        plain = f"{value:f}" if value.is_finite() else ""
        return Value(path, Kind.NUMBER, plain) if _fits(plain) else None
    if isinstance(value, date):
        return Value(path, Kind.DAY, value.isoformat())
    if isinstance(value, str) and len(value) <= TEXT_LETTERS_MAX and _is_plain(value):
        return Value(path, Kind.TEXT, value)
    return None


def _fits(number: str) -> bool:
    return _NUMBER.fullmatch(number) is not None


def _is_plain(text: str) -> bool:
    """Return whether a form carries a text as it is: browsers change line ends and tabs."""
    return "\t" not in text and "\n" not in text and not any(map(is_hidden, text))


def _end(text: str, start: int) -> int:
    return text_end(text, start) if text[start] in "\"'" else word_end(text, start)


def _written(value: Value, given: str, *, had: str) -> str:
    """Return a value as TOML; a number keeps the way in which its thousands were parted."""
    if value.kind is Kind.TEXT:
        return json.dumps(given, ensure_ascii=False)
    if value.kind is Kind.DAY:
        return given
    whole, point, places = given.partition(".")
    sign = "-" if whole.startswith("-") else ""
    digits = int(whole.lstrip("-"))
    return f"{sign}{digits:_}{point}{places}" if "_" in had else f"{sign}{digits}{point}{places}"


def _day(given: str) -> date | None:
    try:
        return (
            date.fromisoformat(given)
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given)
            else None
        )
    except ValueError:
        return None
