"""What partners gave out in a week, without a hot row: a remembered part and the newest rows.

A batch's row carries the instant at which the batch began, and no transaction lasts longer than
`TRANSACTION_SECONDS`; so what lies further back than the horizon can't change any more and is
remembered. Batches that are settled at the same moment don't see each other: a budget may be
passed by what the other writers hold in hand at that instant, never by more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import psycopg

from plaudit.core.period import SECOND
from plaudit.sql.loader import query
from plaudit.store.connect import TRANSACTION_SECONDS
from plaudit.store.instants import as_datetime

HORIZON = 2 * TRANSACTION_SECONDS * SECOND


class _Known(NamedTuple):
    week_starts_at: int
    until: int
    points: int


class Budgets:
    """The points that partners gave out this week, remembered between batches."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}

    def used(
        self,
        connection: psycopg.Connection,
        partner_weeks: Iterable[tuple[int, int]],
        *,
        now: int,
    ) -> dict[int, int]:
        """Return the points that each partner gave out since its week began.

        Takes:   (partner id, instant of the week's start) pairs. Units: microseconds.
        """
        asked = list(partner_weeks)
        if not asked:
            return {}
        for partner_id, starts_at in asked:
            known = self._known.get(partner_id)
            if known is None or known.week_starts_at != starts_at:
                self._known[partner_id] = _Known(starts_at, starts_at, 0)
        horizon = now - HORIZON
        cursor = connection.execute(
            query("budget_used"),
            {
                "partner_ids": [partner_id for partner_id, _ in asked],
                "sinces": [as_datetime(self._known[one].until) for one, _ in asked],
                "horizon": as_datetime(horizon),
            },
        )
        used: dict[int, int] = {}
        for partner_id, points, settled_points in cursor.fetchall():
            known = self._known[partner_id]
            used[partner_id] = known.points + points
            if known.until < horizon:
                self._known[partner_id] = known._replace(
                    until=horizon, points=known.points + settled_points
                )
        return used
