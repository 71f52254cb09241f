"""Reading the deeds of a programme with the awards that they got, day by day, to recount them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import psycopg

from plaudit.core.deed import Facts
from plaudit.core.period import date_of, day_number
from plaudit.sql.loader import query
from plaudit.store.instants import as_instant

ROWS_AT_ONCE = 5_000


class Awarded(NamedTuple):
    """One deed of the book and its award; nothing says whose it is.

    `facts` is None past their last day. `counted` is flat: key, total before, amount.
    Units: `happened_at` in microseconds, `day` a day number.
    """

    number: int
    partner: str
    activity: str
    happened_at: int
    day: int
    facts: Facts | None
    points: int
    counted: tuple[int, ...]
    edition: str


def awarded_deeds(
    connection: psycopg.Connection, programme_id: int, *, day: int
) -> Iterator[Awarded]:
    """Yield a programme's deeds of one day, in the order of arrival."""
    asked = {"programme_id": programme_id, "day": date_of(day)}
    with connection.transaction(), connection.cursor("recounting") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(query("deeds_to_recount"), asked)
        for number, partner, activity, at, on, facts, points, counted, edition in cursor:
            yield Awarded(
                number, partner, activity, as_instant(at), day_number(on),
                None if facts is None else tuple(facts), points, tuple(counted), edition,
            )  # fmt: skip
