"""Local days and hours of a time zone: a small table of quarters of an hour.

Engines bring zone data of their own, which differs (DuckDB's gave 38 other days for Casablanca).
Here everything is worked out from `zoneinfo`. A quarter in which the clocks change, or a day
begins in the middle, is not in the table: its instants are asked for one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from plaudit.core.period import DAY_SECONDS, SECOND, Calendar
from plaudit.replay.columns import Ints

QUARTER = 900 * SECOND
UTC_DAY = DAY_SECONDS * SECOND


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


def quarters_of_days(calendar: Calendar, utc_days: Sequence[int]) -> Quarters:
    """Return the quarters of some days of UTC (instants // UTC_DAY), in the order given."""
    parts = [_of_day(calendar.zone_name, day) for day in utc_days]
    none = Quarters(*(np.zeros(0, np.int64) for _ in Quarters._fields))
    return Quarters(*(np.concatenate(columns) for columns in zip(none, *parts, strict=True)))


@lru_cache(maxsize=4_096)
def _of_day(zone_name: str, utc_day: int) -> Quarters:
    return quarters(Calendar(zone_name), utc_day * UTC_DAY, (utc_day + 1) * UTC_DAY - 1)
