"""Looking a voucher up at a till, before it is honoured: what it is for, and how it stands."""

from __future__ import annotations

import psycopg

from plaudit.actions.honour import code_in, must_be_there
from plaudit.core.voucher import State, Till
from plaudit.store.honours import Found


def look_up(connection: psycopg.Connection, till: Till, code: str, *, now: int) -> Found:
    """Return the partner's voucher with a code. A wrong code counts as one that is honoured does.

    An open voucher whose last day is over has lapsed, whether or not the job ran.

    Units:   `now` in microseconds since the epoch.
    Refuses: VOUCHER_UNKNOWN, TOO_MANY_WRONG.
    """
    found = must_be_there(connection, till, code_in(code), now=now)
    if found.state is State.OPEN and found.ends_at <= now:
        return found._replace(state=State.LAPSED)
    return found
