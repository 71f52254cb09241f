"""Closing a check-in before its time is over: from here on its codes open nothing."""

from __future__ import annotations

import psycopg

from plaudit.store import check_ins


def close_check_in(
    connection: psycopg.Connection, partner_id: int, number: int, *, now: int
) -> bool:
    """Close a partner's check-in; False where it has none of that number that goes on.

    Units:   `now` in microseconds since the epoch.
    """
    with connection.transaction():
        return check_ins.close_check_in(connection, partner_id, number, now=now)
