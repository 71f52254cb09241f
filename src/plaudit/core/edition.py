"""An edition: a programme's rules from a day on, as values. Reading them is `core.catalogue`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from plaudit.core.amount import Rounding
from plaudit.core.period import Period

Points = Fraction
"""Points in a schedule: exact, possibly a part of a point; awards are whole."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`points` for `per` units, in proportion: points × total / per, rounded."""

    points: Points
    per: Fraction


@dataclass(frozen=True, slots=True)
class Every:
    """`points` for each full `per` units."""

    points: Points
    per: Fraction


@dataclass(frozen=True, slots=True)
class Ladder:
    """The points of the highest step reached: totals, not sums. Steps are (from, points)."""

    steps: tuple[tuple[Fraction, Points], ...]


@dataclass(frozen=True, slots=True)
class Bands:
    """Each next stretch at its own rate. Bands are (width or None for the rest, points a unit)."""

    bands: tuple[tuple[Fraction | None, Points], ...]


Schedule = Rate | Every | Ladder | Bands


@dataclass(frozen=True, slots=True)
class Equals:
    """The fact has one of these values: choices as text, numbers in millionths."""

    fact: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The number is at least `at_least` and below `below`, both in millionths; None = open."""

    fact: str
    at_least: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class When:
    """Conditions, of which all must hold. Days are day numbers, `until` is not included."""

    facts: tuple[Equals | Between, ...] = ()
    weekdays: frozenset[int] | None = None
    from_day: int | None = None
    until_day: int | None = None
    partners: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A tally or a rule: what it watches, adds up, and over which period.

    `on` names activities; `on_tally` a tally instead. `count` is None for deeds (or for what the
    tally rose by), else a number fact. `weights` are millionths by choice. `at_most` is in points
    for a rule or a scheduled tally, in millionths for a tally without a schedule.
    """

    id: str
    kind: Literal["tally", "rule"]
    period: Period
    on: tuple[str, ...] = ()
    on_tally: str | None = None
    when: When = field(default_factory=When)
    count: str | None = None
    weigh_by: str | None = None
    weights: Mapping[str, int] = field(default_factory=dict)
    each: str | None = None
    schedule: Schedule | None = None
    rounding: Rounding | None = None
    at_most: int | None = None
    source: str = ""
    says: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A joint cap over several rules. `at_most` in points."""

    id: str
    rules: tuple[str, ...]
    period: Period
    at_most: int
    source: str = ""
    says: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edition:
    """The counting part of an edition file. `starts_on` is a day number."""

    programme: str
    id: str
    starts_on: int
    time_zone: str
    languages: tuple[str, ...]
    stages: tuple[Stage, ...]
    """Tallies and rules, each kind in the order written."""
    ceilings: tuple[Ceiling, ...] = ()
    source: str = ""
    expires_after_months: int = 12
    """Calendar months after the month of the award; at least 12. Source: charter, C07."""
    title: Mapping[str, str] = field(default_factory=dict)

    def kinds(self) -> frozenset[str]:
        """Return the activities whose deeds it counts."""
        return frozenset(id for stage in self.stages for id in stage.on)

    def rules(self) -> tuple[Stage, ...]:
        """Return the rules in the order written."""
        return tuple(stage for stage in self.stages if stage.kind == "rule")

    def tallies(self) -> tuple[Stage, ...]:
        """Return the tallies in the order written."""
        return tuple(stage for stage in self.stages if stage.kind == "tally")
