"""The kinds of values that a file of the catalogue may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from typing import Any

from plaudit.core.amount import AMOUNT_MAX, PLACES_MAX, to_micro
from plaudit.core.catalogue.fields import Reading, Schema, Wrong
from plaudit.core.catalogue.saying import listed, shown
from plaudit.core.marking import N_
from plaudit.core.period import day_number
from plaudit.core.sentence import Sentence, Words, sentence, worded

NAME_MAX = 60
DAYS_FIRST_YEAR, DAYS_LAST_YEAR = 1900, 2200
"""Years of days that somebody can mean."""
TEXT_MAX = 2_000
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Text:
    """A text that says something, on one line or several."""

    most: int = TEXT_MAX
    pattern: str = ""
    words: Words = N_("a text")
    example: str = '"…"'

    def read(self, value: object, here: Reading) -> str | Wrong:
        """Return the text."""
        if not isinstance(value, str):
            return here.wrong(value, self, write=_in_quotes(value))
        if not value.strip():
            return here.refuse(
                sentence(
                    N_("{name} is {words}; it is empty here."),
                    name=here.name,
                    words=worded(self.words),
                ),
                self._write(here),
            )
        if len(value) > self.most:
            return here.refuse(
                sentence(
                    N_("{name} has {number} characters; {most} is the most."),
                    name=here.name,
                    number=len(value),
                    most=self.most,
                ),
                sentence(N_("Write it shorter.")),
            )
        if self.pattern and re.fullmatch(self.pattern, value) is None:
            return here.refuse(
                sentence(
                    N_("{name} is {words}; {value} is not."),
                    name=here.name,
                    words=worded(self.words),
                    value=shown(value),
                ),
                self._write(here),
            )
        return value

    def _write(self, here: Reading) -> Sentence:
        example = here.example or self.example
        return sentence(N_("Write {name} = {example}."), name=here.name, example=example)

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        schema: Schema = {"type": "string", "minLength": 1, "maxLength": self.most}
        return schema | ({"pattern": f"^{self.pattern}$"} if self.pattern else {})


def _in_quotes(value: object) -> Sentence | None:
    if isinstance(value, bool | int | Decimal | date):
        return sentence(N_('Write it in quotes: "{value}".'), value=shown(value))
    return None


NAME = Text(
    most=NAME_MAX,
    pattern=r"[A-Za-z0-9][A-Za-z0-9._-]*",
    words=N_('a name of letters a to z, digits, "-", "_" and "."'),
    example='"cups"',
)
LANGUAGE = Text(
    most=35,
    pattern=r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*",
    words=N_("the code of a language"),
    example='"en"',
)


_RANGES = {
    (True, False): N_("a whole number from {low} to {high}"),
    (False, False): N_("a number from {low} to {high}"),
    (True, True): N_("a whole number above {low} and at most {high}"),
    (False, True): N_("a number above {low} and at most {high}"),
}
"""How a range is told: of whole numbers or not, without its start or with it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exact. `whole` has no decimals; `above_low` leaves out `low` itself."""

    low: int = 0
    high: int = AMOUNT_MAX
    whole: bool = False
    above_low: bool = False
    example: str = "1"

    @property
    def words(self) -> Words:
        """The kind with its range."""
        range_words = _RANGES[self.whole, self.above_low]
        return sentence(range_words, low=self.low, high=self.high)

    def read(self, value: object, here: Reading) -> Fraction | Wrong:
        """Return the number as a fraction; of a whole one the denominator is 1."""
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            return here.wrong(
                value, self, write=sentence(N_("Write {value} without quotes."), value=value)
            )
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return here.wrong(value, self)
        if isinstance(value, Decimal) and (
            not value.is_finite() or abs(value.adjusted()) > NAME_MAX
        ):
            return here.wrong(value, self)
        return self._within(value, Fraction(value), here)

    def _within(self, value: int | Decimal, number: Fraction, here: Reading) -> Fraction | Wrong:
        if not self.low <= number <= self.high or (self.above_low and number == self.low):
            return here.refuse(
                sentence(
                    N_("{name} is {words}; {value} is not."),
                    name=here.name,
                    words=worded(self.words),
                    value=shown(value),
                ),
                sentence(
                    N_("Write {name} = {example}."),
                    name=here.name,
                    example=here.example or self.example,
                ),
            )
        if self.whole and number.denominator != 1:
            return here.refuse(
                sentence(
                    N_("{name} is {words}; {value} has decimals."),
                    name=here.name,
                    words=worded(self.words),
                    value=shown(value),
                ),
                sentence(N_("Write {value}."), value=number.__floor__())
                if number >= max(1, self.low)
                else sentence(N_("Write it whole.")),
            )
        if to_micro(value) is None:
            return here.refuse(
                sentence(
                    N_("{name} is {value}; numbers have {most} decimal places at most."),
                    name=here.name,
                    value=shown(value),
                    most=PLACES_MAX,
                ),
                sentence(N_("Write it with fewer decimals.")),
            )
        return number

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        low = "exclusiveMinimum" if self.above_low else "minimum"
        return {"type": "integer" if self.whole else "number", low: self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    low: int = 0
    high: int = AMOUNT_MAX
    example: str = "1"

    @property
    def words(self) -> Words:
        """The kind with its range."""
        return Number(self.low, self.high, whole=True).words

    def read(self, value: object, here: Reading) -> int | Wrong:
        """Return the number."""
        number = Number(self.low, self.high, whole=True, example=self.example).read(value, here)
        return number if isinstance(number, Wrong) else number.numerator

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return Number(self.low, self.high, whole=True).schema()


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    words: Words = N_("true or false")
    example: str = "true"

    def read(self, value: object, here: Reading) -> bool | Wrong:
        """Return the flag."""
        if isinstance(value, bool):
            return value
        near = str(value).lower()
        is_quoted = near in ("true", "false")
        write = sentence(N_("Write {value} without quotes."), value=near) if is_quoted else None
        return here.wrong(value, self, write=write)

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, read as a day number."""

    words: Words = N_("a date")
    example: str = "2026-04-01"

    def read(self, value: object, here: Reading) -> int | Wrong:
        """Return the day number."""
        if isinstance(value, date) and not isinstance(value, datetime):
            if DAYS_FIRST_YEAR <= value.year <= DAYS_LAST_YEAR:
                return day_number(value)
            return here.refuse(
                sentence(N_("{name} is in the year {year}."), name=here.name, year=value.year),
                sentence(
                    N_("Write a day from {first} to {last}."),
                    first=DAYS_FIRST_YEAR,
                    last=DAYS_LAST_YEAR,
                ),
            )
        write = None
        if isinstance(value, datetime):
            write = sentence(N_("Write the day alone: {day}."), day=value.date().isoformat())
        elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            write = sentence(N_("Write {value} without quotes."), value=value)
        return here.wrong(value, self, write=write)

    def schema(self) -> Schema:
        """Return the kind as JSON Schema: editors see a TOML date as a text in this form."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One name of a closed list, read as its enum."""

    names: type[StrEnum]

    @property
    def words(self) -> Words:
        """The list."""
        return sentence(N_("one of {known}"), known=listed(self.names, quoted=True))

    @property
    def example(self) -> str:
        """The first of the list."""
        return f'"{next(iter(self.names))}"'

    def read(self, value: object, here: Reading) -> Any:
        """Return the member of the enum."""
        known = [str(name) for name in self.names]
        if isinstance(value, str) and value in known:
            return self.names(value)
        near = get_close_matches(value.lower(), known, n=1) if isinstance(value, str) else []
        if isinstance(value, str):
            return here.refuse(
                sentence(
                    N_("{name} is {words}; {value} is not."),
                    name=here.name,
                    words=worded(self.words),
                    value=shown(value),
                ),
                sentence(N_('Write {name} = "{near}".'), name=here.name, near=near[0])
                if near
                else sentence(N_("Write one of these.")),
            )
        return here.wrong(value, self)

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return {"enum": [str(name) for name in self.names]}
