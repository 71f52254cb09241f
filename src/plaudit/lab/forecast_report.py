"""A forecast as data for a treasurer. Whole numbers and texts, and nothing of a person.

Points are rounded to three digits (charter, C10: group totals are rounded); sums of few members are
part of a neighbour (`few`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from plaudit.core.few import MEMBERS_LEAST, joined, rounded
from plaudit.core.lots import first_day_of
from plaudit.core.period import date_of
from plaudit.lab.backtest import IN_TEN
from plaudit.lab.forecast_words import error_in_thousandths, sentences
from plaudit.lab.forecasting import Compared, Forecast, Range
from plaudit.lab.pasts import Learned
from plaudit.lab.report import Data

FORM = "plaudit.forecast/1"


class Made(NamedTuple):
    """A forecast with what is said about it. `over`: files, or the book."""

    programme: str
    over: str
    made_on: date
    learned: Learned
    forecast: Forecast
    has_model: bool


def forecast_data(made: Made) -> Data:
    """Return a forecast as data. Refuses: AssertionError where it is of too few members."""
    assert made.learned.crowds.all >= MEMBERS_LEAST, made.learned.crowds.all
    said, learned = made.forecast, made.learned
    series, past = learned.known.series, learned.known.past
    vouchers = learned.in_vouchers if learned.crowds.vouchers >= MEMBERS_LEAST else None
    return {
        "form": FORM,
        "programme": made.programme,
        "made_on": made.made_on.isoformat(),
        "over": {
            "from": made.over,
            "first_day": date_of(series.first_day).isoformat(),
            "last_day": date_of(series.end_day - 1).isoformat(),
        },
        "history": _history(learned),
        "owed_now": rounded(sum(past.lots.values())),
        "in_open_vouchers": None if vouchers is None else rounded(vouchers),
        "ends_at_most": _ends(learned),
        "months": [
            {"month": _named(one.month)}
            | {name: _range(getattr(one, name)) for name in one._fields if name != "month"}
            for one in said.months
        ],
        "tested": {
            "issued": _tested(said.issued),
            "redeemed": _tested(said.redeemed),
            "owed": _tested(said.owed),
        },
        "range": {"in_ten": IN_TEN, "held": said.held[0], "asked": said.held[1]},
        "said": sentences(said, learned, has_model=made.has_model),
    }


def _named(month: int) -> str:
    return f"{first_day_of(month):%Y-%m}"


def _range(one: Range) -> Data:
    return {name: rounded(points) for name, points in one._asdict().items()}


def _history(learned: Learned) -> Data:
    """Return what is known of whole months, where enough members are in it."""
    series, past, crowds = learned.known.series, learned.known.past, learned.crowds
    first = min(past.into, default=past.month)
    issued = {month: series.month(month) for month in range(first, past.month)}
    moved = {name: dict.fromkeys(past.months(), 0) for name in ("redeemed", "expired")}
    for (_, month), some in past.moved.items():
        if month < past.month:
            moved["redeemed"][month] += some.redeemed
            moved["expired"][month] += some.expired
    return {
        "issued": _months(joined(issued, crowds.issued)),
        "redeemed": _months(joined(moved["redeemed"], crowds.redeemed)),
        "expired": _months(joined(moved["expired"], crowds.expired)),
    }


def _months(points: Mapping[int, int]) -> Data:
    return {_named(month): rounded(max(0, some)) for month, some in points.items()}


def _ends(learned: Learned) -> Data:
    """Return what ends at most after each month: lots as they are, if nothing of them is spent."""
    ends = joined(learned.known.past.lots, learned.crowds.lots)
    return _months({lot - 1: points for lot, points in ends.items()})


def _tested(tested: Compared) -> Data:
    """Return errors in thousandths of what came; None where nothing was tried."""
    return {
        "months_tried": len(tested.simple),
        "model_error": error_in_thousandths(tested.model or ()),
        "simple_error": error_in_thousandths(tested.simple),
        "uses": "model" if tested.uses_model else "simple",
    }
