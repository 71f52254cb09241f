"""Reading the deeds of a programme's past, week by week, for a rehearsal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import psycopg

from plaudit.core.period import day_number
from plaudit.sql.loader import query
from plaudit.store.instants import as_instant

_WEEK = timedelta(days=7)


class PastDeed(NamedTuple):
    """One deed of the book. `number` says in which order deeds arrived."""

    number: int
    member_id: int
    partner: str
    activity: str
    happened_at: int
    day: int
    facts: tuple[int | None, ...]


def past_deeds(connection: psycopg.Connection, programme_id: int) -> Iterator[list[PastDeed]]:
    """Yield the deeds that a rehearsal may count, a week at a time: no transaction lasts long."""
    span = connection.execute(query("span_of_deeds")).fetchone()
    connection.rollback()
    assert span is not None
    first: date | None
    first, last = span
    while first is not None and first <= last:
        asked = {"programme_id": programme_id, "from_on": first, "until_on": first + _WEEK}
        with connection.transaction():
            rows = connection.execute(query("deeds_to_rehearse"), asked).fetchall()
        yield [
            PastDeed(number, member, partner, kind, as_instant(at), day_number(on), tuple(facts))
            for number, member, partner, kind, at, on, facts in rows
        ]
        first += _WEEK
