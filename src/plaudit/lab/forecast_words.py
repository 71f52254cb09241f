"""A forecast in sentences for a treasurer: what it stands on, how good it was, what it assumes."""

from __future__ import annotations

from collections.abc import Sequence

from plaudit.core.few import DIGITS, MEMBERS_LEAST, STEP_LEAST
from plaudit.core.period import date_of
from plaudit.lab.backtest import IN_TEN, Try, error_of
from plaudit.lab.forecasting import Forecast
from plaudit.lab.pasts import Learned
from plaudit.lab.spending import AsBefore, Shares

_THOUSAND = 1_000
_SIMPLE = "the simple way (as a year before, or four weeks before)"


def sentences(said: Forecast, learned: Learned, *, has_model: bool) -> list[str]:
    """Return what has to be said with a forecast."""
    return [*_issued(said, has_model=has_model), *_spending(said), *_known(learned)]


def error_in_thousandths(tried: Sequence[Try] | None) -> int | None:
    """Return by how much guesses were off; None where nothing was tried, or nothing came."""
    error = error_of(tried) if tried else None
    return None if error is None or error > _THOUSAND else round(_THOUSAND * error)


def in_percent(thousandths: object) -> str:
    """Return thousandths as a text in percent; a dash where nothing is known.

    >>> in_percent(83), in_percent(None)
    ('8.3 %', '–')
    """
    if not isinstance(thousandths, int):
        return "–"
    return f"{thousandths // 10}.{thousandths % 10} %"


def _issued(said: Forecast, *, has_model: bool) -> list[str]:
    """Return sentences about points to be issued."""
    tested, (held, asked) = said.issued, said.held
    simple, model = (in_percent(error_in_thousandths(one)) for one in (tested.simple, tested.model))
    if not tested.simple:
        how = (
            "The past is too short to try a forecast on it. Points to be issued are guessed as "
            "four weeks before, or as a year before where that is known."
        )
    elif not has_model:
        how = (
            f"Only {_SIMPLE} was used: the model isn't installed (plaudit[forecast]). On the past "
            f"it was off by {simple}."
        )
    elif tested.uses_model:
        how = (
            f"Tried on the past, the model was off by {model}, and {_SIMPLE} by {simple}. "
            "The model is used."
        )
    else:
        how = (
            f"Tried on the past, the model was off by {model}, and {_SIMPLE} by {simple}. "
            "The simple way was nearer, so it is used."
        )
    if not said.is_tested:
        wide = "The range of points issued goes from the quietest week so far to the busiest."
        return [how, wide]
    wide = f"The range of points issued is meant to hold in {IN_TEN} of 10 months."
    return [how, wide + (f" On the past it held in {held} of {asked} tries." if asked else "")]


def _spending(said: Forecast) -> list[str]:
    """Return sentences about how points are spent, and what is assumed about it."""
    spend, tested = said.spend, said.redeemed
    simple, model = (in_percent(error_in_thousandths(one)) for one in (tested.simple, tested.model))
    if isinstance(spend, AsBefore):
        how = (
            "Points redeemed are guessed as a year before, or as last month: on the past that was "
            f"off by {simple}, and the share that is usually spent of what members hold by {model}."
        )
        return [how]
    assert isinstance(spend, Shares)
    share = in_percent(round(_THOUSAND * spend.of_all))
    if not said.is_measured:
        how = (
            f"Nothing is known of spending here. It is assumed (--spends) that {share} of what "
            "members hold is spent in a month. Points redeemed, expired and owed are worth as much "
            "as this assumption."
        )
        return [how]
    seen = f"Of the points that members hold, {share} were spent in a month, all lots together."
    alike = (
        "It is assumed that lots as far from their end are spent alike, in months to come as in "
        "the past."
    )
    tried = (
        f"On the past that was off by {model}, and the same points as before by {simple}."
        if tested.simple
        else "The past is too short to try that."
    )
    return [seen, alike, tried]


def _known(learned: Learned) -> list[str]:
    """Return sentences about what is no guess, and what isn't foreseen."""
    past = learned.known.past
    ends = (
        "What members hold now ends in known months if it isn't spent before: that is arithmetic. "
        "How much of it is spent before is a guess."
    )
    corners = (
        "The ends of a range are taken together: the most that is owed is much issued and little "
        "spent. How often the ranges of points redeemed, expired and owed hold isn't measured."
    )
    stays = (
        "It is assumed that rules, partners and rewards stay as they are. A new edition, a new "
        "partner, or a reward that sells out changes what comes."
    )
    few = (
        f"Points are rounded to {DIGITS} digits, and to {STEP_LEAST} at least. Totals of fewer "
        f"than {MEMBERS_LEAST} members are part of a neighbouring month, or not shown."
    )
    if learned.in_vouchers is not None:
        return [ends, corners, stays, few]
    start = (
        f"Nobody is taken to hold points before {date_of(learned.known.series.first_day)}. Points "
        f"last for {past.fresh - 1} months after the month in which they are given."
    )
    return [ends, corners, stays, few, start]
