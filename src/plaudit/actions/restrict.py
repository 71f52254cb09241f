"""Restricting: from here on nothing in a member's record moves, until it is lifted.

No deed is counted, no points expire, nothing is purged: what is there stays as it is. Whether
points can be spent on a day is decided by their month as ever. Source: charter, rights (18 and
21); docs/decisions/0017-rights.md.
"""

from __future__ import annotations

import psycopg

from plaudit.core.rights import Ground
from plaudit.store import rights
from plaudit.store.erasures import write_down_stopped
from plaudit.store.journal_lines import STILL


def restrict(
    connection: psycopg.Connection, member_id: int, *, asked_by: str, ground: Ground, now: int
) -> bool:
    """Let a member's record stand still; False where there is no such member, or it does already.

    Takes:   `asked_by`: core.rights.THE_MEMBER, or a person by name.
    Units:   `now` in microseconds since the epoch.
    """
    with connection.transaction():
        done = rights.restrict(connection, member_id, asked_by=asked_by, ground=ground, now=now)
        if done:
            write_down_stopped(member_id, STILL, at=now)
        return done


def lift(connection: psycopg.Connection, member_id: int, *, lifted_by: str, now: int) -> bool:
    """Let a member's record move again; False where it doesn't stand still.

    Takes:   `lifted_by`: core.rights.THE_MEMBER, or a person by name (charter, C18).
    """
    with connection.transaction():
        return rights.lift(connection, member_id, lifted_by=lifted_by, now=now)
