"""What programmes gave out in a year, without a hot row: sums that are kept, and the newest rows.

Each process that settles has a Purse of its own. It is read again with every batch, unless so much
is left that all writers together can't give it out before it is read again (FAR_POINTS): then once
a minute.
Batches that are settled at the same moment don't see each other: a budget may be passed by what
other writers hold in hand at that instant, never by more.
"""

from __future__ import annotations

import psycopg

from plaudit.core.funding import WEEKS, Funding, Purse, funding_of, year_of
from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.programme import Programme
from plaudit.sql.loader import query
from plaudit.store.budgets import HORIZON
from plaudit.store.instants import as_datetime

READ_EVERY = 60 * SECOND
FAR_POINTS = 25_000_000
"""More than all writers give out in READ_EVERY: 35,000 deeds a second, of 10 points each.

Where deeds give more, Purse.is_far_from_its_end has a twentieth of the budget looked at each time.
"""
_WEEK = 7 * DAY_SECONDS * SECOND


class Purses:
    """The budgets of programmes, remembered between batches."""

    def __init__(self) -> None:
        self._known: dict[int, Purse] = {}

    def forget(self) -> None:
        """Forget what was read: a batch that isn't committed has counted what it didn't give."""
        self._known.clear()

    def purse_of(
        self, connection: psycopg.Connection, programme: Programme, *, now: int
    ) -> Purse | None:
        """Return a programme's budget of this year; None where its edition states none."""
        today, since, _ = year_of(programme.calendar, now=now)
        budget = programme.promises_on(today).points_a_year
        if budget is None:
            return None
        purse = self._known.get(programme.programme_id)
        if (
            purse is None
            or (purse.budget_points, purse.since) != (budget, since)
            or purse.left_points < FAR_POINTS
            or not purse.is_far_from_its_end()
            or not 0 <= now - purse.read_at < READ_EVERY
        ):
            used = issued_since(connection, programme.programme_id, since=since)
            purse = self._known[programme.programme_id] = Purse(budget, since, used, now, used)
        return purse


def issued_since(connection: psycopg.Connection, programme_id: int, *, since: int) -> int:
    """Return the points that a programme gave out since an instant."""
    named = {"programme_id": programme_id, "since": as_datetime(since)}
    row = connection.execute(query("issued_since"), named).fetchone()
    assert row is not None
    return int(row[0])


def keep_issued_sum(connection: psycopg.Connection, programme: Programme, *, now: int) -> bool:
    """Keep what a programme gave out this year, up to where it can't change any more.

    Erasing and purging take points out of batches and sums alike: they wait, or are waited for.
    """
    _, since, _ = year_of(programme.calendar, now=now)
    until = now - HORIZON
    if until <= since:
        return False
    named = {
        "programme_id": programme.programme_id,
        "since": as_datetime(since),
        "until": as_datetime(until),
    }
    with connection.transaction():
        connection.execute(query("lock_leaving"))
        return connection.execute(query("add_issued_sum"), named).rowcount == 1


def read_funding(
    connection: psycopg.Connection, programme: Programme, *, now: int
) -> Funding | None:
    """Return how a programme's budget stands; None where its edition states none."""
    today, since, ends_on = year_of(programme.calendar, now=now)
    budget = programme.promises_on(today).points_a_year
    if budget is None:
        return None
    ends = [now - week * _WEEK for week in range(WEEKS)]
    named = {
        "programme_id": programme.programme_id,
        "starts": [as_datetime(end - _WEEK) for end in ends],
        "ends": [as_datetime(end) for end in ends],
    }
    weeks = [int(row[0]) for row in connection.execute(query("issued_in_spans"), named).fetchall()]
    used = issued_since(connection, programme.programme_id, since=since)
    return funding_of(budget, used, weeks, today=today, year_ends_on=ends_on)
