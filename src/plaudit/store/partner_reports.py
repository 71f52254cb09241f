"""What a partner reported, for its own eyes: counts of deeds, and what was refused and why.

No points of a single deed and no member come out: what a deed earned would tell the partner what
its member had (charter, C09 and C15).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

import psycopg

from plaudit.core.period import date_of
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime


class RefusedReport(NamedTuple):
    """A report that was refused, under the partner's own number of it."""

    event_id: str
    activity: str | None
    happened_at: datetime
    refused_at: datetime
    code: str
    said: Mapping[str, str]


def reports_by_day(
    connection: psycopg.Connection, partner_id: int, *, since: int
) -> dict[date, int]:
    """Return how many deeds were accepted, by local day, the newest first."""
    asked = {"partner_id": partner_id, "since": as_datetime(since)}
    return dict(connection.execute(query("reports_by_day"), asked).fetchall())


def reports_by_activity(
    connection: psycopg.Connection, partner_id: int, *, since_day: int
) -> dict[str, int]:
    """Return how many deeds happened since a day, by activity."""
    asked = {"partner_id": partner_id, "since_on": date_of(since_day)}
    return dict(connection.execute(query("reports_by_activity"), asked).fetchall())


def reports_by_desk(connection: psycopg.Connection, partner_id: int, *, since: int) -> int:
    """Return how many deeds the programme's desk entered in a partner's name since an instant."""
    asked = {"partner_id": partner_id, "since": as_datetime(since)}
    row = connection.execute(query("reports_by_desk"), asked).fetchone()
    assert row is not None
    return int(row[0])


def refusals_of(
    connection: psycopg.Connection, partner_id: int, *, since: int, how_many: int
) -> list[RefusedReport]:
    """Return what was refused, the newest first."""
    asked = {"partner_id": partner_id, "since": as_datetime(since), "how_many": how_many}
    return [RefusedReport(*row) for row in connection.execute(query("refusals_of_partner"), asked)]
