"""A second reading of the law of counting, written from the design's text alone: slow and plain.

It adds up with fractions, groups with dictionaries and asks the calendar of `datetime`. A member's
deeds are read as runs, each of deeds of one edition: within a run nothing depends on an order, so
everything is a sum over a period, and points are `f(sum)`. Source: design, section 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from math import floor
from typing import NamedTuple
from zoneinfo import ZoneInfo

from plaudit.core.activity import FactType
from plaudit.core.amount import Rounding
from plaudit.core.deed import Deed
from plaudit.core.edition import Bands, Between, Edition, Every, Ladder, Rate, Schedule, Stage, When
from plaudit.core.period import Period

MILLIONTH = Fraction(1, 1_000_000)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Label = tuple[object, ...]
"""Names one period: ("month", 2026, 4)."""
Value = Fraction | str | None
Group = tuple[str, str, str | None, str | None, Label]
"""A running total: stage id, period, fact of `each`, its value, and which period.

Of a ceiling it is "ceiling:" and the id.
"""


def local_day(instant: int, zone: str) -> date:
    """Return the day that the wall shows at an instant (microseconds since the epoch)."""
    return (EPOCH + timedelta(microseconds=instant)).astimezone(ZoneInfo(zone)).date()


def label_of(period: Period, on: date) -> Label:
    """Return the name of the period that a day lies in."""
    match period:
        case Period.DAY:
            return ("day", on.isoformat())
        case Period.WEEK:
            return ("week", *on.isocalendar()[:2])
        case Period.MONTH:
            return ("month", on.year, on.month)
        case Period.QUARTER:
            return ("quarter", on.year, (on.month + 2) // 3)
        case Period.HALF_YEAR:
            return ("half_year", on.year, 1 if on.month <= 6 else 2)
        case Period.YEAR:
            return ("year", on.year)
        case Period.EVER:
            return ("ever",)


def rounded(number: Fraction, rounding: Rounding) -> int:
    """Return a number as a whole one."""
    if rounding is Rounding.DOWN:
        return floor(number)
    if rounding is Rounding.HALF_UP:
        return floor(number + Fraction(1, 2))
    return round(number)


def drawn(schedule: Schedule, total: Fraction) -> Fraction:
    """Return what a schedule gives for a total, before rounding."""
    if isinstance(schedule, Rate):
        return schedule.points * total / schedule.per
    if isinstance(schedule, Every):
        return schedule.points * floor(total / schedule.per)
    if isinstance(schedule, Ladder):
        return max(
            (points for start, points in schedule.steps if start <= total), default=Fraction(0)
        )
    assert isinstance(schedule, Bands)
    earned = start = Fraction(0)
    for width, points in schedule.bands:
        stretch = max(Fraction(0), total - start)
        earned += points * (stretch if width is None else min(stretch, width))
        start += width or 0
    return earned


def f(stage: Stage, total: Fraction) -> Fraction:
    """Return what a stage's total comes to: points, or a tally's value in units."""
    if stage.schedule is None:
        exact = stage.rounding is None
        value = total if stage.rounding is None else Fraction(rounded(total, stage.rounding))
        most = None if stage.at_most is None else stage.at_most * MILLIONTH
        assert exact or value.denominator == 1
    else:
        value = Fraction(rounded(drawn(stage.schedule, total), stage.rounding or Rounding.DOWN))
        most = None if stage.at_most is None else Fraction(stage.at_most)
    return value if most is None else min(value, most)


class Entry(NamedTuple):
    """What a stage may count: a deed, or what a tally rose by in one of its periods."""

    amount: Fraction
    on: date
    facts: dict[str, Value]
    partner: str | None = None


def entry_of(deed: Deed) -> Entry:
    """Return a deed with its facts by name, in units."""
    facts: dict[str, Value] = {}
    for fact, value in zip(deed.activity.facts, deed.facts, strict=True):
        if value is None:
            facts[fact.name] = None
        elif fact.type is FactType.CHOICE:
            facts[fact.name] = fact.choices[value]
        else:
            facts[fact.name] = value * MILLIONTH
    return Entry(Fraction(1), date(1970, 1, 1) + timedelta(days=deed.day), facts, deed.partner)


def all_hold(when: When, entry: Entry) -> bool:
    """Return whether everything that `when` asks for is so."""
    number_of_day = (entry.on - date(1970, 1, 1)).days
    for check in when.facts:
        value = entry.facts[check.fact]
        if isinstance(check, Between):
            assert not isinstance(value, str)
            if value is None:
                return False
            if check.at_least is not None and value < check.at_least * MILLIONTH:
                return False
            if check.below is not None and value >= check.below * MILLIONTH:
                return False
        else:
            units = [one if isinstance(one, str) else one * MILLIONTH for one in check.values]
            if value is None or value not in units:
                return False
    return (
        (when.weekdays is None or entry.on.weekday() in when.weekdays)
        and (when.from_day is None or number_of_day >= when.from_day)
        and (when.until_day is None or number_of_day < when.until_day)
        and (when.partners is None or entry.partner in when.partners)
    )


class Parcel(NamedTuple):
    """Points on their way to the member: the rules they come from, and a day of their period."""

    rules: frozenset[str]
    on: date
    points: int


@dataclass
class Member:
    """What one member's deeds come to. `sums` in units; `asked` what ceilings were asked for.

    `points_by` adds up what was given, by the outermost ceiling (or the rule where it is under
    none) and its period.
    """

    sums: dict[Group, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    asked: dict[Group, int] = field(default_factory=lambda: defaultdict(int))
    points_by: dict[tuple[str, Label], int] = field(default_factory=lambda: defaultdict(int))

    @property
    def points(self) -> int:
        """All points."""
        return sum(self.points_by.values())

    def read_all(self, deeds: Sequence[Deed], editions: Sequence[Edition]) -> Member:
        """Read deeds in their order, run by run."""

        def edition_of(deed: Deed) -> Edition:
            begun = [edition for edition in editions if edition.starts_on <= deed.day]
            return max(begun, key=lambda edition: edition.starts_on)

        for edition_id, run in groupby(deeds, key=lambda deed: edition_of(deed).id):
            edition = next(edition for edition in editions if edition.id == edition_id)
            self.read_run(list(run), edition)
        return self

    def read_run(self, deeds: Sequence[Deed], edition: Edition) -> None:
        """Read deeds of one edition, all at once."""
        rises: dict[str, list[Entry]] = {}
        waiting = list(edition.tallies())
        while waiting:
            ready = [one for one in waiting if one.on_tally is None or one.on_tally in rises]
            for tally in ready:
                entries = self._rises(tally, deeds, rises)
                rises[tally.id] = [entry for entry, _ in entries]
                waiting.remove(tally)
        parcels = []
        for rule in edition.rules():
            for entry, _ in self._rises(rule, deeds, rises):
                assert entry.amount.denominator == 1
                parcels.append(Parcel(frozenset({rule.id}), entry.on, int(entry.amount)))
        self._give(parcels, edition)

    def _rises(
        self, stage: Stage, deeds: Sequence[Deed], rises: dict[str, list[Entry]]
    ) -> list[tuple[Entry, Group]]:
        """Add up what a stage counts, period by period, and return by how much `f` rose."""
        entries: Iterable[Entry]
        if stage.on_tally is not None:
            entries = rises[stage.on_tally]
        else:
            entries = [entry_of(deed) for deed in deeds if deed.activity.id in stage.on]
        groups: dict[Group, list[tuple[Fraction, date]]] = defaultdict(list)
        for entry in entries:
            if all_hold(stage.when, entry):
                amount = amount_of(stage, entry)
                if amount is None:
                    continue
                value = entry.facts[stage.each] if stage.each else None
                assert value is None or isinstance(value, str)
                label = label_of(stage.period, entry.on)
                group = (stage.id, stage.period.value, stage.each, value, label)
                groups[group].append((amount, entry.on))
        found = []
        for group, counted in groups.items():
            before = self.sums[group]
            self.sums[group] = after = before + sum(amount for amount, _ in counted)
            facts: dict[str, Value] = {stage.each: group[3]} if stage.each else {}
            rise = f(stage, after) - f(stage, before)
            found.append((Entry(rise, counted[0][1], facts), group))
        return found

    def _give(self, parcels: list[Parcel], edition: Edition) -> None:
        """Let the rules' points through the ceilings, in the order written, and add them up."""
        outermost = {rule.id: (rule.id, rule.period) for rule in edition.rules()}
        for ceiling in edition.ceilings:
            over = frozenset(ceiling.rules)
            outermost |= dict.fromkeys(over, (ceiling.id, ceiling.period))
            asking: dict[Label, list[Parcel]] = defaultdict(list)
            for parcel in parcels:
                if parcel.rules & over:
                    asking[label_of(ceiling.period, parcel.on)].append(parcel)
            parcels = [parcel for parcel in parcels if not parcel.rules & over]
            for label, some in asking.items():
                group = (f"ceiling:{ceiling.id}", ceiling.period.value, None, None, label)
                before = self.asked[group]
                self.asked[group] = after = before + sum(parcel.points for parcel in some)
                through = min(after, ceiling.at_most) - min(before, ceiling.at_most)
                parcels.append(Parcel(over, some[0].on, through))
        for parcel in parcels:
            name, period = outermost[next(iter(parcel.rules))]
            self.points_by[name, label_of(period, parcel.on)] += parcel.points


def amount_of(stage: Stage, entry: Entry) -> Fraction | None:
    """Return what a stage adds for an entry; None where a fact that it needs was left out."""
    for name in (stage.count, stage.weigh_by, stage.each):
        if name is not None and entry.facts[name] is None:
            return None
    amount = entry.amount
    if stage.count is not None:
        counted = entry.facts[stage.count]
        assert isinstance(counted, Fraction)
        amount = counted
    if stage.weigh_by is not None:
        choice = entry.facts[stage.weigh_by]
        assert isinstance(choice, str)
        amount *= stage.weights.get(choice, 0) * MILLIONTH
    return amount
