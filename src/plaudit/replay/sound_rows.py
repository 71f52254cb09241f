"""Which rows of a table can't be anything but right, as SQL: the rest is for the door to judge.

What is checked here is what `core.deed` checks, more narrowly where that is simpler: names of
plain characters, times well inside the years that may be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import MICRO, PLACES_MAX
from plaudit.core.instant import YEAR_FIRST, YEAR_LAST
from plaudit.core.period import DAY_SECONDS, SECOND, day_number
from plaudit.replay.columns import MISSING

FIRST_AT = day_number(date(YEAR_FIRST, 1, 2)) * DAY_SECONDS * SECOND
LAST_AT = day_number(date(YEAR_LAST, 12, 31)) * DAY_SECONDS * SECOND
"""Instants that every clock on earth writes with a year that may be written."""
_SMALL = ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER")
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_DIGITS_MAX = 24
"""Of a DECIMAL: with the six zeros of a millionth it stays exact."""
_NAME = "'[!-~]{1,100}'"


class Soundness:
    """Writes the SQL for one table, from activities and the types of its columns."""

    def __init__(
        self,
        activities: Mapping[str, Activity],
        activity_ids: Sequence[str],
        types: Mapping[str, str],
    ) -> None:
        self._activities = [activities[id] for id in activity_ids]
        self._types = types
        self._fact_names = [name for name in types if any(a.fact(name) for a in self._activities)]

    def sound(self) -> str:
        """Return the condition under which a row is surely right."""
        names = " AND ".join(
            f"regexp_full_match(r.{name}, {_NAME})" for name in ("id", "source", "subject")
        )
        span = f"r.at_ BETWEEN {FIRST_AT} AND {LAST_AT}"
        return f"({names} AND {span} AND {self._by_activity(self._is_sound, 'false')})"

    def place(self) -> str:
        """Return the activity's place in the list."""
        return self._by_activity(lambda one: str(self._activities.index(one)), "NULL")

    def fact(self, at: int) -> str:
        """Return the fact that stands at a place in its activity: millionths, index or MISSING."""

        def value(activity: Activity) -> str:
            if at >= len(activity.facts) or activity.facts[at].name not in self._types:
                return str(MISSING)
            return f"coalesce({self._value(activity.facts[at])}, {MISSING})::BIGINT"

        return self._by_activity(value, str(MISSING))

    def _by_activity(self, said: Callable[[Activity], str], otherwise: str) -> str:
        cases = "".join(f" WHEN {_text(one.id)} THEN {said(one)}" for one in self._activities)
        return f"CASE kind_{cases} ELSE {otherwise} END" if cases else otherwise

    def _is_sound(self, activity: Activity) -> str:
        own = {fact.name for fact in activity.facts}
        said = [self._fact_is_sound(fact) for fact in activity.facts]
        said += [f'"{name}" IS NULL' for name in self._fact_names if name not in own]
        return f"({' AND '.join(said)})" if said else "true"

    def _fact_is_sound(self, fact: Fact) -> str:
        if fact.name not in self._types:
            return "false" if fact.required else "true"
        value = self._value(fact)
        right = f"{value} IS NOT NULL"
        if fact.is_number and value != "NULL":
            smallest = 10 ** (PLACES_MAX - fact.places)
            right = f"({value} BETWEEN {fact.low} AND {fact.high} AND {value} % {smallest} = 0)"
        return right if fact.required else f'("{fact.name}" IS NULL OR {right})'

    def _value(self, fact: Fact) -> str:
        """Return a fact as a whole number; NULL where the column's type can't say it exactly."""
        column, kind = f'"{fact.name}"', self._types[fact.name]
        if not fact.is_number:
            cases = "".join(
                f" WHEN {_text(choice)} THEN {at}" for at, choice in enumerate(fact.choices)
            )
            return f"(CASE {column}{cases} END)" if kind == "VARCHAR" else "NULL"
        if kind in _SMALL:
            return f"({column}::BIGINT * {MICRO})"
        if kind == "BIGINT":
            return f"({column}::HUGEINT * {MICRO})"
        decimal = _DECIMAL.fullmatch(kind)
        if decimal and int(decimal[1]) <= _DIGITS_MAX and int(decimal[2]) <= PLACES_MAX:
            return f"(({column}::DECIMAL(38,{decimal[2]}) * {MICRO})::HUGEINT)"
        return "NULL"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
