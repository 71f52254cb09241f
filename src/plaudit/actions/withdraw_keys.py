"""Withdrawing keys: from a few seconds later on, nobody gets in with them."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from plaudit.store import partners


def withdraw_keys(connection: psycopg.Connection, key_hashes: Sequence[bytes], *, now: int) -> int:
    """Withdraw keys, given by what is kept of them, and return how many were in use.

    Units:   `now` in microseconds since the epoch.
    """
    with connection.transaction():
        return partners.withdraw_keys(connection, key_hashes, now=now)
