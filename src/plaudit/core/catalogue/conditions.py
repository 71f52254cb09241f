"""Reading `when`: conditions on facts, days and partners, as the file has them.

Whether the activities have such facts and values is core.soundness's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from plaudit.core.activity import Fact
from plaudit.core.amount import AMOUNT_MAX, MICRO
from plaudit.core.catalogue.activity_fields import CHOICE_MAX, FACT_NAME
from plaudit.core.catalogue.fields import WRONG, Field, Reading, Schema, Table, Wrong, unknown_keys
from plaudit.core.catalogue.groups import Listed
from plaudit.core.catalogue.kinds import Day, Number, Text
from plaudit.core.catalogue.saying import described, shown
from plaudit.core.edition import Between, Equals, When
from plaudit.core.marking import N_
from plaudit.core.period import date_of
from plaudit.core.sentence import Words, as_written, sentence, worded
from plaudit.core.soundness.ranges import fact_words

VALUES_MAX = 500
PARTNER_MAX = 200
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week by its English name, read as 0 (Monday) to 6."""

    words: Words = N_('a day of the week, "monday" to "sunday" or "mon" to "sun"')
    example: str = '"monday"'

    def read(self, value: object, here: Reading) -> int | Wrong:
        """Return the number of the weekday."""
        if isinstance(value, str):
            for number, name in enumerate(_WEEKDAYS):
                if value in _spellings(name):
                    return number
            lower = [name for name in _WEEKDAYS if name[:3] == value.lower()[:3]]
            return here.refuse(
                sentence(
                    N_("{name} is {words}; {value} is not."),
                    name=here.name,
                    words=worded(self.words),
                    value=shown(value),
                ),
                sentence(N_("Write {near}."), near=shown(lower[0]))
                if lower
                else sentence(N_("Write one of these.")),
            )
        return here.wrong(value, self)

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return {"enum": [one for name in _WEEKDAYS for one in _spellings(name)]}


def _spellings(weekday: str) -> tuple[str, ...]:
    return (weekday, weekday[:3], weekday.capitalize(), weekday[:3].capitalize())


_LIMITS = Table(
    N_("a condition on a number"),
    (
        Field("at_least", Number(0, AMOUNT_MAX), "The smallest number that counts.", example="3"),
        Field("below", Number(0, AMOUNT_MAX), "The number from which it counts no more."),
    ),
    extra={"minProperties": 1},
)
_LIMIT_KEYS = tuple(field.name for field in _LIMITS.fields)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact: a text for a choice, a number for a number."""

    words: Words = N_("a choice in quotes, or a number")
    example: str = '"paper"'

    def read(self, value: object, here: Reading) -> str | Fraction | Wrong:
        """Return the value as written."""
        if isinstance(value, str):
            return Text(most=CHOICE_MAX).read(value, here)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return here.wrong(value, self)
        return Number().read(value, here)

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return {"type": ["string", "number"]}


_VALUES = Listed(Value(), most=VALUES_MAX)


@dataclass(frozen=True, slots=True)
class FactCondition:
    """`fact = value`, `fact = [values]` or `fact = { at_least = , below = }`."""

    fact: Fact | None = None
    """The fact, where the activity that has it is known."""
    words: Words = sentence(N_("a value, a list of values, or {{ at_least = 3, below = 10 }}"))
    example: str = '"paper"'

    def read(self, value: object, here: Reading) -> Between | Equals | Wrong:
        """Return the condition, its numbers in millionths."""
        if isinstance(value, bool | date):
            return here.wrong(value, self)
        if isinstance(value, Mapping):
            return self._limits(value, here)
        values = _VALUES.read(value, here)
        if isinstance(values, Wrong):
            return values
        return Equals(here.name, tuple(_scaled(one) for one in values))

    def _limits(self, value: Mapping[str, object], here: Reading) -> Between | Wrong:
        count = len(here.mistakes)
        unknown_keys(value, _LIMIT_KEYS, here=here, called=_LIMITS.called)
        limits = [self._limit(value.get(name), here.at(name, example="3")) for name in _LIMIT_KEYS]
        if len(here.mistakes) > count:
            return WRONG
        at_least, below = limits
        if at_least is None and below is None:
            return here.refuse(
                sentence(N_("{name} = {{}} says nothing."), name=here.name),
                sentence(
                    N_("Write {name} = {{ at_least = 3 }}, or below, or both."), name=here.name
                ),
            )
        return Between(here.name, _micro(at_least), _micro(below))

    def _limit(self, value: object, here: Reading) -> Fraction | None:
        if value is None:
            return None
        if isinstance(value, str) and self.fact is not None:
            is_number = value.isascii() and value.replace(".", "", 1).isdecimal()
            here.refuse(
                sentence(
                    N_("{name} is {words}; {value}."),
                    name=self.fact.name,
                    words=fact_words(self.fact),
                    value=described(value),
                ),
                sentence(N_("Write {value} without quotes."), value=value)
                if is_number
                else sentence(N_("Write {name} = 3."), name=here.name),
            )
            return None
        number = Number().read(value, here)
        return None if isinstance(number, Wrong) else number

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return {"anyOf": [*_VALUES.schema()["anyOf"], _LIMITS.schema()]}


def _micro(number: Fraction | None) -> int | None:
    return None if number is None else int(number * MICRO)


def _scaled(value: str | Fraction) -> str | int:
    return value if isinstance(value, str) else int(value * MICRO)


_CALENDAR = Table(
    as_written("when"),
    (
        Field(
            "weekday",
            Listed(Weekday(), most=7),
            "Days of the week.",
            example='["saturday", "sunday"]',
        ),
        Field("from", Day(), "The first day that counts."),
        Field("until", Day(), "The day from which it counts no more; not included."),
        Field(
            "partner",
            Listed(Text(most=PARTNER_MAX), most=VALUES_MAX),
            "The partners whose reports count.",
            example='"cafe-lotus"',
        ),
    ),
    is_open=True,
)
_CALENDAR_KEYS = frozenset(field.name for field in _CALENDAR.fields)


@dataclass(frozen=True, slots=True)
class Written:
    """A `when` of which the conditions on facts are still to be read."""

    when: When
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WhenKind:
    """The conditions of a stage: all of them must hold."""

    words: Words = N_("a table of conditions")
    example: str = '{ weekday = ["saturday", "sunday"] }'

    @property
    def fields(self) -> tuple[Field, ...]:
        """The keys that are the same for every activity; the others are names of facts."""
        return _CALENDAR.fields

    @property
    def fact_field(self) -> Field:
        """What the name of a fact may stand for."""
        words = "Facts of the activity: this value, one of these, or a range of numbers."
        return Field("FACT", FactCondition(), words, example="{ at_least = 3, below = 10 }")

    def read(self, value: object, here: Reading) -> Written | Wrong:
        """Return the conditions: those on days and partners read, those on facts as written."""
        if not isinstance(value, Mapping):
            return here.wrong(value, self)
        calendar = _CALENDAR.read(value, here)
        if isinstance(calendar, Wrong):
            return calendar
        from_day, until_day = calendar.get("from"), calendar.get("until")
        if from_day is not None and until_day is not None and from_day >= until_day:
            here.at("until").refuse(
                sentence(
                    N_("until is {until}, which is not after from; no day is left."),
                    until=date_of(until_day).isoformat(),
                ),
                sentence(N_("Write the day after the last one that counts.")),
            )
        weekdays, partners = calendar.get("weekday"), calendar.get("partner")
        when = When(
            weekdays=None if weekdays is None else frozenset(weekdays),
            from_day=from_day,
            until_day=until_day,
            partners=None if partners is None else frozenset(partners),
        )
        return Written(when, {key: value[key] for key in value if key not in _CALENDAR_KEYS})

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return _CALENDAR.schema() | {
            "additionalProperties": FactCondition().schema(),
            "propertyNames": {"pattern": f"^{FACT_NAME.pattern}$"},
        }


WHEN = WhenKind()


def when_of(written: Written | None, here: Reading, *, facts: Mapping[str, Fact]) -> When:
    """Return the conditions of a stage, read knowing the facts of its activities.

    Wrong conditions are noted and left out.
    """
    if written is None:
        return When()
    read = [
        FactCondition(facts.get(name)).read(value, here.at(name, example='"paper"'))
        for name, value in written.facts.items()
    ]
    return replace(written.when, facts=tuple(one for one in read if not isinstance(one, Wrong)))
