"""Allowing a partner's tills to take vouchers without a connection: so many each day."""

from __future__ import annotations

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.store.offline import set_offline_limit

VOUCHERS_A_DAY_MAX = 500


def allow_offline(connection: psycopg.Connection, partner_id: int, *, vouchers_a_day: int) -> None:
    """Set how many vouchers each till of a partner may take offline in a day; 0: none.

    Refuses: COUNT_WRONG above 500 or below 0.
    """
    if not 0 <= vouchers_a_day <= VOUCHERS_A_DAY_MAX:
        raise Refused(refusal(Code.COUNT_WRONG, least=0, most=VOUCHERS_A_DAY_MAX))
    with connection.transaction():
        set_offline_limit(connection, partner_id, vouchers_a_day)
