"""Looking: whoever of the staff reads a member's record leaves a line that the member can see."""

from __future__ import annotations

import psycopg

from plaudit.core.rights import Looker
from plaudit.store import rights


def look(connection: psycopg.Connection, member_id: int, looker: Looker, *, now: int) -> bool:
    """Write down who reads a member's record, and why; False where there is no such member.

    It comes before the reading: what can't be written down isn't shown.
    Units:   `now` in microseconds since the epoch.
    """
    with connection.transaction():
        return rights.add_look(connection, member_id, looker, now=now)
