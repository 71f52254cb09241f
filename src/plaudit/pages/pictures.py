"""Pictures of a rule: its line, with the place before a deed and the place after it.

All numbers are whole units of the drawing, for an SVG without a style of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from plaudit.core.curve import Curve, Place
from plaudit.core.voice import Voice

LEFT, RIGHT, TOP, BOTTOM = 44, 308, 14, 122
"""Where the plot stands in a drawing of 320 by 150."""
ACROSS, UPWARDS = 34, 16
"""How far apart two numbers on an axis are at least."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the drawing."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Label:
    """A number on an axis, at its place."""

    at: int
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing: the line as a path, two marks, the ceiling's height, numbers on both axes."""

    line: str
    before: Mark
    after: Mark
    most_y: int | None
    across: tuple[Label, ...]
    upwards: tuple[Label, ...]


def picture_of(curve: Curve, voice: Voice) -> Picture:
    """Return the drawing of a curve, with its numbers in the voice's language."""
    end = max(curve.corners[-1].total, curve.after.total) or Fraction(1)
    given = [place.given for place in (*curve.corners, curve.before, curve.after)]
    top = max(*given, curve.most or Fraction(0), Fraction(1)) * Fraction(11, 10)

    def x(total: Fraction) -> int:
        return LEFT + round((RIGHT - LEFT) * min(total / end, Fraction(1)))

    def y(points: Fraction) -> int:
        return BOTTOM - round((BOTTOM - TOP) * min(points / top, Fraction(1)))

    def mark(place: Place) -> Mark:
        return Mark(x(place.total), y(place.given))

    corners = [mark(place) for place in curve.corners]
    totals = [curve.after.total, curve.before.total, *curve.edges]
    heights = [curve.after.given, curve.before.given, *([curve.most] if curve.most else [])]
    return Picture(
        line="M" + "L".join(f"{corner.x} {corner.y}" for corner in corners),
        before=mark(curve.before),
        after=mark(curve.after),
        most_y=None if curve.most is None else y(curve.most),
        across=_spread([(x(one), voice.number(one)) for one in totals], ACROSS),
        upwards=_spread([(y(one), voice.number(one)) for one in heights], UPWARDS),
    )


def _spread(wanted: list[tuple[int, str]], apart: int) -> tuple[Label, ...]:
    """Return labels that don't touch: the first ones are kept.

    >>> [label.words for label in _spread([(10, "1"), (12, "2"), (60, "3")], 30)]
    ['1', '3']
    """
    kept: list[Label] = []
    for at, words in wanted:
        if all(abs(at - other.at) >= apart for other in kept):
            kept.append(Label(at, words))
    return tuple(kept)
