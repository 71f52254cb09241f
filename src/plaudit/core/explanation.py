"""An explanation: why a deed earned what it earned, worked out again from what was counted.

A deed keeps its award and, for each stage and ceiling that it moved, the total before and the
amount. With the edition of its day this gives every step back, also after the deed's facts have
been deleted. The steps are plain numbers; `core.telling` says them in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import MICRO
from plaudit.core.deed import Facts
from plaudit.core.edition import Ceiling, Edition, Stage
from plaudit.core.kept import kept_steps
from plaudit.core.period import Period, end_of
from plaudit.core.schedule import compile_schedule
from plaudit.core.slots import CEILING, KEPT, Slot, period_start_of, slot_of

MOVES_KEPT = 1_024
"""Moves of one stage that an explainer keeps: of cups on a day there are some hundred."""


class CountedDeed(NamedTuple):
    """A deed as the book keeps it. `facts` is None where they were deleted after their last day.

    Units: `happened_on` a day number, `points` whole points, `counted` flat: key, total before,
    amount in millionths; and so on, in the order in which it was counted.
    """

    activity: Activity
    happened_on: int
    facts: Facts | None
    points: int
    counted: tuple[int, ...]


class Span(NamedTuple):
    """One period of the calendar: its first day, and the day after its last (None: no end)."""

    period: Period
    starts_on: int
    ends_on: int | None


class Weighing(NamedTuple):
    """An amount that was multiplied by the weight of the deed's choice.

    `amount`: a fact's number, one deed, or what a tally gave. Units: millionths, as the weight.
    """

    amount: int
    chosen_by: Fact
    choice: str
    weight: int


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """How far a deed moved what a stage adds up, and what the schedule makes of both totals.

    Units: `amount`, `before`, `after` in millionths of what the stage adds up. `given_before` and
    `given_after` are what the schedule makes of these totals: whole points for a rule, millionths
    for a tally. `rise_without_limit` is what the schedule gives where `at_most` is left out.
    Each is equal to itself alone, so that what it is told and drawn as can be kept by it.
    """

    stage: Stage
    before: int
    amount: int
    given_before: int
    given_after: int
    rise_without_limit: int

    @property
    def after(self) -> int:
        """The running total with this deed."""
        return self.before + self.amount

    @property
    def rise(self) -> int:
        """What the stage gives for this deed: points that a rule asks for."""
        return self.given_after - self.given_before

    @property
    def is_trimmed(self) -> bool:
        """Whether the stage's own `at_most` cut something off."""
        return self.rise < self.rise_without_limit


@dataclass(frozen=True, slots=True)
class StageStep:
    """What a tally or a rule counted of one deed."""

    move: Move
    span: Span
    each_value: str
    fact: Fact | None
    """The fact that is added up; None for deeds and for what a tally gives."""
    weighing: Weighing | None

    @property
    def stage(self) -> Stage:
        """The tally or the rule."""
        return self.move.stage


@dataclass(frozen=True, slots=True)
class CeilingStep:
    """What a ceiling let through of the points that a rule asked for. All in whole points."""

    ceiling: Ceiling
    span: Span
    used_before: int
    """Points asked for before, so it may be above `at_most`: none were let through there."""
    asked: int

    @property
    def let_through(self) -> int:
        """The part that still fits; 0 where an edition lowered the ceiling below what was used."""
        return max(0, min(self.asked, self.ceiling.at_most - self.used_before))

    @property
    def is_trimmed(self) -> bool:
        """Whether the ceiling cut something off."""
        return self.let_through < self.asked


@dataclass(frozen=True, slots=True)
class RuleStep:
    """A rule that counted the deed, and the ceilings that it asked, in their order."""

    counted: StageStep
    ceilings: tuple[CeilingStep, ...]

    @property
    def points(self) -> int:
        """What the rule gave in the end."""
        return self.ceilings[-1].let_through if self.ceilings else self.counted.move.rise


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """Every step of one award. The points of `rules`, less `had_points`, add up to `points`.

    Each is equal to itself alone, so that what it is told and drawn as can be kept by it.
    """

    edition: Edition
    activity: Activity
    tallies: tuple[StageStep, ...]
    rules: tuple[RuleStep, ...]
    points: int
    passed_over: tuple[Stage, ...]
    """Rules and tallies that watch this activity, but whose conditions this deed did not meet."""
    had_points: int = 0
    """What the member had of these points already, from a deed that was struck out (core.kept)."""


def explain(deed: CountedDeed, edition: Edition, *, slots: Mapping[int, Slot]) -> Explanation:
    """Return the steps of a deed's award, as counted by the edition of its day.

    Units:   see `CountedDeed`. `slots` is by number: what each running total stands for.
    Refuses: nothing. Steps that don't add up to the award, or that name a stage the edition
             doesn't have, are an assertion: the book or the edition is not what was counted.
    """
    return Explainer(edition, slots=slots).explain(deed)


class Explainer:
    """Explains the deeds of one edition: what depends on it alone is worked out once.

    Equal moves of a stage are the same Move, for as long as it is among the last MOVES_KEPT.
    """

    def __init__(self, edition: Edition, *, slots: Mapping[int, Slot]) -> None:
        self._edition = edition
        self._slots = slots
        self._stages = {stage.id: stage for stage in edition.stages}
        self._ceilings = {ceiling.id: ceiling for ceiling in edition.ceilings}
        self._moves: dict[str, Callable[[int, int], Move]] = {}

    def explain(self, deed: CountedDeed) -> Explanation:
        """Return what `explain` does."""
        tallies: list[StageStep] = []
        rules: list[RuleStep] = []
        for span, slot, before, amount in _entries(deed.counted, self._slots):
            name = slot.stage_id.removeprefix(CEILING)
            ceiling = self._ceilings.get(name)
            if ceiling is not None:
                asked = CeilingStep(ceiling, span, before // MICRO, amount // MICRO)
                rules[-1] = _asked(rules[-1], asked)
                continue
            move = self._move(name)(before, amount)
            weighed = _weighed(move.stage, deed, tallies)
            step = StageStep(
                move, span, slot.each_value, deed.activity.fact(move.stage.count), weighed
            )
            if step.stage.kind == "tally":
                tallies.append(step)
            else:
                rules.append(RuleStep(step, ()))
        had = sum(points for _, points in kept_steps(deed.counted))
        earned = sum(rule.points for rule in rules) - had
        assert earned == deed.points, f"the steps give {earned} points, the book says {deed.points}"
        counted_ids = {step.stage.id for step in (*tallies, *(rule.counted for rule in rules))}
        passed_over = tuple(
            stage
            for stage in self._edition.stages
            if deed.activity.id in stage.on and stage.id not in counted_ids
        )
        told = (tuple(tallies), tuple(rules))
        return Explanation(self._edition, deed.activity, *told, deed.points, passed_over, had)

    def _move(self, stage_id: str) -> Callable[[int, int], Move]:
        """Return what gives the moves of a stage, by the total before and the amount."""
        if stage_id not in self._moves:
            self._moves[stage_id] = _moves_of(self._stages[stage_id])
        return self._moves[stage_id]


def _moves_of(stage: Stage) -> Callable[[int, int], Move]:
    given = compile_schedule(stage)
    endless = compile_schedule(replace(stage, at_most=None))

    @lru_cache(maxsize=MOVES_KEPT)
    def move(before: int, amount: int) -> Move:
        after = before + amount
        without_limit = endless(after) - endless(before)
        return Move(stage, before, amount, given(before), given(after), without_limit)

    return move


def _entries(
    counted: tuple[int, ...], slots: Mapping[int, Slot]
) -> Iterator[tuple[Span, Slot, int, int]]:
    assert len(counted) % 3 == 0, counted
    for at in range(0, len(counted), 3):
        key, before, amount = counted[at : at + 3]
        if key >= KEPT:
            continue
        slot = slots[slot_of(key)]
        starts_on = period_start_of(key)
        yield Span(slot.period, starts_on, end_of(slot.period, starts_on)), slot, before, amount


def _asked(rule: RuleStep, step: CeilingStep) -> RuleStep:
    assert step.asked == rule.points, (
        f"{step.ceiling.id}: {rule.points} expected, {step.asked} asked"
    )
    return RuleStep(rule.counted, (*rule.ceilings, step))


def _weighed(stage: Stage, deed: CountedDeed, tallies: list[StageStep]) -> Weighing | None:
    """Return how the amount was weighed; None where it wasn't, or the facts are gone.

    Takes:   `tallies`: the steps of the deed so far, of which it may count one.
    """
    if stage.weigh_by is None or deed.facts is None:
        return None
    # An activity may gain facts later; the deed has those of its day.
    told = dict(zip((fact.name for fact in deed.activity.facts), deed.facts, strict=False))
    chosen_by = deed.activity.fact(stage.weigh_by)
    chosen = told.get(stage.weigh_by)
    number = MICRO if stage.count is None else told.get(stage.count)
    if stage.on_tally is not None:
        rises = {step.stage.id: step.move.rise for step in tallies}
        number = rises.get(stage.on_tally)
    if chosen_by is None or chosen is None or number is None:
        return None
    choice = chosen_by.choices[chosen]
    return Weighing(number, chosen_by, choice, stage.weights.get(choice, 0))
