"""A schedule over a column: `core.schedule`, for many running totals at once.

Integers of 64 bits, the same steps as in `core.schedule`. Before each multiplication the largest
number is looked at; where it could leave 63 bits, `core` itself is asked for each total.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from plaudit.core.amount import MICRO, Rounding
from plaudit.core.edition import Bands, Every, Ladder, Rate, Stage
from plaudit.core.schedule import compile_schedule
from plaudit.replay.columns import Ints

LARGEST = 2**63 - 1

Curve = Callable[[Ints], Ints]


class _TooLarge(Exception):
    """A product could leave 63 bits."""


def curve_of(stage: Stage) -> Curve:
    """Return `f` of a stage for a column of running totals (not negative).

    Units:   millionths in; whole points out, or millionths for a tally.

    >>> from plaudit.core.period import Period
    >>> cups = Stage("cups", "rule", Period.DAY, schedule=Rate(Fraction(1), Fraction(2)), at_most=3)
    >>> curve_of(cups)(np.array([0, 1, 2, 5, 6, 90]) * MICRO).tolist()
    [0, 0, 1, 2, 3, 3]
    """
    quick = _scaled(_rounded(stage), stage)
    slow = compile_schedule(stage)

    def curve(totals: Ints) -> Ints:
        if not len(totals):
            return totals
        try:
            return quick(totals)
        except _TooLarge:
            return _one_by_one(slow, totals)

    return curve


def _one_by_one(points_of: Callable[[int], int], totals: Ints) -> Ints:
    return np.array([points_of(int(total)) for total in totals], dtype=np.int64)


def _scaled(points_of: Curve, stage: Stage) -> Curve:
    """Return a curve capped by `at_most`, and in millionths where a tally has a schedule."""
    most = stage.at_most
    unit = MICRO if stage.kind == "tally" and stage.schedule is not None else 1
    if unit > 1 and most is not None and most * unit > LARGEST:
        most = None  # beyond what a total can reach

    def curve(totals: Ints) -> Ints:
        points = points_of(totals)
        if most is not None:
            points = np.minimum(points, min(most, LARGEST))
        return points if unit == 1 else _times(points, unit)

    return curve


def _rounded(stage: Stage) -> Curve:
    rounding = stage.rounding or Rounding.DOWN
    match stage.schedule:
        case None if stage.rounding is None:
            return lambda totals: totals
        case None:
            whole = _ratio(1, MICRO, rounding=rounding)
            return lambda totals: whole(totals) * MICRO
        case Rate(points, per):
            ratio = points / (per * MICRO)
            return _ratio(ratio.numerator, ratio.denominator, rounding=rounding)
        case Every(points, per):
            return _every(points, per * MICRO, rounding=rounding)
        case Ladder(steps):
            return _ladder(stage, steps)
        case Bands(bands):
            return _bands(bands, rounding)


def _times(numbers: Ints, factor: int) -> Ints:
    """Return numbers × factor. Refuses: _TooLarge where that could leave 63 bits."""
    if factor > LARGEST or int(numbers.max(initial=0)) * factor > LARGEST:
        raise _TooLarge
    return numbers if factor == 1 else numbers * factor


def _ratio(top: int, bottom: int, *, rounding: Rounding, shift: int = 0) -> Curve:
    """Return (total × top + shift) / bottom, rounded. The sum is not negative."""

    def ratio(totals: Ints) -> Ints:
        large = int(totals.max(initial=0)) * top + abs(shift) + bottom
        if 2 * large > LARGEST:
            raise _TooLarge
        moved = totals if top == 1 else totals * top
        if shift:
            moved = moved + shift
        if rounding is Rounding.DOWN:
            return moved if bottom == 1 else moved // bottom
        if rounding is Rounding.HALF_UP:
            return (2 * moved + bottom) // (2 * bottom)
        whole, rest = np.divmod(moved, bottom)
        up = (2 * rest > bottom) | ((2 * rest == bottom) & (whole % 2 == 1))
        even: Ints = whole + up
        return even

    return ratio


def _every(points: Fraction, per: Fraction, *, rounding: Rounding) -> Curve:
    full = _ratio(per.denominator, per.numerator, rounding=Rounding.DOWN)
    if points.denominator == 1:
        each = points.numerator
        return lambda totals: _times(full(totals), each)
    whole = _ratio(points.numerator, points.denominator, rounding=rounding)
    return lambda totals: whole(full(totals))


def _ladder(stage: Stage, steps: tuple[tuple[Fraction, Fraction], ...]) -> Curve:
    starts = [-(-start.numerator * MICRO // start.denominator) for start, _ in steps]
    whole = _ratio_points(stage)
    reached = [0, *(whole(points) for _, points in steps)]
    if max(*starts, *reached) > LARGEST:
        return _refuse
    edges, values = np.array(starts, np.int64), np.array(reached, np.int64)
    return lambda totals: values[np.searchsorted(edges, totals, side="right")]


def _refuse(_: Ints) -> Ints:
    raise _TooLarge


def _ratio_points(stage: Stage) -> Callable[[Fraction], int]:
    """Return how a step's points become whole: as those of a rate from one unit."""

    def whole(points: Fraction) -> int:
        one = Stage(
            "step", "rule", stage.period, schedule=Rate(points, Fraction(1)),
            rounding=stage.rounding,
        )  # fmt: skip
        return compile_schedule(one)(MICRO)

    return whole


def _bands(bands: tuple[tuple[Fraction | None, Fraction], ...], rounding: Rounding) -> Curve:
    """Return the sum over the stretches: a straight piece for each, rounded once."""
    pieces: list[Curve] = []
    edges: list[int] = []
    start = earned = Fraction(0)
    for width, points in [*bands, (None, Fraction(0))]:
        rate, first = points / MICRO, start * MICRO
        if pieces:
            edges.append(-(-first.numerator // first.denominator))
        offset = earned - rate * first
        bottom = rate.denominator * offset.denominator
        top, shift = int(rate * bottom), int(offset * bottom)
        pieces.append(_ratio(top, bottom, rounding=rounding, shift=shift))
        if width is None:
            break
        start, earned = start + width, earned + width * points
    if edges and max(edges) > LARGEST:
        return _refuse
    borders = np.array(edges, np.int64)

    def curve(totals: Ints) -> Ints:
        at = np.searchsorted(borders, totals, side="right")
        if not at.any():
            return pieces[0](totals)
        points = np.empty(len(totals), np.int64)
        for number, piece in enumerate(pieces):
            mine = np.flatnonzero(at == number)
            if len(mine):
                points[mine] = piece(totals[mine])
        return points

    return curve
