"""A member closes their pages wherever they are open: the passes given before open nothing more."""

from __future__ import annotations

import psycopg

from plaudit.store import ways_in


def end_passes(connection: psycopg.Connection, member_id: int) -> bool:
    """End the passes that a member was given before; False for who was erased meanwhile.

    Takes: a connection in the doorkeeper's role.
    """
    try:
        with connection.transaction():
            ways_in.end_passes(connection, member_id)
    except psycopg.errors.ForeignKeyViolation:
        return False
    return True
