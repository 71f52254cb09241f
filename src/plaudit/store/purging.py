"""Deleting what is past its last day, in bounded parts, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import psycopg

from plaudit.core.rights import THE_MEMBER
from plaudit.sql.loader import query
from plaudit.store.expiry import Page
from plaudit.store.instants import as_datetime


class Place(NamedTuple):
    """A deed's key: where a part ends and the next begins."""

    member_id: int
    happened_on: date
    deed_id: int


FIRST = Place(-(2**63), date.min, -(2**63))
LAST = Place(2**63 - 1, date.max, 2**63 - 1)


class Days(NamedTuple):
    """Days of a programme whose facts are deleted; the last one isn't included."""

    from_on: date
    until_on: date
    editions: Sequence[int]


def purged_until(connection: psycopg.Connection, programme_id: int, what: str) -> date | None:
    """Return up to which day it was purged; where never, the first day that may have a deed."""
    row = connection.execute(
        query("purged_until"), {"programme_id": programme_id, "what": what}
    ).fetchone()
    if row is None:
        row = connection.execute(query("oldest_deed_day")).fetchone()
    found: date | None = None if row is None else row[0]
    return found


def set_purged(
    connection: psycopg.Connection, programme_id: int, what: str, *, until_on: date
) -> None:
    """Remember up to which day it was purged; that day isn't included."""
    connection.execute(
        query("set_purged"),
        {"programme_id": programme_id, "what": what, "until_on": until_on},
    )


def purge_facts(
    connection: psycopg.Connection, days: Days, after: Place, *, how_many: int
) -> tuple[int, Place | None]:
    """Delete the facts of the next deeds; how many, and where to go on (None: all is done)."""
    asked: dict[str, object] = {
        "from_on": days.from_on,
        "until_on": days.until_on,
        "editions": list(days.editions),
        "after_member": after.member_id,
        "after_on": after.happened_on,
        "after_deed": after.deed_id,
        "last_place": how_many - 1,
    }
    row = connection.execute(query("end_of_part"), asked).fetchone()
    upto = LAST if row is None else Place(*row)
    asked |= {
        "upto_member": upto.member_id,
        "upto_on": upto.happened_on,
        "upto_deed": upto.deed_id,
    }
    done = connection.execute(query("purge_facts"), asked).rowcount
    return done, None if row is None else upto


def purge_facts_of_lifted(connection: psycopg.Connection, days: Days) -> int:
    """Delete the facts that a restriction, lifted since, had kept past their day; how many."""
    asked = {"until_on": days.until_on, "editions": list(days.editions)}
    return connection.execute(query("purge_facts_of_lifted"), asked).rowcount


def purge_older(
    connection: psycopg.Connection, name: str, programme_id: int, *, before: int, how_many: int
) -> int:
    """Delete up to so many refused, looks or staff_acts from before an instant (microseconds)."""
    asked = {
        "programme_id": programme_id,
        "the_member": THE_MEMBER,
        "before": as_datetime(before),
        "how_many": how_many,
    }
    return connection.execute(query(f"purge_{name}"), asked).rowcount


def purge_all_older(
    connection: psycopg.Connection, name: str, programme_id: int, *, before: int, part: int
) -> int:
    """Delete all rows from before an instant, part by part; how many."""
    done = 0
    while True:
        went = purge_older(connection, name, programme_id, before=before, how_many=part)
        done += went
        if went < part:
            return done


def purge_notices(
    connection: psycopg.Connection, programme_id: int, *, month: int, part: int
) -> int:
    """Delete notices of lots from before a month that are needed no more, part by part."""
    done = 0
    asked = {"programme_id": programme_id, "month": month, "how_many": part}
    while True:
        went = connection.execute(query("purge_notices"), asked).rowcount
        done += went
        if went < part:
            return done


def purge_totals(
    connection: psycopg.Connection, page: Page, oldest: Mapping[int, int], *, until_on: date
) -> int:
    """Delete a page's totals below the oldest key of their slot, and newest days before a day."""
    asked = page._asdict() | {
        "slots": list(oldest),
        "oldest": list(oldest.values()),
        "until_on": until_on,
    }
    rows = connection.execute(query("members_with_old_totals"), asked).fetchall()
    named = asked | {"member_ids": [row[0] for row in rows]}
    return connection.execute(query("purge_totals"), named).rowcount if rows else 0
