"""The months to come, for a treasurer: points issued, redeemed, expired and owed, with a range.

Totals of a programme, never of a person. Each guess is made by whatever was nearer in the past: the
model, or the simple way (`backtest`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt
from typing import NamedTuple

from plaudit.core.lots import first_day_of, month_number
from plaudit.core.period import day_number
from plaudit.lab.backtest import (
    Series,
    Try,
    deviations,
    error_of,
    held,
    scaled,
    tries,
    widths,
)
from plaudit.lab.predicting import WEEK, Predict, as_before
from plaudit.lab.spending import (
    MONTHS_LEAST,
    UNKNOWN_WIDTH,
    AsBefore,
    Lots,
    Month,
    Past,
    Shares,
    Spend,
    measured,
    walk,
)

MONTHS = 12
YEAR_MONTHS = 12


class Known(NamedTuple):
    """What a forecast stands on. `series` ends in the month `past.month`, or right before it.

    `assumed`: shares to take where none were seen. `held`: lots that are shown, those of few
    members within a neighbour; None: as in the past. `hides_issued`: whether what was given this
    month is of too few members to be shown.
    """

    series: Series
    past: Past
    assumed: Shares
    held: Lots | None = None
    hides_issued: bool = False


class Compared(NamedTuple):
    """How the model and the simple way did in the past, on the same months."""

    model: Sequence[Try] | None
    simple: Sequence[Try]

    @property
    def uses_model(self) -> bool:
        """Whether the model was nearer. Where nothing could be tried, it isn't taken on trust."""
        return bool(self.model) and error_of(self.model or ()) < error_of(self.simple)

    @property
    def chosen(self) -> Sequence[Try]:
        """Return the tries of what is used."""
        return self.model if self.uses_model and self.model is not None else self.simple


class Range(NamedTuple):
    """Whole points: the lowest, the middle and the highest that is to be expected."""

    low: int
    middle: int
    high: int


class Ahead(NamedTuple):
    """One month to come. `owed`: at its end."""

    month: int
    issued: Range
    redeemed: Range
    expired: Range
    owed: Range


class Forecast(NamedTuple):
    """Months to come, and what they stand on.

    `held`: in how many tries the range of points issued held, and of how many. `is_tested`: whether
    that range is made of tries. `is_measured`: whether spending was seen, not only assumed.
    """

    months: list[Ahead]
    issued: Compared
    redeemed: Compared
    owed: Compared
    held: tuple[int, int]
    is_tested: bool
    spend: Spend
    is_measured: bool


def forecast(known: Known, models: Sequence[Predict], *, months: int = MONTHS) -> Forecast:
    """Return the months to come: what is left of the present one, and the next ones.

    Of several models the one that was nearest on the past stands against the simple way.
    """
    series, past = known.series, known.past
    assert month_number(series.end_day) == past.month, (series.end_day, past.month)
    simple = tries(series, as_before, months=months)
    modelled = [(tries(series, one, months=months), one) for one in models]
    best, model = min(modelled, key=lambda one: error_of(one[0]), default=(None, as_before))
    tried = Compared(best, simple)
    predict = model if tried.uses_model else as_before
    wide = widths(tried.chosen, months=months)
    issued = _issued(known, predict, wide=wide, months=months)
    redeemed, owed = _spending_tested(past, tried.chosen)
    seen = measured(past)
    spend = _spend(past, seen or known.assumed, redeemed, months=months)
    return Forecast(
        months=_corners(known, issued, spend),
        issued=tried,
        redeemed=redeemed,
        owed=owed,
        held=held(tried.chosen, months=months),
        is_tested=wide is not None,
        spend=spend,
        is_measured=seen is not None,
    )


def _issued(
    known: Known, predict: Predict, *, wide: Sequence[float] | None, months: int
) -> list[Range]:
    """Return what is still to be issued in each month: of the present one, what is left of it.

    Where nothing could be tried, the range is from the quietest week of the past to the busiest.
    """
    series, past = known.series, known.past
    last = day_number(first_day_of(past.month + months))
    days = predict(series.points, last - series.end_day)
    guessed = Series(series.end_day, days.round().astype(series.points.dtype))
    weeks = [int(one.sum()) for one in series.points[len(series.points) % WEEK :].reshape(-1, WEEK)]
    found = []
    for ahead in range(months):
        month = past.month + ahead
        middle = float(guessed.month(month))
        if wide is None:
            start = max(day_number(first_day_of(month)), series.end_day)
            span = day_number(first_day_of(month + 1)) - start
            ends = [span * week // WEEK for week in (min(weeks, default=0), max(weeks, default=0))]
            one = Range(min(ends[0], round(middle)), round(middle), max(ends[1], round(middle)))
        else:
            one = Range(*(scaled(middle, side * wide[ahead]) for side in (-1, 0, 1)))
        found.append(one)
    # What today gave already is in the lots: it isn't to come any more.
    found[0] = Range(*(max(0, points - past.today) for points in found[0]))
    return found


def _corners(known: Known, issued: Sequence[Range], spend: Spend) -> list[Ahead]:
    """Return each month's lowest and highest of: little or much issued, little or much spent."""
    past, month = known.past, known.past.month
    first, end = (day_number(first_day_of(one)) for one in (month, month + 1))
    part = (end - known.series.end_day) / (end - first)
    width = spend.width if isinstance(spend, Shares | AsBefore) else UNKNOWN_WIDTH
    start = past if known.held is None else past._replace(lots=known.held)
    paths = [
        walk(start, [getattr(one, side) for one in issued], spend.scaled(exp(times)), part=part)
        for side in Range._fields
        for times in (-width, 0.0, width)
    ]
    middle = len(paths) // 2
    so_far = {
        "issued": 0 if known.hides_issued else known.series.month(month) + past.today,
        "redeemed": _redeemed(past, month),
        "expired": sum(one.expired for (_, at), one in past.moved.items() if at == month),
    }

    def spread(at: int, name: str) -> Range:
        points = [getattr(path[at], name) + (0 if at else so_far.get(name, 0)) for path in paths]
        return Range(min(points), points[middle], max(points))

    names = [name for name in Month._fields if name != "month"]
    return [Ahead(month + at, *(spread(at, name) for name in names)) for at in range(len(issued))]


def _redeemed(past: Past, month: int) -> int:
    return sum(one.redeemed for (_, at), one in past.moved.items() if at == month)


def _simple_spending(past: Past, months: int) -> dict[int, int]:
    """Return the simple guess: as in the same month a year before, else as in the last month.

    Months in which few members spent are passed over.
    """
    seen = {month: _redeemed(past, month) for month in past.months() if month not in past.few}
    last = seen[max(seen)] if seen else 0
    return {
        month: seen.get(month - YEAR_MONTHS, last)
        for month in range(past.month, past.month + months)
    }


def _spending_tested(past: Past, issued: Sequence[Try]) -> tuple[Compared, Compared]:
    """Return how shares did on the past, for points redeemed and owed, beside the simple way."""
    redeemed: tuple[list[Try], list[Try]] = ([], [])
    owed: tuple[list[Try], list[Try]] = ([], [])
    for origin in sorted({one.origin for one in issued}):
        if origin - MONTHS_LEAST < past.first_month or origin >= past.month:
            continue
        known = past.before(origin)
        shares = measured(known)
        if shares is None:
            continue
        guessed = sorted((one.ahead, one.guessed) for one in issued if one.origin == origin)
        walked = walk(known, [points for _, points in guessed], shares)
        simple = _simple_spending(known, len(walked))
        held_then = sum(known.lots.values())
        for ahead, one in enumerate(walked, start=1):
            actual = _redeemed(past, one.month)
            redeemed[0].append(Try(origin, ahead, one.redeemed, actual))
            redeemed[1].append(Try(origin, ahead, simple[one.month], actual))
            actual = sum(past.before(one.month + 1).lots.values())
            owed[0].append(Try(origin, ahead, one.owed, actual))
            owed[1].append(Try(origin, ahead, held_then, actual))
    return Compared(*redeemed), Compared(*owed)


def _spend(past: Past, shares: Shares, tested: Compared, *, months: int) -> Spend:
    """Return shares, or the simple way where that was nearer in the past."""
    if not tested.simple or tested.uses_model:
        return shares
    errors = [one.error**2 for one in tested.simple]
    width = deviations(len(errors)) * sqrt(sum(errors) / len(errors))
    return AsBefore(_simple_spending(past, months), min(width, log(10)))
