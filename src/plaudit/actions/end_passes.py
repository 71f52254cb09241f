"""A member closes their pages wherever they are open: the passes given before open nothing more."""

from __future__ import annotations

import psycopg

from plaudit.store import ways_in
from plaudit.store.ways_in import KeptPass


def end_passes(
    connection: psycopg.Connection, member_id: int, *, kept: KeptPass | None = None
) -> bool:
    """End the passes that a member was given before; False for who was erased meanwhile.

    Takes: a connection in the doorkeeper's role; `kept`: the one that goes on.
    """
    try:
        with connection.transaction():
            ways_in.end_passes(connection, member_id, kept=kept)
    except psycopg.errors.ForeignKeyViolation:
        return False
    return True
