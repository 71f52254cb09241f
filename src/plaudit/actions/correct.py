"""Correcting what a partner is owed: a counter-entry by a named person. Honours stay."""

from __future__ import annotations

import psycopg

from plaudit.actions.booking import book, must_be_a_reason
from plaudit.core.settlement import CORRECTION_REASONS
from plaudit.store.settlement import NewEntry, lock_account


def correct(connection: psycopg.Connection, entry: NewEntry, *, now: int) -> int:
    """Book a correction, out of the programme's issue account or back into it; return its number.

    Units:   `entry.points`: above 0 where more is owed, below 0 where less; `now` in microseconds
             since the epoch.
    Refuses: NOT_A_PERSON, POINTS_WRONG, REFERENCE_WRONG, SETTLEMENT_REASON_UNKNOWN,
             REFERENCE_TAKEN.
    """
    assert entry.kind == "correction", entry
    must_be_a_reason(entry.reason, CORRECTION_REASONS)
    with connection.transaction():
        lock_account(connection, entry.partner_id)
        return book(connection, entry, now=now)
