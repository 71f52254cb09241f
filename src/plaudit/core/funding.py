"""Funding: what is left of a programme's budget for the year, and until when it will last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from plaudit.core.period import Calendar, Period, end_of, start_of

NEAR_THE_END = 20
"""From a twentieth of the budget on it is looked at with every batch."""
WRITERS = 8
"""How many may give out as much at the same time as was given out here."""

WEEKS = 4


@dataclass(slots=True)
class Purse:
    """A programme's budget for one year while deeds are settled. Whole points.

    `used_points`: what was given out, as read at `read_at` (`read_points`) and with what was given
    out here since.
    """

    budget_points: int
    since: int
    used_points: int
    read_at: int
    read_points: int

    @property
    def left_points(self) -> int:
        """What is left."""
        return max(0, self.budget_points - self.used_points)

    def is_far_from_its_end(self) -> bool:
        """Return whether so much is left that it needn't be looked at again each time.

        >>> Purse(1_000, 0, 111, 0, read_points=0).is_far_from_its_end()
        True
        >>> Purse(1_000, 0, 112, 0, read_points=0).is_far_from_its_end()
        False
        >>> Purse(1_000, 0, 951, 0, read_points=951).is_far_from_its_end()
        False
        """
        left, given = self.left_points, self.used_points - self.read_points
        return left * NEAR_THE_END >= self.budget_points and given * WRITERS <= left


class Funding(NamedTuple):
    """How a budget stands: whole points, and days of the programme's calendar.

    `first_day`, `last_day`: on which day it will be used up, by the busiest and by the quietest of
    the last weeks; None where it lasts for the year. `year_ends_on`: the day after its last.
    """

    budget_points: int
    left_points: int
    first_day: int | None
    last_day: int | None
    year_ends_on: int


def year_of(calendar: Calendar, *, now: int) -> tuple[int, int, int]:
    """Return (today, first instant of the year, the day after its last) where the programme is."""
    today = calendar.day_of(now)
    ends_on = end_of(Period.YEAR, today)
    assert ends_on is not None
    return today, calendar.start_of_day(start_of(Period.YEAR, today)), ends_on


def funding_of(
    budget_points: int, used_points: int, weeks: Sequence[int], *, today: int, year_ends_on: int
) -> Funding:
    """Return how a budget stands, after what was given out in each of the last weeks.

    >>> funding_of(1_000, 700, [70, 140, 0, 70], today=100, year_ends_on=365)
    Funding(budget_points=1000, left_points=300, first_day=115, last_day=None, year_ends_on=365)
    >>> funding_of(1_000, 700, [70, 140], today=100, year_ends_on=365)[2:4]
    (115, 130)
    >>> funding_of(1_000, 1_000, [0], today=100, year_ends_on=365)[2:4]
    (100, 100)
    """
    left = max(0, budget_points - used_points)
    if not left:
        return Funding(budget_points, 0, today, today, year_ends_on)
    days = [_lasts_until(left, week, today=today) for week in (max(weeks), min(weeks))]
    first, last = (None if day is None or day >= year_ends_on else day for day in days)
    return Funding(budget_points, left, first, last, year_ends_on)


def _lasts_until(left_points: int, points_a_week: int, *, today: int) -> int | None:
    """Return the day on which so many points are used up; None where nothing is given out."""
    return None if not points_a_week else today + left_points * 7 // points_a_week
