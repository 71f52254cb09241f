"""Allowing a partner's tills to take vouchers without a connection: so many each day."""

from __future__ import annotations

import psycopg

from plaudit.store.offline import set_offline_limit


def allow_offline(connection: psycopg.Connection, partner_id: int, *, vouchers_a_day: int) -> None:
    """Set how many vouchers each till of a partner may take offline in a day; 0: none.

    Refuses: psycopg.errors.CheckViolation above 500 or below 0.
    """
    with connection.transaction():
        set_offline_limit(connection, partner_id, vouchers_a_day)
