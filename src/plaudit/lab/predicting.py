"""Ways to guess the days to come from the days gone by: the simple one, and two models.

The simple one (a seasonal-naive forecast) is what a model has to beat. Days are totals of a whole
programme; nothing here knows that there are members.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from plaudit.replay.columns import Ints

Guess = npt.NDArray[np.float64]
Predict = Callable[[Ints, int], Guess]
"""Takes the points of each past day and how many days to guess; gives the points of each."""

WEEK = 7
YEAR = 52 * WEEK
"""A year of whole weeks, so that a Monday is guessed from a Monday."""
FOUR_WEEKS = 4 * WEEK
MODEL_WEEKS_LEAST = 12
SEASON_WEEKS_LEAST = 52
"""From a year on a season is taken in: one wave a year, and the back-test says whether it helps."""
_SEASON_WEEKS = 365.25 / 7
_PROFILE_WEEKS = 8
_STEPS_MAX = 60


def as_before(points: Ints, days: int) -> Guess:
    """Return each day as it was a year before; where no year is known, as four weeks before.

    >>> as_before(np.arange(100, 130), 3).tolist()
    [102.0, 103.0, 104.0]
    """
    span = YEAR if len(points) >= YEAR else min(FOUR_WEEKS, len(points))
    return points[len(points) - span + np.arange(days) % span].astype(np.float64)


def models() -> list[Predict]:
    """Return the models; none where the extra `plaudit[forecast]` isn't installed."""
    return [by_wave, by_growth] if find_spec("statsmodels") else []


def by_wave(points: Ints, days: int) -> Guess:
    """Return days by a level that drifts from week to week, and a yearly season once it's known.

    Weeks are taken as logarithms: a fifth more is as likely as a fifth less. Of fewer than
    MODEL_WEEKS_LEAST weeks it says what the simple guess says.
    """
    weeks = _weeks(points)
    if len(weeks) < MODEL_WEEKS_LEAST:
        return as_before(points, days)
    totals = np.log1p(weeks.sum(axis=1).astype(np.float64))
    ahead = -(-days // WEEK)
    guessed = np.expm1(_levels(totals, ahead, has_season=len(totals) >= SEASON_WEEKS_LEAST))
    newest = weeks[-_PROFILE_WEEKS:].sum(axis=0).astype(np.float64)
    profile = newest / newest.sum() if newest.sum() else np.full(WEEK, 1 / WEEK)
    spread: Guess = (np.maximum(guessed, 0.0)[:, None] * profile).ravel()[:days]
    return spread


def by_growth(points: Ints, days: int) -> Guess:
    """Return each day as a year before, more or less by how the last weeks were off from that.

    It keeps what comes once or twice a year, as a rule per half-year does. Where no year and
    MODEL_WEEKS_LEAST weeks are known it says what the simple guess says.
    """
    before = as_before(points, days)
    totals = np.log1p(_weeks(points).sum(axis=1).astype(np.float64))
    if len(totals) < YEAR // WEEK + MODEL_WEEKS_LEAST:
        return before
    growth = totals[YEAR // WEEK :] - totals[: -YEAR // WEEK]
    grown: Guess = before * np.exp(_levels(growth, 1, has_season=False)[0])
    return grown


def _weeks(points: Ints) -> Ints:
    """Return rows of seven days, counted back from the newest one."""
    count = len(points) // WEEK
    return points[len(points) - count * WEEK :].reshape(count, WEEK)


def _levels(totals: Guess, ahead: int, *, has_season: bool) -> Guess:
    """Return the next values of a series of logarithms, by the library."""
    if np.ptp(totals) < 1e-9:
        return np.full(ahead, totals[-1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a fit that stops early: the back-test judges it
        from statsmodels.tsa.statespace.structural import UnobservedComponents

        season = [{"period": _SEASON_WEEKS, "harmonics": 1}] if has_season else None
        fixed = [False] if has_season else None
        said = UnobservedComponents(
            totals, "local level", freq_seasonal=season, stochastic_freq_seasonal=fixed
        ).fit(disp=False, maxiter=_STEPS_MAX)
        guessed: Guess = np.asarray(said.forecast(ahead), np.float64)
    return guessed
