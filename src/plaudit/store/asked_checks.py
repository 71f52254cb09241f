"""Checks that an auditor asked for: what waits, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

import psycopg
from psycopg.types.json import Jsonb

from plaudit.core.period import date_of
from plaudit.core.staff import StaffPerson
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime

Kind = Literal["checks", "recount"]
JOB = "asked_checks"
"""The job that does it."""
KEPT_DAYS = 180
"""For so long it stays known who asked for what, and what came of it."""
DIFFERENT = "different"
"""By which name a recount's findings say how many awards differ."""


class AskedCheck(NamedTuple):
    """What was asked for. `ended_at` is None while it waits; `month_on` for a recount alone."""

    number: int
    programme_id: int
    kind: Kind
    month_on: date | None
    next_on: date | None
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    findings: dict[str, int]


def add_asked_check(
    connection: psycopg.Connection, by: StaffPerson, kind: Kind, *, month: int | None, now: int
) -> bool:
    """Write down what somebody asks for, to be done at once; False where one waits already.

    Takes: `month`: for a recount, its first day as a day number.
    """
    given = {
        "programme_id": by.programme_id,
        "kind": kind,
        "month_on": None if month is None else date_of(month),
        "staff_id": by.staff_id,
        "asked_by": by.name,
        "asked_at": as_datetime(now),
    }
    is_new = connection.execute(query("ask_for_check"), given).rowcount == 1
    connection.execute(query("hurry_job"), {"job": JOB, "now": as_datetime(now)})
    return is_new


def count_asked_checks(connection: psycopg.Connection, programme_id: int, *, since: int) -> int:
    """Return how many were asked for in a programme since an instant."""
    asked = {"programme_id": programme_id, "since": as_datetime(since)}
    [(found,)] = connection.execute(query("count_asked_checks"), asked)
    return int(found)


def next_asked_check(connection: psycopg.Connection) -> AskedCheck | None:
    """Return what waits for the longest, or None."""
    row = connection.execute(query("next_asked_check")).fetchone()
    return None if row is None else AskedCheck(*row)


def asked_checks(
    connection: psycopg.Connection, programme_id: int, *, how_many: int
) -> list[AskedCheck]:
    """Return what was asked for in a programme, the newest first."""
    asked = {"programme_id": programme_id, "how_many": how_many}
    return [AskedCheck(*row) for row in connection.execute(query("asked_checks"), asked)]


def mark_asked_check(
    connection: psycopg.Connection,
    number: int,
    findings: Mapping[str, int],
    *,
    next_on: date | None = None,
    ended_at: int | None,
) -> None:
    """Keep what came of it so far: up to which day, and when it ended."""
    given = {
        "asked_check_id": number,
        "next_on": next_on,
        "ended_at": None if ended_at is None else as_datetime(ended_at),
        "findings": Jsonb(dict(findings)),
    }
    connection.execute(query("mark_asked_check"), given)


def clear_asked_checks(connection: psycopg.Connection, *, before: int) -> int:
    """Delete what was asked for before an instant and is done, and return how many."""
    given = {"before": as_datetime(before)}
    return connection.execute(query("clear_asked_checks"), given).rowcount
