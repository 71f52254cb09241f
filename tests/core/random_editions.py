"""Random towns from a seed: crowded ones, quickly made, so that thousands can be counted.

Where `strategies` draws widely and shrinks well, these fill periods up: deeds stand close together
around the ends of months, weeks and years, closed lists differ from activity to activity, and a
later edition keeps most stages of the one before, so that running totals go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import NamedTuple, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from plaudit.core.activity import Activity, Fact, FactType
from plaudit.core.amount import MICRO, Rounding
from plaudit.core.deed import Deed
from plaudit.core.edition import (
    Bands,
    Between,
    Ceiling,
    Edition,
    Equals,
    Every,
    Ladder,
    Rate,
    Schedule,
    Stage,
    When,
)
from plaudit.core.period import Period, day_number, holds

T = TypeVar("T")
CHOICES = ("paper", "glass", "metal", "tyres", "20 or more")
PARTNERS = ("cafe", "depot", "library")
FIRST_DAY = day_number(date(2027, 12, 1))
CROWDED = (date(2027, 12, 27), date(2028, 2, 26), date(2028, 6, 27), date(2028, 3, 31))
"""Days from which deeds crowd: ends of a year, of February in a leap year, a half, a quarter."""


class Town(NamedTuple):
    """Editions of one programme, the earliest first, and deeds of one member."""

    editions: tuple[Edition, ...]
    activities: Mapping[str, Activity]
    deeds: list[Deed]


def many(times: int) -> settings:
    """Return settings for so many times the usual examples, and as often more in a search."""
    assert settings.default is not None
    return settings(max_examples=times * settings.default.max_examples)


def crowded(*, editions: int = 1, deeds_max: int = 60) -> SearchStrategy[Town]:
    """Return a strategy of towns; a shorter list of deeds is the start of a longer one."""
    return st.builds(
        lambda seed, deeds: town_of(seed, editions=editions, deeds=deeds),
        st.integers(0, 2**40),
        st.integers(0, deeds_max),
    )


def town_of(seed: int, *, editions: int = 1, deeds: int = 40) -> Town:
    """Return the town of a seed."""
    rng = Random(seed)
    activities = _activities(rng)
    first = _Rules(rng, activities).edition()
    written = [first]
    for number in range(1, editions):
        starts_on = written[-1].starts_on + rng.choice((27, 29, 40, 60, 90))
        written.append(_next_edition(rng, written[-1], activities, f"{number + 1}", starts_on))
    return Town(tuple(written), activities, [_deed(rng, activities) for _ in range(deeds)])


def _some(rng: Random, things: Sequence[T]) -> list[T]:
    return rng.sample(things, rng.randint(1, len(things)))


def _activities(rng: Random) -> dict[str, Activity]:
    found = {}
    for number in range(rng.randint(1, 3)):
        facts = [
            Fact("n", FactType.INTEGER, low=0, high=rng.choice((3, 50)) * MICRO),
            Fact("kg", FactType.DECIMAL, low=0, high=40 * MICRO, places=rng.randint(1, 4)),
            Fact("kind", FactType.CHOICE, choices=tuple(_some(rng, CHOICES))),
            Fact("where", FactType.CHOICE, choices=tuple(_some(rng, CHOICES))),
        ]
        facts = [replace(fact, required=rng.random() < 0.7) for fact in facts if rng.random() < 0.9]
        rng.shuffle(facts)
        found[f"deed_{number}"] = Activity(f"deed_{number}", {}, tuple(facts))
    return found


def _deed(rng: Random, activities: Mapping[str, Activity]) -> Deed:
    activity = rng.choice(list(activities.values()))
    facts: list[int | None] = []
    for fact in activity.facts:
        if not fact.required and rng.random() < 0.3:
            facts.append(None)
        elif fact.type is FactType.CHOICE:
            facts.append(rng.randrange(len(fact.choices)))
        else:
            unit = 10 ** (6 - fact.places)
            high = fact.high if rng.random() < 0.3 else min(fact.high, 3 * MICRO)
            facts.append(rng.randint(0, high // unit) * unit)
    day = day_number(rng.choice(CROWDED)) + rng.randrange(9)
    return Deed(activity, rng.choice(PARTNERS), day, tuple(facts))


def _number(rng: Random, low: int, high: int) -> Fraction:
    places = rng.choice((0, 0, 0, 1, 2, 6))
    return Fraction(rng.randint(low * 10**places, high * 10**places), 10**places)


def _schedule(rng: Random) -> Schedule:
    kind = rng.choice((Rate, Every, Ladder, Bands))
    if kind is Rate or kind is Every:
        return kind(_number(rng, 0, 5) or Fraction(7, 10), max(_number(rng, 0, 6), Fraction(1, 50)))
    steps = [(_number(rng, 0, 5), _number(rng, 0, 5)) for _ in range(rng.randint(1, 4))]
    steps = [(width or Fraction(1, 50), points) for width, points in steps]
    if kind is Bands:
        rest = [(None, _number(rng, 0, 3))] if rng.random() < 0.5 else []
        return Bands((*steps, *rest))
    reached: list[tuple[Fraction, Fraction]] = [(Fraction(0), Fraction(0))]
    for width, points in steps:
        start, before = reached[-1]
        reached.append((start + width, before + points))
    return Ladder(tuple(reached[rng.randint(0, 1) :]))


def _holding(rng: Random, *inner: Period) -> Period:
    return rng.choice([outer for outer in Period if all(holds(outer, one) for one in inner)])


class _Rules:
    """Writes one edition, stage after stage."""

    def __init__(self, rng: Random, activities: Mapping[str, Activity], ids: str = "rc") -> None:
        """Takes how the ids of rules and of ceilings begin."""
        self.rng = rng
        self.activities = activities
        self.rule, self.cap = ids[0], ids[1]
        self.tallies: list[Stage] = []

    def edition(self) -> Edition:
        rng = self.rng
        for number in range(rng.randint(0, 4)):
            self.tallies.append(self._stage(Stage(f"t{number}", "tally", Period.DAY)))
        rules = [
            self._stage(Stage(f"{self.rule}{number}", "rule", Period.DAY))
            for number in range(rng.randint(2, 6))
        ]
        written = rng.sample(self.tallies, len(self.tallies))
        ceilings: list[Ceiling] = []
        for number in range(rng.randint(0, 4)):
            ceilings.append(_ceiling(rng, f"{self.cap}{number}", rules, ceilings))
        return Edition(
            programme="town",
            id="1",
            starts_on=FIRST_DAY,
            time_zone="Asia/Bangkok",
            languages=("en",),
            stages=(*written, *rules),
            ceilings=tuple(ceilings),
        )

    def _stage(self, stage: Stage) -> Stage:
        rng = self.rng
        if self.tallies and rng.random() < 0.5:
            stage = self._over(stage, rng.choice(self.tallies))
        else:
            stage = self._watching(stage)
        return with_points(rng, stage)

    def _watching(self, stage: Stage) -> Stage:
        rng = self.rng
        on = _some(rng, list(self.activities))
        activities = [self.activities[id] for id in on]
        shared = [
            fact.name
            for fact in activities[0].facts
            if all(activity.fact(fact.name) for activity in activities)
        ]
        numbers = [name for name in shared if name in ("n", "kg")]
        choices = [name for name in shared if name in ("kind", "where")]
        stage = replace(stage, on=tuple(on), period=rng.choice(list(Period)))
        if numbers and rng.random() < 0.5:
            stage = replace(stage, count=rng.choice(numbers))
        if choices and rng.random() < 0.4:
            stage = replace(stage, each=rng.choice(choices))
        if choices and rng.random() < 0.4:
            fact = rng.choice(choices)
            weights = {name: rng.randint(0, 400) * 10_000 for name in self._choices(fact, on)}
            stage = replace(stage, weigh_by=fact, weights=weights)
        return replace(stage, when=self._when(shared, on))

    def _over(self, stage: Stage, tally: Stage) -> Stage:
        rng = self.rng
        when = When() if tally.period is not Period.DAY else self._day_when()
        stage = replace(stage, on_tally=tally.id, period=_holding(rng, tally.period), when=when)
        if tally.each is None:
            return stage
        if rng.random() < 0.5:
            stage = replace(stage, each=tally.each)
        if rng.random() < 0.5:
            on = self._activities_below(tally)
            weights = {name: rng.randint(0, 3) * MICRO for name in self._choices(tally.each, on)}
            stage = replace(stage, weigh_by=tally.each, weights=weights)
        return stage

    def _activities_below(self, tally: Stage) -> Sequence[str]:
        by_id = {one.id: one for one in self.tallies}
        while tally.on_tally is not None:
            tally = by_id[tally.on_tally]
        return tally.on

    def _choices(self, name: str, on: Sequence[str]) -> list[str]:
        facts = [self.activities[id].fact(name) for id in on]
        known = sorted({choice for fact in facts if fact for choice in fact.choices})
        return _some(self.rng, known)

    def _day_when(self) -> When:
        rng = self.rng
        first = day_number(rng.choice(CROWDED)) + rng.randrange(5)
        return When(
            weekdays=frozenset(rng.sample(range(7), 5)) if rng.random() < 0.3 else None,
            from_day=first if rng.random() < 0.15 else None,
            until_day=first + rng.randrange(1, 90) if rng.random() < 0.15 else None,
        )

    def _when(self, shared: Sequence[str], on: Sequence[str]) -> When:
        rng = self.rng
        checks: list[Equals | Between] = []
        for name in shared:
            if rng.random() < 0.9:
                continue
            if name in ("kind", "where"):
                checks.append(Equals(name, tuple(self._choices(name, on))))
            elif rng.random() < 0.3:
                checks.append(Equals(name, (MICRO, 2 * MICRO, 3 * MICRO)))
            else:
                low, below = rng.randint(0, 2) * MICRO, rng.randint(3, 9) * MICRO
                checks.append(
                    Between(name, *rng.choice(((low, None), (low, below), (None, below))))
                )
        partners = frozenset(_some(rng, PARTNERS)) if rng.random() < 0.2 else None
        return replace(self._day_when(), facts=tuple(checks), partners=partners)


def with_points(rng: Random, stage: Stage) -> Stage:
    """Return a stage with another schedule, rounding and at_most."""
    schedule = None if stage.kind == "tally" and rng.random() < 0.4 else _schedule(rng)
    # Of a tally that isn't whole, a weight above it could make too many decimals.
    whole = stage.kind == "rule" or schedule is not None
    rounding = rng.choice((None, *Rounding)) if whole else rng.choice(tuple(Rounding))
    most = rng.choice((None, None, None, 0, 1, 3, 10, 40, 40))
    if most is not None and schedule is None:
        most *= MICRO
    return replace(stage, schedule=schedule, rounding=rounding, at_most=most)


def _ceiling(rng: Random, id: str, rules: Sequence[Stage], before: Sequence[Ceiling]) -> Ceiling:
    names = {rule.id for rule in _some(rng, rules)}
    while sharing := [
        one for one in before if names & set(one.rules) and not names >= set(one.rules)
    ]:
        names = names.union(*(one.rules for one in sharing))
    inner = [rule.period for rule in rules if rule.id in names]
    inner += [one.period for one in before if names & set(one.rules)]
    order = rng.sample(sorted(names), len(names))
    return Ceiling(id, tuple(order), _holding(rng, *inner), rng.choice((0, 5, 20, 50, 120)))


def _next_edition(
    rng: Random, before: Edition, activities: Mapping[str, Activity], id: str, starts_on: int
) -> Edition:
    """Return an edition that keeps most of the one before, with other points and caps."""
    anew = rng.random()
    if anew < 0.15:
        # What was a rule's id may be a ceiling's now: they are different totals.
        written = _Rules(rng, activities, "cr" if anew < 0.07 else "rc").edition()
        return replace(written, id=id, starts_on=starts_on)
    stages = tuple(
        with_points(rng, stage) if rng.random() < 0.6 else stage for stage in before.stages
    )
    ceilings = [
        replace(one, at_most=rng.choice((0, 5, 20, 60, 120))) if rng.random() < 0.5 else one
        for one in before.ceilings
    ]
    if ceilings and rng.random() < 0.3:
        ceilings.pop()
    return replace(before, id=id, starts_on=starts_on, stages=stages, ceilings=tuple(ceilings))
