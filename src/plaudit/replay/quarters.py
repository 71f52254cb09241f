"""Local days and hours of a time zone: a small table of quarters of an hour.

Engines bring zone data of their own, which differs (DuckDB's gave 38 other days for Casablanca).
Here everything is worked out from `zoneinfo`. A quarter in which the clocks change, or a day
begins in the middle, is not in the table: its instants are asked for one by one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from plaudit.core.period import SECOND, Calendar
from plaudit.replay.columns import Ints

QUARTER = 900 * SECOND


class Quarters(NamedTuple):
    """Columns: the quarter (instant // QUARTER), its local day, its local hour (0 to 23)."""

    quarter: Ints
    day: Ints
    hour: Ints


def quarters(calendar: Calendar, first: int, last: int) -> Quarters:
    """Return the quarters from one instant to another, both included.

    In St. John's the clocks went back at one minute past midnight: that quarter is left out.

    >>> at = 1_289_095_200 * SECOND  # 2010-11-06, 23:30 there
    >>> quarters(Calendar("America/St_Johns"), at, at + 4 * QUARTER).hour.tolist()
    [23, 23, 23, 23]
    """
    found = []
    for quarter in range(first // QUARTER, last // QUARTER + 1):
        opens = calendar.local_time(quarter * QUARTER)
        ends = calendar.local_time((quarter + 1) * QUARTER - 1)
        if opens.utcoffset() == ends.utcoffset() and opens.date() == ends.date():
            found.append((quarter, calendar.day_of(quarter * QUARTER), opens.hour))
    table = np.array(found, np.int64).reshape(-1, 3)
    return Quarters(table[:, 0], table[:, 1], table[:, 2])
