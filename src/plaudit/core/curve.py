"""A schedule as a line to draw: the running total across, what it gives upwards.

The line is the schedule without rounding; before and after are what was counted, rounded and all.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from plaudit.core.amount import MICRO
from plaudit.core.edition import Bands, Every, Ladder, Rate, Schedule, Stage
from plaudit.core.explanation import Move

LINES_KEPT = 16
"""Lines of one stage that stay: nearly all deeds are drawn on the shortest one."""
STAIRS_MAX = 40
"""A staircase with more steps is drawn as the slope that it looks like."""


class Place(NamedTuple):
    """A place of the drawing: a total, and what it gives."""

    total: Fraction
    given: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The corners of the line from left to right, and where the deed found and left the total.

    `edges` are the totals at which a step or a band begins; `most` is the ceiling, or None.
    Each is equal to itself alone, so that its drawing can be kept by it.
    """

    corners: tuple[Place, ...]
    before: Place
    after: Place
    edges: tuple[Fraction, ...]
    most: Fraction | None


class Outline:
    """The line of a stage, to mark moves on; none where it adds up without a schedule."""

    def __init__(self, stage: Stage) -> None:
        self._schedule = stage.schedule
        self._most = None if stage.at_most is None else Fraction(stage.at_most)
        self._unit = MICRO if stage.kind == "tally" else 1
        if stage.schedule is not None:
            self._edges = _edges(stage.schedule)
            self._reach = _reach(stage.schedule, self._edges, self._most)
        self._line = lru_cache(maxsize=LINES_KEPT)(self._line_to)

    def curve(self, move: Move) -> Curve | None:
        """Return the drawing of a move, or None where there is no line."""
        if self._schedule is None:
            return None
        after = Place(Fraction(move.after, MICRO), Fraction(move.given_after, self._unit))
        before = Place(Fraction(move.before, MICRO), Fraction(move.given_before, self._unit))
        line = self._line(max(after.total, self._reach))
        return Curve(line, before, after, self._edges, self._most)

    def _line_to(self, reach: Fraction) -> tuple[Place, ...]:
        assert self._schedule is not None
        return _capped(_line(self._schedule, reach * Fraction(6, 5)), self._most)


def _reach(schedule: Schedule, edges: tuple[Fraction, ...], most: Fraction | None) -> Fraction:
    """Return up to which total a line is drawn at least: to its last edge, and to its ceiling."""
    reach = max([Fraction(1), *edges[-1:]])
    if most is not None and isinstance(schedule, Rate | Every) and schedule.points:
        reach = max(reach, most * schedule.per / schedule.points)
    return reach


def _edges(schedule: Schedule) -> tuple[Fraction, ...]:
    if isinstance(schedule, Ladder):
        return tuple(start for start, _ in schedule.steps)
    if isinstance(schedule, Bands):
        found, edge = [], Fraction(0)
        for width, _ in schedule.bands:
            if width is not None:
                edge += width
                found.append(edge)
        return tuple(found)
    return ()


def _line(schedule: Schedule, end: Fraction) -> list[Place]:
    """Return the corners of a schedule without a ceiling, from nothing to `end`."""
    line = [Place(Fraction(0), Fraction(0))]
    if isinstance(schedule, Ladder):
        _climb(line, schedule.steps)
    elif isinstance(schedule, Every) and end / schedule.per <= STAIRS_MAX:
        full = int(end / schedule.per)
        _climb(line, tuple((schedule.per * k, schedule.points * k) for k in range(1, full + 1)))
    elif isinstance(schedule, Bands):
        for width, points in schedule.bands:
            last = line[-1]
            wide = end - last.total if width is None else width
            line.append(Place(last.total + wide, last.given + wide * points))
    else:
        line.append(Place(end, end * schedule.points / schedule.per))
    if line[-1].total < end:
        line.append(Place(end, line[-1].given))
    return line


def _climb(line: list[Place], steps: tuple[tuple[Fraction, Fraction], ...]) -> None:
    for start, points in steps:
        line += [Place(start, line[-1].given), Place(start, points)]


def _capped(line: list[Place], most: Fraction | None) -> tuple[Place, ...]:
    """Return a line that stays at `most` from where it reaches it."""
    if most is None:
        return tuple(line)
    capped: list[Place] = []
    for place in line:
        if place.given > most:
            last = capped[-1]
            if last.given < most:
                rise = place.given - last.given
                run = (place.total - last.total) * (most - last.given) / rise
                capped.append(Place(last.total + run, most))
            place = Place(place.total, most)  # noqa: PLW2901 (the same place, lower)
        capped.append(place)
    return tuple(capped)
