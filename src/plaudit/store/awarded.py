"""Reading the deeds of a programme with the awards that they got, to count them once more.

Day by day for a recount, member by member for a replay. Nothing that is read says whose a deed is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import psycopg

from plaudit.core.deed import Facts
from plaudit.core.period import date_of, day_number
from plaudit.sql.loader import query
from plaudit.store.instants import as_instant

ROWS_AT_ONCE = 5_000
MEMBERS_AT_ONCE = 1_000
DEEDS_AT_ONCE = 50_000
"""About how many deeds of whole members are in memory."""


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
        yield from map(_awarded, cursor)


MemberRows = list[Awarded | None]
"""What moved one member's totals, in the order recorded: deeds, and None for a decision."""


def awards_by_member(
    connection: psycopg.Connection, programme_id: int
) -> Iterator[list[MemberRows]]:
    """Yield all deeds of a programme, of some whole members at a time, a list for each of them.

    It asks more than once: in one `store.reading.reading` all of it is of one instant.
    """
    some: list[MemberRows] = []
    held = 0
    for rows in _members(connection, programme_id):
        some.append(rows)
        held += len(rows)
        if held >= DEEDS_AT_ONCE:
            yield some
            some, held = [], 0
    if some:
        yield some


def _members(connection: psycopg.Connection, programme_id: int) -> Iterator[MemberRows]:
    after = 0
    while True:
        asked = {"programme_id": programme_id, "after_id": after}
        many = {"how_many": MEMBERS_AT_ONCE}
        found = connection.execute(query("last_of_next_members"), asked | many).fetchone()
        assert found is not None
        [until] = found
        if until is None:
            return
        with connection.cursor("replaying") as cursor:
            cursor.itersize = ROWS_AT_ONCE
            cursor.execute(query("awards_by_member"), asked | {"until_id": until})
            for _, rows in groupby(cursor, itemgetter(0)):
                yield [None if row[2] is None else _awarded(row[1:]) for row in rows]
        after = until


def _awarded(row: tuple[Any, ...]) -> Awarded:
    number, partner, activity, at, on, facts, points, counted, edition = row
    return Awarded(
        number, partner, activity, as_instant(at), day_number(on),
        None if facts is None else tuple(facts), points, tuple(counted), edition,
    )  # fmt: skip
