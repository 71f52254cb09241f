"""Editions that are being written: each save is a row more, and none is ever changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple

import psycopg

from plaudit.core.staff import StaffPerson
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime

How = Literal["begun", "text", "form", "rehearsed", "approved", "published", "set_aside"]
WROTE: tuple[How, ...] = ("begun", "text", "form")
"""What makes somebody an author of a draft."""
OVER: tuple[How, ...] = ("published", "set_aside")


class Draft(NamedTuple):
    """One version of a draft, the newest where nothing else is said."""

    draft_id: int
    name: str
    version: int
    how: How
    text: str
    staff_id: int
    saved_by: str
    saved_at: datetime

    @property
    def is_over(self) -> bool:
        """Whether it was published or set aside: nothing follows."""
        return self.how in OVER


class Save(NamedTuple):
    """How one version came about."""

    version: int
    how: How
    staff_id: int
    saved_by: str
    saved_at: datetime


class AttachedReport(NamedTuple):
    """The report of a rehearsal: its numbers as JSON, of which its page is made."""

    rehearsed_on: date
    report: bytes


class NewVersion(NamedTuple):
    """What is to be saved as the version after `base`; 0 for a new draft."""

    draft_id: int
    base: int
    how: How
    text: str


def add_draft(connection: psycopg.Connection, programme_id: int, name: str) -> int:
    """Add a draft without a version, and return its number."""
    named = {"programme_id": programme_id, "name": name}
    row = connection.execute(query("add_draft"), named).fetchone()
    assert row is not None
    return int(row[0])


def add_version(
    connection: psycopg.Connection, new: NewVersion, by: StaffPerson, *, now: int
) -> bool:
    """Save a version; False where another one was saved after its base, or the draft is over."""
    given = {
        "draft_id": new.draft_id,
        "version": new.base + 1,
        "how": new.how,
        "source": new.text,
        "staff_id": by.staff_id,
        "saved_by": by.name,
        "saved_at": as_datetime(now),
    }
    return connection.execute(query("add_draft_version"), given).rowcount == 1


def drafts_of(connection: psycopg.Connection, programme_id: int, *, how_many: int) -> list[Draft]:
    """Return a programme's drafts that aren't over, the newest first."""
    asked = {"programme_id": programme_id, "how_many": how_many}
    return [Draft(*row) for row in connection.execute(query("drafts"), asked)]


def read_draft(
    connection: psycopg.Connection, programme_id: int, draft_id: int, *, version: int | None = None
) -> Draft | None:
    """Return a version of a programme's draft, the newest where none is named; None for none."""
    asked = {"programme_id": programme_id, "draft_id": draft_id, "version": version}
    row = connection.execute(query("draft_version_at"), asked).fetchone()
    return None if row is None else Draft(*row)


def saves_of(connection: psycopg.Connection, draft_id: int) -> list[Save]:
    """Return how a draft's versions came about, the newest first."""
    rows = connection.execute(query("draft_saves"), {"draft_id": draft_id})
    return [Save(*row) for row in rows]


def add_report(
    connection: psycopg.Connection, of: tuple[int, int], attached: AttachedReport
) -> None:
    """Keep the report of a rehearsal with the version of a draft that names it."""
    draft_id, version = of
    given = attached._asdict() | {"draft_id": draft_id, "version": version}
    connection.execute(query("add_draft_report"), given)


def read_report(
    connection: psycopg.Connection, draft_id: int, sha256: str
) -> AttachedReport | None:
    """Return the report of a draft with this hash, in hexadecimal digits; None for none."""
    asked = {"draft_id": draft_id, "sha256": sha256}
    row = connection.execute(query("draft_report"), asked).fetchone()
    return None if row is None else AttachedReport(*row)
