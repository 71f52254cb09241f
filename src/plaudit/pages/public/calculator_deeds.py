"""What is typed into the calculator: deeds, read from the fields of a form or of a link.

A deed is a line: a kind, a day, how often, and its facts. A line is written the same way in a link
as in the form, so a link can be sent on. Everything that others can make large has a limit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import in_units
from plaudit.core.deed import Facts, facts_of
from plaudit.core.edition import Edition
from plaudit.core.period import date_of, day_number
from plaudit.core.refusals import N_, Code, Refusal
from plaudit.core.voice import text_in
from plaudit.pages.voices import GettextVoice

LINES_MAX = 16
TIMES_MAX = 31
DEEDS_MAX = 31
"""Deeds that are counted at once, each line as often as it says. To explain one takes 10 ms."""
LINE_CHARACTERS_MAX = 1_000
FIELDS_MAX = 64
DAYS_MAX = 3_660
"""How far after an edition's first day a deed may lie."""
FACT = "fact."
"""Stands before a fact's name, so that no fact is taken for another field."""
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", re.ASCII)
_TIMES = re.compile(r"[0-9]{1,4}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

_NO_KIND = N_("Choose a kind of deed from the list.")
_NO_DAY = N_("Write the day as year, month and day, like {day}.")
_NOT_THEN = N_("With these rules a deed can lie between {first} and {last}.")
_HOW_OFTEN = N_("Write how often as a whole number from 1 to {most}.")
_NO_PARTNER = N_("Choose a place from the list.")
_MISSING = N_("{fact}: fill this in.")
_CHOOSE = N_("{fact}: choose one of the list.")
_NOT_A_NUMBER = N_("{fact}: write a number, like 3 or 2.5.")
_RANGE = N_("{fact}: write a number from {low} to {high}.")
_TOO_PRECISE = N_("{fact}: write fewer digits after the point.")
_BROKEN = N_("A part of this link can't be read, so it was left out.")
_TOO_MANY = N_("At most {most} deeds are counted at once. Remove some first.")


class Unreadable(Exception):
    """What is wrong with a line, as a sentence in the reader's language."""


class Line(NamedTuple):
    """Deeds of one kind and day. `fields`: how it is written in a form or a link."""

    activity: Activity
    day: int
    times: int
    partner: str
    facts: Facts
    fields: Mapping[str, str]

    @property
    def written(self) -> str:
        """The line as one value of a link."""
        return urlencode(self.fields)


@dataclass(frozen=True)
class LineReader:
    """Reads lines for one edition. `partners`: names of places by id, where rules ask for one."""

    edition: Edition
    activities: Mapping[str, Activity]
    partners: Mapping[str, str]
    voice: GettextVoice

    def of_link(self, written: str) -> Line:
        """Return the line that is a value of a link.

        Refuses: Unreadable.
        """
        if len(written) > LINE_CHARACTERS_MAX:
            raise Unreadable(self.voice.say(_BROKEN))
        try:
            pairs = parse_qsl(written, strict_parsing=True, max_num_fields=FIELDS_MAX)
        except ValueError:
            raise Unreadable(self.voice.say(_BROKEN)) from None
        return self.of_fields(dict(pairs))

    def of_fields(self, fields: Mapping[str, str]) -> Line:
        """Return the line that a form's fields are; fields that it doesn't know are passed over.

        Refuses: Unreadable, with the first thing that is wrong.
        """
        activity = self.activities.get(fields.get("kind", ""))
        if activity is None:
            raise Unreadable(self.voice.say(_NO_KIND))
        day, times = self._day(fields.get("on", "")), self._times(fields.get("times", "1"))
        partner = fields.get("partner", "")
        if partner and partner not in self.partners:
            raise Unreadable(self.voice.say(_NO_PARTNER))
        typed = {
            fact.name: value
            for fact in activity.facts
            if (value := fields.get(FACT + fact.name, "").strip())
        }
        return Line(
            activity=activity,
            day=day,
            times=times,
            partner=partner,
            facts=self._facts(activity, typed),
            fields={
                "kind": activity.id,
                "on": date_of(day).isoformat(),
                "times": str(times),
                **({"partner": partner} if partner else {}),
                **{FACT + name: value for name, value in typed.items()},
            },
        )

    def add_to(self, lines: list[Line], line: Line) -> None:
        """Add a line to others.

        Refuses: Unreadable where they are too many then.
        """
        deeds = sum(one.times for one in lines) + line.times
        if len(lines) == LINES_MAX or deeds > DEEDS_MAX:
            raise Unreadable(self.voice.say(_TOO_MANY, most=str(DEEDS_MAX)))
        lines.append(line)

    def _day(self, written: str) -> int:
        first = self.edition.starts_on
        last = first + DAYS_MAX
        try:
            day = day_number(date.fromisoformat(written)) if _DAY.fullmatch(written) else None
        except ValueError:
            day = None
        if day is None:
            raise Unreadable(self.voice.say(_NO_DAY, day=date_of(first).isoformat()))
        if not first <= day <= last:
            days = {"first": self.voice.day(first), "last": self.voice.day(last)}
            raise Unreadable(self.voice.say(_NOT_THEN, **days))
        return day

    def _times(self, written: str) -> int:
        times = int(written) if _TIMES.fullmatch(written) else 0
        if not 1 <= times <= TIMES_MAX:
            raise Unreadable(self.voice.say(_HOW_OFTEN, most=str(TIMES_MAX)))
        return times

    def _facts(self, activity: Activity, typed: Mapping[str, str]) -> Facts:
        """Return the facts as the door makes them of a report."""
        values = {
            fact.name: self._value(fact, typed[fact.name])
            for fact in activity.facts
            if fact.name in typed
        }
        found = facts_of(activity, values)
        if isinstance(found, Refusal):
            raise Unreadable(self._in_words(activity, found))
        return found

    def _value(self, fact: Fact, written: str) -> object:
        if not fact.is_number:
            return written
        if _NUMBER.fullmatch(written) is None:
            raise Unreadable(self.voice.say(_NOT_A_NUMBER, fact=self._name(fact)))
        return Decimal(written) if "." in written else int(written)

    def _in_words(self, activity: Activity, refused: Refusal) -> str:
        fact = activity.fact(dict(refused.facts).get("name"))
        assert fact is not None, refused
        sentence = {
            Code.FACT_MISSING: _MISSING,
            Code.FACT_NOT_A_CHOICE: _CHOOSE,
            Code.FACT_OUT_OF_RANGE: _RANGE,
            Code.FACT_TOO_PRECISE: _TOO_PRECISE,
        }[refused.code]
        low, high = in_units(fact.low), in_units(fact.high)
        return self.voice.say(sentence, fact=self._name(fact), low=low, high=high)

    def _name(self, fact: Fact) -> str:
        return text_in(fact.title, self.voice, otherwise=fact.name)
