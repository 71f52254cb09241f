"""The days of some deeds: period starts and weekdays, looked up in a small table."""

from __future__ import annotations

import numpy as np

from plaudit.core.edition import When
from plaudit.core.period import Period, start_of, weekday_of
from plaudit.replay.columns import Bools, Ints


class Days:
    """Tables over the days from the first to the last one."""

    def __init__(self, day: Ints) -> None:
        self._day = day
        self._days = range(int(day.min()), int(day.max()) + 1)
        self._at = day - self._days.start
        self._starts: dict[Period, Ints] = {}

    def starts(self, period: Period, rows: Ints) -> Ints | int:
        """Return the first day of the period of each row: one number where all have the same."""
        if period is Period.DAY:
            return self._day[rows]
        table = self._starts.get(period)
        if table is None:
            table = np.array([start_of(period, day) for day in self._days], np.int64)
            self._starts[period] = table
        if table[0] == table[-1]:
            return int(table[0])
        return table[self._at[rows]]

    def hold(self, when: When, rows: Ints) -> Bools | None:
        """Return at which rows the conditions on days hold; None: at all of them."""
        if when.weekdays is None and when.from_day is None and when.until_day is None:
            return None
        table = np.array(
            [
                (when.weekdays is None or weekday_of(day) in when.weekdays)
                and (when.from_day is None or day >= when.from_day)
                and (when.until_day is None or day < when.until_day)
                for day in self._days
            ],
            np.bool_,
        )
        holds: Bools = table[self._at[rows]]
        return holds
