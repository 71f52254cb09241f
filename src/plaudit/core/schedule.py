"""A schedule as a function: running total in, points so far out. It starts at 0 and never falls.

The input is in millionths of what is counted. The output is whole points of a rule, or millionths
of a tally, which later stages count. Source: design, section 3, "schedule, exactly one".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from fractions import Fraction

from plaudit.core.amount import MICRO, Rounding
from plaudit.core.edition import Bands, Every, Ladder, Rate, Schedule, Stage

PointsOf = Callable[[int], int]


def compile_schedule(stage: Stage) -> PointsOf:
    """Return the function `f` of a stage: `f(running total) = points of the period so far`.

    Units:   millionths in; whole points out, or millionths for a tally: they are counted again.
    Refuses: nothing: an edition is sound before it is compiled (core.soundness).

    >>> from plaudit.core.period import Period
    >>> cups = Stage("cups", "rule", Period.DAY, schedule=Rate(Fraction(1), Fraction(2)), at_most=3)
    >>> [compile_schedule(cups)(total * MICRO) for total in (0, 1, 2, 5, 6, 90)]
    [0, 0, 1, 2, 3, 3]
    """
    if stage.schedule is None:
        return _exact_total(stage.rounding, stage.at_most)
    points_of = _capped(_rounded(stage.schedule, stage.rounding or Rounding.DOWN), stage.at_most)
    if stage.kind == "rule":
        return points_of
    return lambda total: points_of(total) * MICRO


def _exact_total(rounding: Rounding | None, at_most: int | None) -> PointsOf:
    if rounding is None:
        return _capped(lambda total: total, at_most)
    whole = _ratio(1, MICRO, rounding=rounding)
    return _capped(lambda total: whole(total) * MICRO, at_most)


def _capped(points_of: PointsOf, at_most: int | None) -> PointsOf:
    if at_most is None:
        return points_of
    cap = at_most

    def capped(total: int) -> int:
        points = points_of(total)
        return points if points < cap else cap  # noqa: FURB136 (a call less for every deed)

    return capped


def _rounded(schedule: Schedule, rounding: Rounding) -> PointsOf:
    match schedule:
        case Rate(points, per):
            ratio = points / (per * MICRO)
            return _ratio(ratio.numerator, ratio.denominator, rounding=rounding)
        case Every(points, per):
            return _every(points, per * MICRO, rounding=rounding)
        case Ladder(steps):
            return _ladder(steps, rounding)
        case Bands(bands):
            return _bands(bands, rounding)


def _ratio(top: int, bottom: int, *, rounding: Rounding) -> PointsOf:
    """Return total × top / bottom, rounded, as whole-number arithmetic."""
    if rounding is Rounding.DOWN:
        return lambda total: total * top // bottom
    if rounding is Rounding.HALF_UP:
        return lambda total: (2 * total * top + bottom) // (2 * bottom)

    def half_even(total: int) -> int:
        whole, rest = divmod(total * top, bottom)
        return whole + (2 * rest > bottom or (2 * rest == bottom and whole % 2 == 1))

    return half_even


def _whole(points: Fraction, rounding: Rounding) -> int:
    return _ratio(points.numerator, points.denominator, rounding=rounding)(1)


def _every(points: Fraction, per: Fraction, *, rounding: Rounding) -> PointsOf:
    top, bottom = per.numerator, per.denominator
    if points.denominator == 1:
        each = points.numerator
        return lambda total: total * bottom // top * each
    whole = _ratio(points.numerator, points.denominator, rounding=rounding)
    return lambda total: whole(total * bottom // top)


def _ladder(steps: tuple[tuple[Fraction, Fraction], ...], rounding: Rounding) -> PointsOf:
    # A threshold below the millionth is reached by the next whole millionth.
    starts = [-(-start.numerator * MICRO // start.denominator) for start, _ in steps]
    reached = [0, *(_whole(points, rounding) for _, points in steps)]
    return lambda total: reached[bisect_right(starts, total)]


def _bands(bands: tuple[tuple[Fraction | None, Fraction], ...], rounding: Rounding) -> PointsOf:
    """Return the sum over the stretches: over one denominator, rounded once at the end."""
    starts: list[Fraction] = []
    rates: list[Fraction] = []
    before: list[Fraction] = []
    start = earned = Fraction(0)
    for width, points in [*bands, (None, Fraction(0))]:
        starts.append(start * MICRO)
        rates.append(points / MICRO)
        before.append(earned)
        if width is None:
            break
        start, earned = start + width, earned + width * points
    pieces = [
        _piece(base, rate, first=first, rounding=rounding)
        for base, rate, first in zip(before, rates, starts, strict=True)
    ]
    edges = [-(-edge.numerator // edge.denominator) for edge in starts[1:]]
    return lambda total: pieces[bisect_right(edges, total)](total)


def _piece(base: Fraction, rate: Fraction, *, first: Fraction, rounding: Rounding) -> PointsOf:
    """Return base + rate × (total - first), rounded: one straight piece of the curve."""
    offset = base - rate * first
    bottom = rate.denominator * offset.denominator
    slope, shift = int(rate * bottom), int(offset * bottom)
    whole = _ratio(1, bottom, rounding=rounding)
    return lambda total: whole(slope * total + shift)
