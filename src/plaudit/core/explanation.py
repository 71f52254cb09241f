"""An explanation: why a deed earned what it earned, worked out again from what was counted.

A deed keeps its award and, for each stage and ceiling that it moved, the total before and the
amount. With the edition of its day this gives every step back, also after the deed's facts have
been deleted. The steps are plain numbers; `core.telling` says them in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from plaudit.core.activity import Activity, Fact
from plaudit.core.deed import Facts
from plaudit.core.edition import Ceiling, Edition, Stage
from plaudit.core.period import Period

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


class PassedOver(NamedTuple):
    """A rule or tally that watches the activity and counted nothing of a deed.

    `has_nothing`: there was nothing to count in it, whatever its conditions say. False too where
    that isn't known any more, as the deed's facts are gone.
    """

    stage: Stage
    has_nothing: bool


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
    passed_over: tuple[PassedOver, ...]
    """Rules and tallies that watch this activity, but did not count this deed."""
    had_points: int = 0
    """What the member had of these points already, from a deed that was struck out (core.kept)."""
    is_told_anew: bool = False
    """Whether other rules held in a part of a period: its totals are told by the rules of now."""
