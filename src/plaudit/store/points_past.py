"""A programme's points by day and month, as sums, for a forecast. It reads, and names nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import psycopg

from plaudit.core.period import day_number
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime


class Moves(NamedTuple):
    """What left wallets in a month, of one lot: spent for rewards, expired, and all else."""

    lot_month: int
    month_on: date
    redeemed: int
    expired: int
    other: int


class PointsPast(NamedTuple):
    """Sums of a whole programme. Units: whole points; days as day numbers; lots as in core.lots.

    `erased` by the first day of a month: what erased and purged rows came to. `lots`: points and
    members. `movers` by month: of how many members what was spent is, and what expired.
    """

    issued: Sequence[tuple[int, int]]
    erased: Mapping[date, int]
    lots: Mapping[int, tuple[int, int]]
    holders: int
    moves: Sequence[Moves]
    movers: Mapping[date, tuple[int, int]]
    in_vouchers: tuple[int, int]


def points_past(connection: psycopg.Connection, programme_id: int, *, since: int) -> PointsPast:
    """Return a programme's sums; moves of points from an instant on, the start of a month."""
    named: dict[str, object] = {"programme_id": programme_id, "since": as_datetime(since)}

    [[holders]] = connection.execute(query("members_holding"), named).fetchall()
    [in_vouchers] = connection.execute(query("open_voucher_points"), named).fetchall()
    issued = connection.execute(query("issued_by_day"), named).fetchall()
    moves = connection.execute(query("points_moved"), named).fetchall()
    lots = connection.execute(query("lots_held"), named).fetchall()
    erased = connection.execute(query("issued_in_bucket"), named).fetchall()
    movers = connection.execute(query("members_moving"), named).fetchall()
    return PointsPast(
        issued=[(day_number(on), points) for on, points in issued],
        erased=dict(erased),
        lots={lot: (points, members) for lot, points, members in lots},
        holders=holders,
        moves=[Moves(*one) for one in moves],
        movers={on: (spending, expiring) for on, spending, expiring in movers},
        in_vouchers=in_vouchers,
    )


def members_issued_to(
    connection: psycopg.Connection,
    programme_id: int,
    spans: Sequence[tuple[int, int]],
    *,
    enough: int,
) -> list[int]:
    """Return of how many members the awards of each span of instants are: `enough` or fewer."""
    named = {
        "programme_id": programme_id,
        "starts": [as_datetime(start) for start, _ in spans],
        "ends": [as_datetime(end) for _, end in spans],
        "enough": enough,
    }
    return [row[0] for row in connection.execute(query("members_issued_to"), named).fetchall()]
