"""Reversals: reading an award and what its member's totals went through, and adding decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import psycopg

from plaudit.core.activity import Activity
from plaudit.core.period import date_of, day_number
from plaudit.core.recount import Past
from plaudit.core.reversal import Counts, Reversal
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime, as_instant

CAME_BACK_MAX = 200
"""How many decisions are looked at, at once, for what came back out of vouchers since."""


class AwardRow(NamedTuple):
    """A deed with its award. Units: `happened_on` a day number, `recorded_at` microseconds."""

    happened_on: int
    partner_id: int
    edition_id: int
    event_id: str
    points: int
    lot_month: int
    recorded_at: int
    programme_id: int


def read_award(connection: psycopg.Connection, member_id: int, deed_id: int) -> AwardRow | None:
    """Return one deed of a member, or None."""
    named = {"member_id": member_id, "deed_id": deed_id}
    row = connection.execute(query("award_to_undo"), named).fetchone()
    if row is None:
        return None
    found = AwardRow(*row)
    return found._replace(happened_on=day_number(row[0]), recorded_at=as_instant(row[6]))


def read_history(
    connection: psycopg.Connection, member_id: int, activities: Mapping[int, Activity]
) -> list[Past]:
    """Return everything that moved a member's running totals, in the order recorded."""
    rows = connection.execute(query("member_history"), {"member_id": member_id}).fetchall()
    return [
        Past(
            number,
            day_number(happened_on),
            None if activity_no is None else activities[activity_no],
            points,
            tuple(counted),
        )
        for number, happened_on, activity_no, points, counted in rows
    ]


def read_reversals(connection: psycopg.Connection, member_id: int) -> list[Reversal]:
    """Return what was decided about a member's awards, the oldest first."""
    rows = connection.execute(query("reversals_of_member"), {"member_id": member_id}).fetchall()
    return reversals_of(rows)


def reversals_of(rows: Sequence[tuple[Any, ...]]) -> list[Reversal]:
    """Return the decisions that rows of `reversals_of_member` tell."""
    return [
        Reversal(
            reversal_id=row[0],
            deed_id=row[1],
            happened_on=day_number(row[2]),
            kind=row[3],
            reason=row[4],
            decided_by=row[5],
            recorded_at=as_instant(row[6]),
            moved_points=row[7],
            shortfall_points=row[8],
            counts=None if row[9] is None else Counts(*row[9:13]),
            in_vouchers_points=row[13],
        )
        for row in rows
    ]


def read_added(connection: psycopg.Connection, member_id: int, deed_id: int, *, day: int) -> int:
    """Return the points that recounts added on top of an award."""
    named = {"member_id": member_id, "deed_id": deed_id, "happened_on": date_of(day)}
    row = connection.execute(query("recounted_points_of_deed"), named).fetchone()
    assert row is not None
    return int(row[0])


def points_in_vouchers(connection: psycopg.Connection, member_id: int, lot_month: int) -> int:
    """Return the points of a lot that lie in a member's open vouchers."""
    named = {"member_id": member_id, "lot_month": lot_month}
    row = connection.execute(query("points_in_vouchers"), named).fetchone()
    assert row is not None
    return int(row[0])


def points_come_back(
    connection: psycopg.Connection, member_id: int, lot_month: int, *, since: int
) -> int:
    """Return what came back into a lot of vouchers that were open at an instant.

    Less what was taken back of the lot since, and never below 0.
    """
    named = {"member_id": member_id, "lot_month": lot_month, "since": as_datetime(since)}
    row = connection.execute(query("points_come_back"), named).fetchone()
    assert row is not None
    return int(row[0])


class Decided(NamedTuple):
    """An award that somebody took back, of which points may have come out of vouchers since."""

    member_id: int
    deed_id: int
    decided_at: int
    decided_by: str


def may_have_come_back(
    connection: psycopg.Connection, programme_id: int, *, since: int
) -> list[Decided]:
    """Return what was decided since an instant and may be taken again, the oldest first.

    At most CAME_BACK_MAX. How much it is, if anything, is for actions.take_again to say.
    """
    asked = {
        "programme_id": programme_id,
        "since": as_datetime(since),
        "most": CAME_BACK_MAX,
    }
    return [
        Decided(member_id, deed_id, as_instant(decided_at), decided_by)
        for member_id, deed_id, decided_at, decided_by in connection.execute(
            query("may_have_come_back"), asked
        )
    ]


def next_number(connection: psycopg.Connection) -> int:
    """Return a number for a reversal: higher than that of every deed of a member who is locked."""
    row = connection.execute(query("next_reversal")).fetchone()
    assert row is not None
    return int(row[0])


def add_reversal(connection: psycopg.Connection, member_id: int, added: Reversal) -> None:
    """Add a decision to the book."""
    counts: Sequence[int | None] = added.counts or (None,) * 4
    connection.execute(
        query("add_reversal"),
        {
            "member_id": member_id,
            "reversal_id": added.reversal_id,
            "deed_id": added.deed_id,
            "happened_on": date_of(added.happened_on),
            "kind": added.kind,
            "reason": added.reason,
            "decided_by": added.decided_by,
            "recorded_at": as_datetime(added.recorded_at),
            "moved_points": added.moved_points,
            "shortfall_points": added.shortfall_points,
            **dict(zip(Counts._fields, counts, strict=True)),
            "counted": list(added.counted),
            "in_vouchers_points": added.in_vouchers_points,
        },
    )
