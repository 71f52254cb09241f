"""Members who left: points that weren't used in time go back, and in the end the rest is erased."""

from __future__ import annotations

import psycopg

from plaudit.actions.forget import forget
from plaudit.actions.return_points import return_points
from plaudit.jobs.job import HOUR, Done, Job
from plaudit.store.erasures import journal_here
from plaudit.store.handles import Handles
from plaudit.store.secrets import secret

BATCH = 200
"""How many members of a programme are forgotten at once."""


def give_points_back(connection: psycopg.Connection, now: int) -> Done:
    """Move points that can't be used any more out of the wallets of who left."""
    return Done(return_points(connection, now=now).members)


def forget_left(connection: psycopg.Connection, now: int) -> Done:
    """Erase who left so long ago that the agreement is past its last day."""
    handles = Handles(secret("handles"))
    done = forget(connection, handles=handles, journal=journal_here(), now=now, how_many=BATCH)
    return Done(done, more=done >= BATCH)


RETURN = Job("return_points", 6 * HOUR, "service", give_points_back)
FORGET = Job("forget_left", HOUR, "eraser", forget_left)
