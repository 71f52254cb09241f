"""Rows to reports: each is a deed that the door would take as well, or says what is wrong where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from plaudit.core.activity import Activity, Fact, FactType
from plaudit.core.deed import Facts, Report, desk_id_fault, facts_of, name_fault, shown
from plaudit.core.ledger import Partner
from plaudit.core.period import Calendar
from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.core.table.cells import CELL_CHARACTERS_MAX, Cell, Exact, Row, name_in, plain, text_of
from plaudit.core.table.heading import DAY, ID, SOURCE, SUBJECT, TIME, TYPE, Heading, folded
from plaudit.core.table.numbers import Decimals, number_in
from plaudit.core.table.times import Order, instant_in

_PART_OF_A_DAY = re.compile(r"[0-9]+\.[0-9]+")
"""A workbook's time that nobody told its program to show as one: 0.25 is six in the morning."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody chose for a whole file, where its cells alone can mean two things.

    `activity`: what the rows report where the file doesn't say it.
    """

    order: Order | None = None
    decimals: Decimals | None = None
    activity: str | None = None


class Fault(NamedTuple):
    """What is wrong with a row, and in which column, as the file calls it; "" for the row."""

    number: int
    column: str
    refusal: Refusal


class _Wrong(Exception):
    """One cell's refusal, on its way out of a row."""

    def __init__(self, place: int | None, said: Refusal) -> None:
        super().__init__(said.code)
        self.place = place
        self.refusal = said


class TableReader:
    """Reads the rows of one partner's table."""

    def __init__(
        self,
        heading: Heading,
        activities: Mapping[str, Activity],
        *,
        partner: Partner,
        calendar: Calendar,
        choices: Choices,
    ) -> None:
        self._heading = heading
        self.partner = partner
        self._calendar = calendar
        self.choices = choices
        self._activities = _by_word(activities)
        self._known = ", ".join(sorted(activities))

    def read(self, row: Row) -> Report | Fault:
        """Return the deed of a row, or what is wrong with it."""
        try:
            return self._read(row.cells)
        except _Wrong as wrong:
            place = wrong.place
            return Fault(row.number, "" if place is None else self._column(place), wrong.refusal)

    def _column(self, place: int) -> str:
        return self._heading.names[place]

    def _read(self, cells: tuple[Cell, ...]) -> Report:
        width = len(self._heading.names)
        if any(text_of(cell) for cell in cells[width:]) or len(cells) == 1 < width:
            seen = f"it has {len(cells)} cells under {width} columns"
            raise _Wrong(None, refusal(Code.ROW_BROKEN, seen=seen))
        cells = (*cells[:width], *[""] * (width - len(cells)))
        for place, cell in enumerate(cells):
            if len(text_of(cell)) > CELL_CHARACTERS_MAX:
                said = refusal(Code.BODY_TOO_LARGE, limit=CELL_CHARACTERS_MAX)
                raise _Wrong(place, said)
        event_id, subject = (self._name(what, cells) for what in (ID, SUBJECT))
        self._must_be_own(cells)
        activity = self._activity(cells)
        happened_at = self._instant(cells)
        facts = self._facts(activity, cells)
        return Report(event_id, self.partner.id, subject, activity, happened_at, facts)

    def _name(self, what: str, cells: tuple[Cell, ...]) -> str:
        place = self._heading.places[what]
        text = _sound(name_in(cells[place]), place)
        fault = name_fault(what, text) or (desk_id_fault(text) if what == ID else None)
        if fault is not None:
            raise _Wrong(place, refusal(Code.ATTRIBUTE_MISSING, name=what) if not text else fault)
        return text

    def _must_be_own(self, cells: tuple[Cell, ...]) -> None:
        place = self._heading.places.get(SOURCE)
        if place is not None:
            source = _sound(plain(cells[place]), place)
            if source not in ("", self.partner.id):
                raise _Wrong(place, refusal(Code.SOURCE_NOT_YOURS, seen=shown(source)))

    def _activity(self, cells: tuple[Cell, ...]) -> Activity:
        place = self._heading.places.get(TYPE)
        said = "" if place is None else _sound(plain(cells[place]), place)
        said = said or self.choices.activity or ""
        activity = self._activities.get(folded(said).removeprefix("deed."))
        if activity is None:
            no = refusal(Code.ACTIVITY_UNKNOWN, seen=shown(said), known=self._known)
            raise _Wrong(place, no)
        return activity

    def _instant(self, cells: tuple[Cell, ...]) -> int:
        places = [self._heading.places[one] for one in (DAY, TIME) if one in self._heading.places]
        said = [place for place in places if text_of(cells[place])]
        if not said:
            raise _Wrong(places[-1], refusal(Code.ATTRIBUTE_MISSING, name=TIME))
        for place in said:
            if isinstance(cell := cells[place], Exact) and _PART_OF_A_DAY.fullmatch(cell.text):
                raise _Wrong(place, refusal(Code.DAY_WRONG, seen=shown(cell.text)))
        texts = [_sound(plain(cells[place]), place) for place in said]
        instant = instant_in(" ".join(texts), self._calendar, self.choices.order)
        if isinstance(instant, Refusal):
            raise _Wrong(said[0], instant)
        return instant

    def _facts(self, activity: Activity, cells: tuple[Cell, ...]) -> Facts:
        data: dict[str, object] = {}
        for place, names in self._heading.facts.items():
            if not text_of(cells[place]):
                continue
            fact = next((one for one in activity.facts if one.name in names), None)
            if fact is None:
                name = self._column(place)
                raise _Wrong(place, refusal(Code.FACT_UNKNOWN, activity=activity.id, name=name))
            data[fact.name] = self._value(fact, cells[place], place)
        facts = facts_of(activity, data)
        if isinstance(facts, Refusal):
            name = dict(facts.facts).get("name", "")
            raise _Wrong(self._heading.place_of_fact(name), facts)
        return facts

    def _value(self, fact: Fact, cell: Cell, place: int) -> str | Decimal:
        if fact.type is FactType.CHOICE:
            said = _sound(plain(cell), place)
            return _choice_of(fact, said)
        number = number_in(cell, self.choices.decimals)
        if isinstance(number, Refusal):
            raise _Wrong(place, number)
        return number


def _sound(text: str | Refusal, place: int) -> str:
    if isinstance(text, Refusal):
        raise _Wrong(place, text)
    return text


def _choice_of(fact: Fact, said: str) -> str:
    """Return the choice that a cell names, by its id or its label in any language."""
    word = folded(said)
    for choice in fact.choices:
        if word in (folded(choice), *map(folded, fact.labels.get(choice, {}).values())):
            return choice
    return said


def _by_word(activities: Mapping[str, Activity]) -> dict[str, Activity]:
    """Return activities by their id and by their title in each language."""
    by_word = {
        folded(word): activity
        for activity in activities.values()
        for word in activity.title.values()
    }
    return by_word | {folded(id): activity for id, activity in activities.items()}
