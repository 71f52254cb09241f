"""What waits for a second person of the staff: nothing has changed meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import psycopg

from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.staff import StaffPerson
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime, as_instant

WAITS_DAYS = 7


class Proposed(NamedTuple):
    """A deed that somebody would strike out, and what its member would read.

    `takes_again`: it is struck out; what came back out of a voucher since would be taken.
    """

    member_id: int
    deed_id: int
    question_id: int | None
    reason: str
    words: str
    takes_again: bool = False


class Proposal(NamedTuple):
    """A proposal as it waits."""

    proposed: Proposed
    staff_id: int
    name: str
    proposed_at: datetime

    @property
    def mark(self) -> int:
        """What tells it apart from another proposal about the same deed: when it was made."""
        return as_instant(self.proposed_at)


def add_proposal(
    connection: psycopg.Connection, proposed: Proposed, by: StaffPerson, *, now: int
) -> bool:
    """Let something wait for a second person; False where something waits for this deed already."""
    ends_at = as_datetime(now + WAITS_DAYS * DAY_SECONDS * SECOND)
    given = proposed._asdict() | {"staff_id": by.staff_id, "now": as_datetime(now)}
    connection.execute(query("clear_proposal"), given)
    done = connection.execute(query("add_proposal"), given | {"ends_at": ends_at})
    return done.rowcount == 1


def proposals_of(
    connection: psycopg.Connection,
    programme_id: int,
    *,
    now: int,
    of: tuple[int, int] | None = None,
) -> list[Proposal]:
    """Return what waits in a programme, the oldest first. `of`: one member's deed alone."""
    member_id, deed_id = (None, None) if of is None else of
    asked = {
        "programme_id": programme_id,
        "member_id": member_id,
        "deed_id": deed_id,
        "now": as_datetime(now),
    }
    rows = connection.execute(query("proposals"), asked)
    return [Proposal(Proposed(*row[:6]), *row[6:]) for row in rows]


def claim_proposal(connection: psycopg.Connection, read: Proposal, *, now: int) -> bool:
    """Delete the proposal that was read; False where it doesn't wait any more, or not as it was."""
    named = {
        "member_id": read.proposed.member_id,
        "deed_id": read.proposed.deed_id,
        "mark": read.proposed_at,
        "now": as_datetime(now),
    }
    return connection.execute(query("claim_proposal"), named).rowcount == 1


def end_proposal(connection: psycopg.Connection, member_id: int, deed_id: int) -> bool:
    """Delete a proposal; False where there is none any more."""
    named = {"member_id": member_id, "deed_id": deed_id}
    return connection.execute(query("end_proposal"), named).rowcount == 1


def clear_proposals(connection: psycopg.Connection, *, now: int) -> int:
    """Delete proposals that are too old, and return how many."""
    return connection.execute(query("clear_proposals"), {"now": as_datetime(now)}).rowcount


def deed_reported(
    connection: psycopg.Connection, programme_id: int, partner: str, event_id: str
) -> tuple[int, int] | None:
    """Return whose deed a partner reported under an id, and its number; None where it didn't."""
    asked = {"programme_id": programme_id, "partner": partner, "event_id": event_id}
    row = connection.execute(query("deed_reported"), asked).fetchone()
    return None if row is None else (int(row[0]), int(row[1]))
