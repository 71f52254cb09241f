"""What the file of an edition may hold, as far as counting reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from plaudit.core.catalogue.fields import WRONG, Field, Reading, Schema, Table, Values, Wrong
from plaudit.core.catalogue.groups import BY_LANGUAGE, Listed
from plaudit.core.catalogue.kinds import LANGUAGE, NAME, Day, Text, Whole
from plaudit.core.catalogue.saying import shown
from plaudit.core.catalogue.stage_fields import CEILING, RULE, TALLY
from plaudit.core.marking import N_
from plaudit.core.sentence import Words, as_written, sentence

STAGES_MAX = 500
LANGUAGES_MAX = 40
MONTHS_DEFAULT = 12
MONTHS_SEEN_MAX = 1_200
"""What reading lets pass; how few are too few is the charter's business (C07)."""


@cache
def _zones() -> frozenset[str]:
    # A day must be the same on each machine: these two are what the machine is set to.
    return frozenset(available_timezones()) - {"localtime", "Factory"}


@dataclass(frozen=True, slots=True)
class TimeZone:
    """The name of a time zone that `zoneinfo` knows."""

    words: Words = N_("the name of a time zone")
    example: str = '"Asia/Bangkok"'

    def read(self, value: object, here: Reading) -> str | Wrong:
        """Return the name."""
        if not isinstance(value, str):
            return here.wrong(value, self)
        if value in _zones():
            return value
        near = get_close_matches(value, sorted(_zones()), n=1)
        return here.refuse(
            sentence(N_("There is no time zone {value}."), value=shown(value)),
            sentence(N_('Write {name} = "{near}".'), name=here.name, near=near[0])
            if near
            else sentence(N_("Write {name} = {example}."), name=here.name, example=self.example),
        )

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class Tables:
    """A list of tables: `[[rule]]`."""

    table: Table
    most: int = STAGES_MAX

    @property
    def words(self) -> Words:
        """What it is, in words."""
        return N_("a list of tables")

    @property
    def example(self) -> str:
        """A list of one."""
        return f"[{self.table.example}]"

    def read(self, value: object, here: Reading) -> tuple[Values | Wrong, ...] | Wrong:
        """Return what was read of each table, WRONG for what is none."""
        if not isinstance(value, list):
            return here.wrong(
                value,
                self,
                write=sentence(N_("Write [[{name}]], with two brackets."), name=here.name),
            )
        if len(value) > self.most:
            return here.refuse(
                sentence(
                    N_("There are {number} [[{name}]]; {most} is the most."),
                    number=len(value),
                    name=here.name,
                    most=self.most,
                ),
                sentence(N_("Make them fewer.")),
            )
        return tuple(self.table.read(one, here.at(index)) for index, one in enumerate(value))

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return {"type": "array", "items": self.table.schema(), "maxItems": self.most}


@dataclass(frozen=True, slots=True)
class ReadElsewhere:
    """A table that counting knows by name only; its own reader looks into it."""

    words: Words = N_("a table")
    example: str = "{}"

    def read(self, value: object, here: Reading) -> Any:
        """Return the value as it is."""
        if isinstance(value, Mapping | list):
            return value
        here.wrong(value, self)
        return WRONG

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return {"type": ["object", "array"]}


HEADER = Table(
    as_written("[edition]"),
    (
        Field("programme", NAME, "The programme's name.", required=True, example='"riverside"'),
        Field("id", NAME, "The edition's name.", required=True, example='"2026-04"'),
        Field("starts_on", Day(), "The first day that it counts, without quotes.", required=True),
        Field("time_zone", TimeZone(), "The zone whose calendar days count.", required=True),
        Field(
            "languages",
            Listed(LANGUAGE, most=LANGUAGES_MAX),
            "The languages that it speaks; English where left out.",
            default=("en",),
            example='["en", "th"]',
        ),
        Field("title", BY_LANGUAGE, "The programme's title, by language.", default={}),
        Field("purpose", BY_LANGUAGE, "What the programme is for, by language.", default={}),
        Field(
            "source",
            Text(),
            "Where the decision behind it stands.",
            default="",
            example='"council decision 2026/17, annex 2"',
        ),
    ),
)
POINTS = Table(
    as_written("[points]"),
    (
        Field(
            "expires_after_months",
            Whole(0, MONTHS_SEEN_MAX),
            f"Calendar months after the month of the award; {MONTHS_DEFAULT} where left out.",
            default=MONTHS_DEFAULT,
            example="18",
        ),
    ),
    is_open=True,
)
READ_ELSEWHERE = (
    "answer", "approval", "audience", "basis", "budget", "challenge", "contact", "leaving",
    "partner", "partner_check", "people", "rehearsal", "retention", "reversal", "reward",
    "statistics",
)  # fmt: skip
"""Tables of an edition that counting passes over."""

EDITION = Table(
    N_("an edition"),
    (
        Field("edition", HEADER, "What it is and from when it counts.", required=True),
        Field("points", POINTS, "How long points can be used."),
        Field("tally", Tables(TALLY), "[[tally]]: adds up, gives no points.", default=()),
        Field("rule", Tables(RULE), "[[rule]]: gives points.", default=()),
        Field("ceiling", Tables(CEILING), "[[ceiling]]: a joint cap over rules.", default=()),
        *(Field(name, ReadElsewhere(), "Not part of counting.") for name in READ_ELSEWHERE),
    ),
)
