"""Which days were counted once more, and how many of their awards differ."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import psycopg

from plaudit.core.period import date_of, day_number
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime


class RecountedMonth(NamedTuple):
    """What the recount of a month's days came to so far. `month`: its first day, a day number."""

    month: int
    days: int
    different: int
    ended_at: datetime


def last_day(connection: psycopg.Connection, programme_id: int) -> int | None:
    """Return up to which day a programme was recounted, a day number; None for no day."""
    [(on,)] = connection.execute(query("last_recounted_day"), {"programme_id": programme_id})
    return None if on is None else day_number(on)


def add_day(
    connection: psycopg.Connection, programme_id: int, day: int, *, different: int, now: int
) -> None:
    """Keep what the recount of a day came to."""
    given = {"programme_id": programme_id, "day_on": date_of(day), "different": different}
    connection.execute(query("add_recounted_day"), given | {"ended_at": as_datetime(now)})


def read_months(
    connection: psycopg.Connection, programme_id: int, *, how_many: int
) -> list[RecountedMonth]:
    """Return the newest months of which days were recounted, the newest first."""
    given = {"programme_id": programme_id, "how_many": how_many}
    return [
        RecountedMonth(day_number(on), *rest)
        for on, *rest in connection.execute(query("recounted_months"), given)
    ]
