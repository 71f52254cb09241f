"""Records that a programme's office lets stand still: what its officers have to look at again."""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.core.rights import THE_MEMBER, Ground
from plaudit.sql.loader import query
from plaudit.store.instants import as_instant

HOLDS_SHOWN = 100
"""How many are read at most, the longest first."""


class OpenHold(NamedTuple):
    """A record that stands still, and who asked for it. `started_at` in microseconds."""

    member_id: int
    started_at: int
    asked_by: str
    ground: Ground


def open_holds(connection: psycopg.Connection, programme_id: int) -> list[OpenHold]:
    """Return the records that the office lets stand still, the longest first."""
    asked = {"programme_id": programme_id, "the_member": THE_MEMBER, "most": HOLDS_SHOWN}
    return [
        OpenHold(member_id, as_instant(started_at), asked_by, ground)
        for member_id, started_at, asked_by, ground in connection.execute(
            query("open_holds"), asked
        )
    ]
