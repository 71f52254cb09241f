"""The calculator's form and what it counted, in words: each deed as its member would read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import in_units
from plaudit.core.counting import Counting, Totals
from plaudit.core.deed import Deed
from plaudit.core.explaining import explain
from plaudit.core.explanation import CountedDeed
from plaudit.core.period import Calendar, date_of
from plaudit.core.refusals import N_
from plaudit.core.statement import DeedEntry
from plaudit.core.voice import choice_in_words, points_in_words, text_in
from plaudit.pages.public.calculator_deeds import DAYS_MAX, FACT, TIMES_MAX, Line, LineReader
from plaudit.pages.showing import ShownEntry, show_deed

_FROM_TO = N_("{low} to {high}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list."""

    id: str
    title: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A fact to be filled in. `choices` is empty for a number."""

    name: str
    title: str
    unit: str
    bounds: str
    value: str
    is_required: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ShownForm:
    """The form of one kind of deed."""

    kind: str
    title: str
    on: str
    first: str
    last: str
    times: str
    times_most: int
    partners: tuple[Choice, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class CountedLine:
    """A line with its deeds. `without`: the address at which it is left out."""

    day: str
    deeds: tuple[ShownEntry, ...]
    without: str


@dataclass(frozen=True, slots=True)
class ShownCount:
    """What the deeds give."""

    points: str
    lines: tuple[CountedLine, ...]


def show_kinds(reader: LineReader) -> list[Choice]:
    """Return the kinds of deeds that an edition knows."""
    return [
        Choice(one.id, text_in(one.title, reader.voice, otherwise=one.id))
        for one in reader.activities.values()
    ]


def show_form(
    kind: Activity, reader: LineReader, *, typed: Mapping[str, str], today: int
) -> ShownForm:
    """Return the form of a kind, with what was typed into it already."""
    first = reader.edition.starts_on
    return ShownForm(
        kind=kind.id,
        title=text_in(kind.title, reader.voice, otherwise=kind.id),
        on=typed.get("on", date_of(max(first, today)).isoformat()),
        first=date_of(first).isoformat(),
        last=date_of(first + DAYS_MAX).isoformat(),
        times=typed.get("times", "1"),
        times_most=TIMES_MAX,
        partners=tuple(
            Choice(id, name, typed.get("partner") == id) for id, name in _partners(kind, reader)
        ),
        fields=tuple(_field(fact, reader, typed.get(FACT + fact.name, "")) for fact in kind.facts),
    )


def _partners(kind: Activity, reader: LineReader) -> list[tuple[str, str]]:
    """Return the places that a rule for this kind asks for: none where it makes no difference."""
    asked = {
        id
        for stage in reader.edition.stages
        if kind.id in stage.on and stage.when.partners is not None
        for id in stage.when.partners
    }
    return [(id, name) for id, name in reader.partners.items() if asked]


def _field(fact: Fact, reader: LineReader, value: str) -> Field:
    voice = reader.voice
    low, high = in_units(fact.low), in_units(fact.high)
    return Field(
        name=FACT + fact.name,
        title=text_in(fact.title, voice, otherwise=fact.name),
        unit=text_in(fact.units, voice, otherwise=fact.unit) if fact.is_number else "",
        bounds=voice.say(_FROM_TO, low=low, high=high) if fact.is_number else "",
        value=value,
        is_required=fact.required,
        choices=tuple(
            Choice(one, choice_in_words(fact, one, voice=voice), one == value)
            for one in fact.choices
        ),
    )


def count_deeds(
    lines: Sequence[Line], reader: LineReader, *, calendar: Calendar, without: Sequence[str]
) -> ShownCount:
    """Count deeds in their order, as `plaudit count` does for one member, and say why."""
    counting = Counting([reader.edition], reader.activities)
    totals: Totals = {}
    points = 0
    shown = []
    for line, address in zip(lines, without, strict=True):
        deeds = []
        for _ in range(line.times):
            entry = _counted(line, counting, totals, calendar=calendar)
            points += entry.points
            deeds.append(show_deed(entry, calendar, voice=reader.voice))
        shown.append(CountedLine(reader.voice.day(line.day), tuple(deeds), address))
    return ShownCount(points_in_words(points, reader.voice), tuple(shown))


def _counted(line: Line, counting: Counting, totals: Totals, *, calendar: Calendar) -> DeedEntry:
    """Count one deed after the totals, move them on, and return it as a member's entry."""
    award = counting.count(totals, Deed(line.activity, line.partner, line.day, line.facts))
    deed = CountedDeed(line.activity, line.day, line.facts, award.points, award.counted)
    slots = {number: slot for slot, number in counting.slots.items()}
    at = calendar.start_of_day(line.day)
    return DeedEntry(
        key="",
        happened_on=line.day,
        happened_at=at,
        recorded_at=at,
        activity=line.activity,
        partner=line.partner,
        facts=line.facts,
        explanation=explain(deed, counting.editions[0], slots=slots),
    )
