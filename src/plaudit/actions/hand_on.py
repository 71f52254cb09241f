"""Handing on: what the outbox holds becomes deliveries, in one transaction, so exactly once."""

from __future__ import annotations

import psycopg

from plaudit.store.deliveries import add_deliveries
from plaudit.store.outbox import take_outbox

ROWS_MOST = 500


def hand_on(connection: psycopg.Connection) -> int:
    """Make deliveries of the oldest rows of the outbox; return how many rows were taken.

    Two may do it at once: each takes other rows. What is taken is gone with the commit alone.
    """
    with connection.transaction():
        rows = take_outbox(connection, most=ROWS_MOST)
        if rows:
            add_deliveries(connection, rows)
    return len(rows)
