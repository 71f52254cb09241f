"""Restricting: from here on nothing in a member's record moves, until it is lifted.

No deed is counted, no points expire, nothing is purged: what is there stays as it is. Whether
points can be spent on a day is decided by their month as ever; where the office let the record
stand still, points whose month began meanwhile get days of grace. Source: charter, rights (18 and
21); docs/decisions/0017-rights.md.
"""

from __future__ import annotations

import psycopg

from plaudit.actions.give_grace import give_grace
from plaudit.core.rights import THE_MEMBER, Ground
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

    Points that ended under a hold by the office can be used for a while (actions.give_grace).

    Takes:   `lifted_by`: core.rights.THE_MEMBER, or a person by name (charter, C18).
    """
    with connection.transaction():
        hold = rights.lift(connection, member_id, lifted_by=lifted_by, now=now)
        if hold is not None and hold.asked_by != THE_MEMBER:
            give_grace(connection, member_id, since=hold.started_at, now=now)
        return hold is not None
