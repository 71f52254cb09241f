"""Taking back what a till honoured by mistake, within a minute. The voucher is open again."""

from __future__ import annotations

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.voucher import UNDO_SECONDS
from plaudit.store.honours import undo_honour


def undo(connection: psycopg.Connection, partner_id: int, number: int, *, now: int) -> None:
    """Take back the honour with a number; a counter-row stands in the book beside it.

    Units:   `now` in microseconds since the epoch.
    Refuses: Refused where it isn't this partner's, is older than a minute, was taken back already,
             or gave out a ticket, which somebody has seen by now.
    """
    if not undo_honour(connection, partner_id, number, now=now):
        raise Refused(refusal(Code.CANNOT_UNDO, seconds=UNDO_SECONDS))
