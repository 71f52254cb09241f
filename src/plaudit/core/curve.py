"""A schedule as a line to draw: the running total across, what it gives upwards.

The line is the schedule without rounding; before and after are what was counted, rounded and all.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from plaudit.core.amount import MICRO
from plaudit.core.edition import Bands, Every, Ladder, Rate, Schedule
from plaudit.core.explanation import StageStep

STAIRS_MAX = 40
"""A staircase with more steps is drawn as the slope that it looks like."""


class Place(NamedTuple):
    """A place of the drawing: a total, and what it gives."""

    total: Fraction
    given: Fraction


class Curve(NamedTuple):
    """The corners of the line from left to right, and where the deed found and left the total.

    `edges` are the totals at which a step or a band begins; `most` is the ceiling, or None.
    """

    corners: tuple[Place, ...]
    before: Place
    after: Place
    edges: tuple[Fraction, ...]
    most: Fraction | None


def curve_of(step: StageStep) -> Curve | None:
    """Return the drawing of a step, or None where the stage adds up without a schedule."""
    stage = step.stage
    if stage.schedule is None:
        return None
    unit = MICRO if stage.kind == "tally" else 1
    after = Place(Fraction(step.after, MICRO), Fraction(step.given_after, unit))
    before = Place(Fraction(step.before, MICRO), Fraction(step.given_before, unit))
    most = None if stage.at_most is None else Fraction(stage.at_most)
    edges = _edges(stage.schedule)
    reach = max([after.total, *edges[-1:]])
    if most is not None and isinstance(stage.schedule, Rate | Every):
        reach = max(reach, most * stage.schedule.per / stage.schedule.points)
    end = max(reach, Fraction(1)) * Fraction(6, 5)
    corners = _capped(_line(stage.schedule, end), most)
    return Curve(corners, before, after, edges, most)


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
