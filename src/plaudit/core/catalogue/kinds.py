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
from plaudit.core.period import day_number

NAME_MAX = 60
TEXT_MAX = 2_000
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Text:
    """A text that says something, on one line or several."""

    most: int = TEXT_MAX
    pattern: str = ""
    words: str = "a text"
    example: str = '"…"'

    def read(self, value: object, here: Reading) -> str | Wrong:
        """Return the text."""
        if not isinstance(value, str):
            return here.wrong(value, self, write=_in_quotes(value))
        if not value.strip():
            return here.refuse(f"{here.name} is {self.words}; it is empty here.", self._write(here))
        if len(value) > self.most:
            return here.refuse(
                f"{here.name} has {len(value)} characters; {self.most} is the most.",
                "Write it shorter.",
            )
        if self.pattern and re.fullmatch(self.pattern, value) is None:
            return here.refuse(
                f"{here.name} is {self.words}; {shown(value)} is not.", self._write(here)
            )
        return value

    def _write(self, here: Reading) -> str:
        return f"Write {here.name} = {here.example or self.example}."

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        schema: Schema = {"type": "string", "minLength": 1, "maxLength": self.most}
        return schema | ({"pattern": f"^{self.pattern}$"} if self.pattern else {})


def _in_quotes(value: object) -> str:
    if isinstance(value, bool | int | Decimal | date):
        return f'Write it in quotes: "{shown(value)}".'
    return ""


NAME = Text(
    most=NAME_MAX,
    pattern=r"[A-Za-z0-9][A-Za-z0-9._-]*",
    words='a name of letters a to z, digits, "-", "_" and "."',
    example='"cups"',
)
LANGUAGE = Text(
    most=35,
    pattern=r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*",
    words="the code of a language",
    example='"en"',
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exact. `whole` has no decimals; `above_low` leaves out `low` itself."""

    low: int = 0
    high: int = AMOUNT_MAX
    whole: bool = False
    above_low: bool = False
    example: str = "1"

    @property
    def words(self) -> str:
        """The kind with its range."""
        kind = "a whole number" if self.whole else "a number"
        start = f"above {self.low} and at most" if self.above_low else f"from {self.low} to"
        return f"{kind} {start} {self.high}"

    def read(self, value: object, here: Reading) -> Fraction | Wrong:
        """Return the number as a fraction; of a whole one the denominator is 1."""
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            return here.wrong(value, self, write=f"Write {value} without quotes.")
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return here.wrong(value, self)
        if isinstance(value, Decimal) and (
            not value.is_finite() or abs(value.adjusted()) > NAME_MAX
        ):
            return here.wrong(value, self)
        number = Fraction(value)
        if not self.low <= number <= self.high or (self.above_low and number == self.low):
            return here.refuse(
                f"{here.name} is {self.words}; {shown(value)} is not.",
                f"Write {here.name} = {here.example or self.example}.",
            )
        if self.whole and number.denominator != 1:
            return here.refuse(
                f"{here.name} is {self.words}; {shown(value)} has decimals.",
                f"Write {number.__floor__()}." if number >= max(1, self.low) else "Write it whole.",
            )
        if to_micro(value) is None:
            return here.refuse(
                f"{here.name} is {shown(value)}; numbers have {PLACES_MAX} decimal places at most.",
                "Write it with fewer decimals.",
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
    def words(self) -> str:
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

    words: str = "true or false"
    example: str = "true"

    def read(self, value: object, here: Reading) -> bool | Wrong:
        """Return the flag."""
        if isinstance(value, bool):
            return value
        near = str(value).lower()
        write = f"Write {near} without quotes." if near in ("true", "false") else ""
        return here.wrong(value, self, write=write)

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, read as a day number."""

    words: str = "a date"
    example: str = "2026-04-01"

    def read(self, value: object, here: Reading) -> int | Wrong:
        """Return the day number."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return day_number(value)
        write = ""
        if isinstance(value, datetime):
            write = f"Write the day alone: {value.date().isoformat()}."
        elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            write = f"Write {value} without quotes."
        return here.wrong(value, self, write=write)

    def schema(self) -> Schema:
        """Return the kind as JSON Schema: editors see a TOML date as a text in this form."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One name of a closed list, read as its enum."""

    names: type[StrEnum]

    @property
    def words(self) -> str:
        """The list."""
        return f"one of {listed(self.names, quoted=True)}"

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
                f"{here.name} is {self.words}; {shown(value)} is not.",
                f'Write {here.name} = "{near[0]}".' if near else "Write one of these.",
            )
        return here.wrong(value, self)

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return {"enum": [str(name) for name in self.names]}
