"""What a way of guessing is worth: it's tried on the past, month by month, as if not known yet."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf, log1p, sqrt
from typing import NamedTuple

from plaudit.core.lots import first_day_of, month_number
from plaudit.core.period import day_number
from plaudit.lab.predicting import FOUR_WEEKS, Predict
from plaudit.replay.columns import Ints

ORIGINS_MAX = 12
DAYS_BEFORE_LEAST = 4 * FOUR_WEEKS
"""So many days have to be known before the first month that is guessed."""
ERRORS_LEAST = 4
"""Of fewer tries nothing is said about how far off a guess may be."""
IN_TEN = 8
"""In how many of ten months the range is meant to hold."""
_NORMAL = 1.2816
"""So many standard deviations reach so far, where many tries say how large one is."""


class Series(NamedTuple):
    """Points of each day from `first_day` on, all days whole."""

    first_day: int
    points: Ints

    @property
    def end_day(self) -> int:
        """Return the day after the last one."""
        return self.first_day + len(self.points)

    def upto(self, day: int) -> Ints:
        """Return the points of the days before a day."""
        return self.points[: day - self.first_day]

    def month(self, month: int) -> int:
        """Return the points of the days of a month that are known."""
        start, end = (day_number(first_day_of(one)) - self.first_day for one in (month, month + 1))
        return int(self.points[max(0, start) : max(0, end)].sum())


class Try(NamedTuple):
    """One month that was guessed: so many months ahead, from before the month `origin`."""

    origin: int
    ahead: int
    guessed: int
    actual: int

    @property
    def month(self) -> int:
        """Return the month that was guessed."""
        return self.origin + self.ahead - 1

    @property
    def error(self) -> float:
        """Return how far off it was, as a logarithm: the same for half and for double."""
        return log1p(self.actual) - log1p(self.guessed)


def whole_months(series: Series) -> range:
    """Return the months of which every day is known."""
    first = month_number(series.first_day)
    if day_number(first_day_of(first)) < series.first_day:
        first += 1
    return range(first, month_number(series.end_day))


def tries(series: Series, predict: Predict, *, months: int) -> list[Try]:
    """Return every month of the past guessed from what was known before, up to `months` ahead.

    An origin is the first day of a month; the newest ORIGINS_MAX of them are tried.
    """
    known = whole_months(series)
    earliest = series.first_day + DAYS_BEFORE_LEAST
    origins = [one for one in known if day_number(first_day_of(one)) >= earliest]
    found: list[Try] = []
    for origin in origins[-ORIGINS_MAX:]:
        start = day_number(first_day_of(origin))
        last = min(origin + months, known.stop)
        past = series.upto(start)
        days = predict(past, day_number(first_day_of(last)) - start)
        guessed = Series(start, days.round().astype(past.dtype))
        found += [
            Try(origin, one - origin + 1, guessed.month(one), series.month(one))
            for one in range(origin, last)
        ]
    return found


def error_of(tried: Sequence[Try]) -> float:
    """Return by how much guesses were off, all together, as a share of what came.

    >>> error_of([Try(0, 1, 90, 100), Try(0, 2, 110, 100)])
    0.1
    """
    actual = sum(one.actual for one in tried)
    off = sum(abs(one.guessed - one.actual) for one in tried)
    return off / actual if actual else (0.0 if not off else inf)


def deviations(tried: int) -> float:
    """Return how many standard deviations reach as far as is meant, after so many tries.

    Student's t, by the first terms of its series (Abramowitz and Stegun, 26.7.5).

    >>> [round(deviations(tried), 2) for tried in (4, 12, 10_000)]
    [1.53, 1.36, 1.28]
    """
    z = _NORMAL
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + (z**3 + z) / 4 / tried + second / tried**2


def widths(tried: Sequence[Try], *, months: int) -> list[float] | None:
    """Return how far off a guess may be, one month ahead, two, and so on: as logarithms.

    It never gets narrower further ahead. Further than was tried it grows like the root of the time.
    None where too little was tried to say anything.
    """
    found: list[float] = []
    for ahead in range(1, months + 1):
        errors = [one.error for one in tried if one.ahead == ahead]
        if len(errors) >= ERRORS_LEAST:
            spread = sqrt(sum(error**2 for error in errors) / len(errors) * (1 + 1 / len(errors)))
            found.append(max([deviations(len(errors)) * spread, *found]))
        elif not found:
            return None
        else:
            found.append(found[-1] * sqrt(ahead / (ahead - 1)))
    return found


def held(tried: Sequence[Try], *, months: int) -> tuple[int, int]:
    """Return in how many tries the range held, and in how many it was asked.

    Each try is left out of the range that it is held against, with all of its origin, and all of
    the month that it is a guess of: that month's luck is in each of them.
    """
    inside = asked = 0
    for one in tried:
        others = [
            other for other in tried if other.origin != one.origin and other.month != one.month
        ]
        wide = widths(others, months=months)
        if wide is not None:
            asked += 1
            inside += abs(one.error) <= wide[one.ahead - 1]
    return inside, asked


def scaled(points: float, width: float) -> int:
    """Return points, more or less by a width that is a logarithm."""
    return max(0, round(points * exp(width)))
