"""Random sound editions over some activities: every kind of stage, condition and schedule.

What is drawn keeps to the law of counting by construction, not by asking the checker. Strategies
are made once where that goes (fact_strategies says why).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache, lru_cache

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import MICRO, Rounding
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
from plaudit.core.period import Period, holds
from tests.core.fact_strategies import (
    DAYS,
    FIRST_DAY,
    PARTNERS,
    YES_OR_NO,
    numbers,
    up_to,
    values_of,
)

ZONES = ("Asia/Bangkok", "Europe/Brussels", "America/Santiago", "UTC")
_PER_TALLY = 2
"""How many tallies may stand above one another."""

_KINDS = st.sampled_from((Rate, Every, Ladder, Bands))
_STEPS = st.lists(st.tuples(numbers(1, 20), numbers(0, 5)), min_size=1, max_size=4)
_SOME_PARTNERS = st.none() | st.sets(st.sampled_from(PARTNERS), min_size=1).map(frozenset)
_WEEKDAYS = st.none() | st.sets(st.integers(0, 6), min_size=1).map(frozenset)
_ROUNDING = st.none() | st.sampled_from(Rounding)
_PERIODS = st.sampled_from(Period)
_ZONES = st.sampled_from(ZONES)
_ONE_IN_THREE = st.sampled_from((False, False, True))


@lru_cache(maxsize=2_000)
def _some(names: tuple[str, ...]) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, unique=True)


@cache
def _at_most(most: int) -> SearchStrategy[int | None]:
    return st.none() | st.integers(0, most)


@st.composite
def schedules(draw: DrawFn) -> Schedule:
    """Draw a schedule of each kind."""
    made = draw(_KINDS)
    if made is Rate or made is Every:
        return made(draw(numbers(0, 5)), draw(numbers(1, 20)))
    steps = draw(_STEPS)
    if made is Bands:
        bands: list[tuple[Fraction | None, Fraction]] = list(steps)
        if draw(YES_OR_NO):
            bands.append((None, draw(numbers(0, 5))))
        return Bands(tuple(bands))
    start = points = Fraction(0)
    ladder: list[tuple[Fraction, Fraction]] = []
    if draw(YES_OR_NO):
        ladder.append((start, points))
    for rise, more in steps:
        start, points = start + rise, points + more
        ladder.append((start, points))
    return Ladder(tuple(ladder))


_SCHEDULES = schedules()


def _shared(known: Mapping[str, Activity], on: Sequence[str], *, number: bool) -> list[Fact]:
    """Return the number or choice facts that every one of some activities has."""
    every = [[fact for fact in known[one].facts if fact.is_number == number] for one in on]
    return [fact for fact in every[0] if all(fact in others for others in every)] if every else []


def conditions(draw: DrawFn, known: Mapping[str, Activity], on: Sequence[str]) -> When:
    """Draw conditions that can hold."""
    every = [*_shared(known, on, number=True), *_shared(known, on, number=False)]
    checks = [_on_fact(draw, fact) for fact in every if draw(YES_OR_NO)]
    return replace(_on_days(draw), facts=tuple(checks), partners=draw(_SOME_PARTNERS))


def _on_fact(draw: DrawFn, fact: Fact) -> Equals | Between:
    if not fact.is_number:
        return Equals(fact.name, tuple(draw(_some(fact.choices))))
    values = values_of(fact)
    if draw(YES_OR_NO):
        return Equals(fact.name, tuple(draw(st.lists(values, min_size=1, max_size=3, unique=True))))
    low = draw(values) if draw(YES_OR_NO) else None
    least = (fact.low if low is None else low) + 1
    below = least + draw(up_to(100 * MICRO))
    return Between(fact.name, low, below if low is None or draw(YES_OR_NO) else None)


def _on_days(draw: DrawFn) -> When:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return When(
        weekdays=draw(_WEEKDAYS),
        from_day=first if draw(_ONE_IN_THREE) else None,
        until_day=last + 1 if draw(_ONE_IN_THREE) else None,
    )


def _holding(*inner: Period) -> list[Period]:
    return [outer for outer in Period if all(holds(outer, one) for one in inner)]


class _Builder:
    """Draws the stages of one edition, knowing those drawn before."""

    def __init__(self, draw: DrawFn, known: Mapping[str, Activity]) -> None:
        self.draw = draw
        self.known = known
        self.tallies: list[Stage] = []
        self.heights: dict[str, int] = {}

    def tally(self, number: int) -> Stage:
        below = [one for one in self.tallies if self.heights[one.id] < _PER_TALLY]
        stage = self._watching(Stage(f"t{number}", "tally", Period.DAY), below=below)
        under = self.heights.get(stage.on_tally or "", 0)
        self.heights[stage.id] = under + 1
        schedule = self.draw(_SCHEDULES) if self.draw(YES_OR_NO) else None
        at_most = self.draw(_at_most(50 * MICRO if schedule is None else 30))
        stage = replace(stage, schedule=schedule, at_most=at_most)
        self.tallies.append(stage)
        return stage

    def rule(self, number: int) -> Stage:
        stage = self._watching(Stage(f"r{number}", "rule", Period.DAY), below=self.tallies)
        at_most = self.draw(_at_most(60))
        return replace(stage, schedule=self.draw(_SCHEDULES), at_most=at_most)

    def _watching(self, stage: Stage, *, below: list[Stage]) -> Stage:
        draw = self.draw
        stage = replace(stage, rounding=draw(_ROUNDING))
        above = draw(YES_OR_NO)
        if below and above:
            return self._over(stage, draw(st.sampled_from(below)))
        on = tuple(draw(_some(tuple(sorted(self.known)))))
        counted = _shared(self.known, on, number=True)
        choices = _shared(self.known, on, number=False)
        weighed, each, count = self._maybe(choices), self._maybe(choices), self._maybe(counted)
        stage = replace(
            stage,
            on=on,
            period=draw(_PERIODS),
            when=conditions(draw, self.known, on),
            count=None if count is None else count.name,
            each=None if each is None else each.name,
        )
        return self._weighed(stage, weighed)

    def _maybe(self, facts: Sequence[Fact]) -> Fact | None:
        if not facts or not self.draw(YES_OR_NO):
            return None
        return facts[self.draw(up_to(len(facts) - 1))]

    def _over(self, stage: Stage, tally: Stage) -> Stage:
        """Return a stage that counts a tally, as condition 1 allows."""
        draw = self.draw
        own = next(
            (
                fact
                for one in self.known.values()
                for fact in one.facts
                if tally.each is not None and fact.name == tally.each
            ),
            None,
        )
        stage = replace(
            stage,
            on_tally=tally.id,
            period=draw(st.sampled_from(_holding(tally.period))),
            when=_on_days(draw) if tally.period is Period.DAY else When(),
        )
        if own is None:
            return stage
        stage = replace(stage, each=draw(st.sampled_from((None, own.name))))
        is_whole = tally.schedule is not None  # else the decimals could become too many
        return self._weighed(stage, draw(st.none() | st.just(own)) if is_whole else None)

    def _weighed(self, stage: Stage, fact: Fact | None) -> Stage:
        if fact is None:
            return stage
        some = self.draw(_some(fact.choices))
        weights = {name: int(self.draw(numbers(0, 5)) * MICRO) for name in some}
        return replace(stage, weigh_by=fact.name, weights=weights)

    def ceiling(self, number: int, rules: Sequence[Stage], before: Sequence[Ceiling]) -> Ceiling:
        """Return a ceiling that takes in each earlier one with which it shares a rule."""
        draw = self.draw
        names = set(draw(st.lists(st.sampled_from([one.id for one in rules]), min_size=1)))
        while True:
            sharing = [one for one in before if names & set(one.rules)]
            wider = names.union(*(one.rules for one in sharing))
            if wider == names:
                break
            names = wider
        inner = [one.period for one in rules if one.id in names] + [one.period for one in sharing]
        return Ceiling(
            id=f"c{number}",
            rules=tuple(draw(st.permutations(sorted(names)))),
            period=draw(st.sampled_from(_holding(*inner))),
            at_most=draw(up_to(100)),
        )


@st.composite
def editions(draw: DrawFn, known: Mapping[str, Activity]) -> Edition:
    """Draw a sound edition over some activities: every kind of stage, condition and schedule."""
    builder = _Builder(draw, known)
    tallies = [builder.tally(number) for number in range(draw(up_to(4)))]
    rules = [builder.rule(number) for number in range(draw(up_to(4, least=1)))]
    ceilings: list[Ceiling] = []
    for number in range(draw(up_to(3))):
        ceilings.append(builder.ceiling(number, rules, ceilings))
    return Edition(
        programme="town",
        id="2026",
        starts_on=FIRST_DAY,
        time_zone=draw(_ZONES),
        languages=("en",),
        stages=(*draw(st.permutations(tallies)), *rules),
        ceilings=tuple(ceilings),
    )
