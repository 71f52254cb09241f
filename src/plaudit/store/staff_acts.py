"""What staff did: rows that are added, never changed, and go when their last day is past."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import psycopg

from plaudit.core.staff import StaffPerson
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime

ABOUT_CHARACTERS_MAX = 200


class Act(NamedTuple):
    """Something that was done. `staff_id` is None where it was done with a command."""

    act_id: int
    acted_at: datetime
    staff_id: int | None
    who: str
    partner: str | None
    what: str
    about: str


def add_act(
    connection: psycopg.Connection, person: StaffPerson, what: str, *, about: str, now: int
) -> None:
    """Write down what somebody does, before it is done."""
    given = {
        "programme_id": person.programme_id,
        "partner_id": person.partner_id,
        "staff_id": person.staff_id,
        "who": person.name,
        "what": what,
        "about": about[:ABOUT_CHARACTERS_MAX],
        "now": as_datetime(now),
    }
    connection.execute(query("add_staff_act"), given)


def add_command(
    connection: psycopg.Connection, programme_id: int, what: str, *, who: str, about: str, now: int
) -> None:
    """Write down what was done with a command, by whom it says."""
    given = {
        "programme_id": programme_id,
        "partner_id": None,
        "staff_id": None,
        "who": who,
        "what": what,
        "about": about[:ABOUT_CHARACTERS_MAX],
        "now": as_datetime(now),
    }
    connection.execute(query("add_staff_act"), given)


def count_acts(
    connection: psycopg.Connection,
    person: StaffPerson,
    what: str,
    *,
    since: int,
    about: str | None = None,
) -> int:
    """Return how often somebody did something after an instant (microseconds since the epoch)."""
    asked = {
        "programme_id": person.programme_id,
        "staff_id": person.staff_id,
        "what": what,
        "about": about,
        "since": as_datetime(since),
    }
    row = connection.execute(query("count_staff_acts"), asked).fetchone()
    assert row is not None
    return int(row[0])


def acts_of(
    connection: psycopg.Connection,
    programme_id: int,
    *,
    partner_id: int | None = None,
    before: int = 2**63 - 1,
    how_many: int,
) -> list[Act]:
    """Return what was done in a programme, or at one partner, the newest first."""
    asked = {
        "programme_id": programme_id,
        "partner_id": partner_id,
        "before": before,
        "how_many": how_many,
    }
    name = "acts_in_programme" if partner_id is None else "acts_at_partner"
    return [Act(*row) for row in connection.execute(query(name), asked)]
