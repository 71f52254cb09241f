"""Members' ways in: who may add one is the doorkeeper alone; the service only reads them.

The functions take a connection in the doorkeeper's role, unless they say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

import psycopg

from plaudit.core.period import date_of
from plaudit.core.ways_in import Kind, WayIn
from plaudit.sql.loader import query
from plaudit.store.erasures import write_down_removed
from plaudit.store.instants import as_datetime


class Kept(NamedTuple):
    """A way in as its owner sees it: its kind, its mark, and the day on which it was added."""

    kind: Kind
    mark: bytes
    added_on: date


class Opens(NamedTuple):
    """Whose pages a way in opens."""

    member_id: int
    way: WayIn


class KeptPass(NamedTuple):
    """The pass that goes on where all others are ended: its mark, and when it is over.

    Units: `until` in microseconds since the epoch.
    """

    mark: str
    until: int


@contextmanager
def as_doorkeeper(connection: psycopg.Connection) -> Iterator[None]:
    """Let a transaction of the service's write a way in: a member who joins gets one with it."""
    connection.execute(query("become_doorkeeper"))
    yield
    connection.execute(query("become_service"))


def opened_by(connection: psycopg.Connection, marks: Sequence[bytes]) -> list[Opens]:
    """Return whose pages any of some marks opens."""
    rows = connection.execute(query("ways_in_by_mark"), {"marks": list(marks)}).fetchall()
    return [Opens(member_id, WayIn(kind, mark, key)) for member_id, kind, mark, key in rows]


def ways_in_of(connection: psycopg.Connection, member_id: int) -> list[Kept]:
    """Return a member's ways in. The service may ask this too."""
    rows = connection.execute(query("ways_in_of_member"), {"member_id": member_id})
    return [Kept(*row) for row in rows]


def lock_ways_in(connection: psycopg.Connection, member_id: int) -> list[Kept]:
    """Keep a member's ways in from other changes until the transaction ends; return them."""
    connection.execute(query("lock_ways_in"), {"member_id": member_id})
    return ways_in_of(connection, member_id)


def add_way_in(connection: psycopg.Connection, member_id: int, way: WayIn, *, today: int) -> bool:
    """Let a way in open a member's pages; False where it opens somebody's already.

    Units: `today` a day number. Refuses: psycopg.errors.ForeignKeyViolation for no such member.
    """
    given = way._asdict() | {"member_id": member_id, "added_on": date_of(today)}
    return connection.execute(query("add_way_in"), given).rowcount == 1


def end_passes(
    connection: psycopg.Connection, member_id: int, *, kept: KeptPass | None = None
) -> None:
    """Let the passes that a member was given before open nothing any more, but for one.

    In a transaction that removes ways in it comes first, as in an erasure.
    Refuses: psycopg.errors.ForeignKeyViolation for no such member.
    """
    named = {
        "member_id": member_id,
        "kept_mark": None if kept is None else kept.mark,
        "kept_until": None if kept is None else as_datetime(kept.until),
    }
    connection.execute(query("end_passes"), named)


def passes_ended(connection: psycopg.Connection, member_id: int) -> int:
    """Return how often a member's passes were ended. The service may ask this too."""
    row = connection.execute(query("passes_ended"), {"member_id": member_id}).fetchone()
    return 0 if row is None else int(row[0])


def remove_way_in(connection: psycopg.Connection, member_id: int, mark: bytes, *, now: int) -> bool:
    """Remove a way in, which a backup doesn't bring back; False where the member has no such one.

    Refuses: OSError where the journal can't be written; nothing may be committed then.
    """
    named = {"member_id": member_id, "mark": mark}
    if connection.execute(query("remove_way_in"), named).rowcount == 0:
        return False
    write_down_removed([mark], at=now)
    return True


def remove_kind(connection: psycopg.Connection, member_id: int, kind: Kind, *, now: int) -> None:
    """Remove a member's ways in of one kind, which a backup doesn't bring back.

    Refuses: OSError where the journal can't be written; nothing may be committed then.
    """
    named = {"member_id": member_id, "kind": kind}
    removed = connection.execute(query("remove_ways_in_of_kind"), named)
    write_down_removed([mark for (mark,) in removed], at=now)
