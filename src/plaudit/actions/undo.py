"""Taking back what a till honoured by mistake, within a minute. The voucher is open again."""

from __future__ import annotations

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.voucher import UNDO_SECONDS, Till
from plaudit.store.honours import undo_honour


def undo(connection: psycopg.Connection, till: Till, number: int, *, now: int) -> None:
    """Take back the honour with a number; a counter-row stands in the book beside it.

    Units:   `now` in microseconds since the epoch.
    Refuses: Refused where another till took it, it is older than a minute, was taken back already,
             or gave out a ticket, which somebody has seen by now.
    """
    if not undo_honour(connection, till, number, now=now):
        raise Refused(refusal(Code.CANNOT_UNDO, seconds=UNDO_SECONDS))
