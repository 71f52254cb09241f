"""A member removes a way in: a lost phone's passkey, an e-mail address."""

from __future__ import annotations

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.store import ways_in
from plaudit.store.ways_in import KeptPass


def remove_way_in(
    connection: psycopg.Connection,
    member_id: int,
    mark: bytes,
    *,
    now: int,
    kept: KeptPass | None = None,
) -> bool:
    """Let a way in open a member's pages no more; False where the member has no such one.

    Passes that were given before end with it: whoever has a lost phone could add a way in else.

    Takes:   a connection in the doorkeeper's role; `kept`: the pass that goes on.
    Units:   `now` in microseconds since the epoch.
    Refuses: LAST_WAY_IN; OSError when the journal can't be written: then nothing is removed.
    """
    try:
        with connection.transaction():
            ways = ways_in.lock_ways_in(connection, member_id)
            if mark not in [one.mark for one in ways]:
                return False
            if len(ways) == 1:
                raise Refused(refusal(Code.LAST_WAY_IN))
            ways_in.end_passes(connection, member_id, kept=kept)
            return ways_in.remove_way_in(connection, member_id, mark, now=now)
    except psycopg.errors.ForeignKeyViolation:
        return False  # erased meanwhile
