"""Points that expire: told in time, and moved once their month has begun."""

from __future__ import annotations

import psycopg

from plaudit.actions.announce_expiry import announce_expiry
from plaudit.actions.expire import expire
from plaudit.actions.house import open_house
from plaudit.jobs.job import HOUR, Done, Job


def announce(connection: psycopg.Connection, now: int) -> Done:
    """Announce what expires soon, and give what is too late for that a later month."""
    done = announce_expiry(connection, open_house(connection), now=now)
    return Done(done.lots + done.extended)


def move(connection: psycopg.Connection, now: int) -> Done:
    """Move what has expired out of the wallets."""
    return Done(expire(connection, open_house(connection), now=now).lots)


ANNOUNCE = Job("announce_expiry", 6 * HOUR, "service", announce)
EXPIRE = Job("expire", 6 * HOUR, "service", move)
