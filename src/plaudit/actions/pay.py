"""Writing down that a partner was paid. The money itself goes another way."""

from __future__ import annotations

import psycopg

from plaudit.actions.booking import book, must_be_a_reason
from plaudit.core.settlement import PAYMENT_REASONS
from plaudit.store.settlement import NewEntry, lock_account


def pay(connection: psycopg.Connection, entry: NewEntry, *, now: int) -> int:
    """Book a payment of at most what is owed; return its number.

    Units:   `entry.points`: below 0, as less is owed after it; `now` in microseconds since the
             epoch.
    Refuses: NOT_A_PERSON, POINTS_WRONG, REFERENCE_WRONG, SETTLEMENT_REASON_UNKNOWN,
             REFERENCE_TAKEN, MORE_THAN_OWED.
    """
    assert entry.kind == "payment", entry
    must_be_a_reason(entry.reason, PAYMENT_REASONS)
    with connection.transaction():
        lock_account(connection, entry.partner_id)
        return book(connection, entry, now=now)
