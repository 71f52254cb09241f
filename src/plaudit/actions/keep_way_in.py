"""A member adds a way in, or puts a new e-mail address or login in the old one's place."""

from __future__ import annotations

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.ways_in import PASSKEYS_MAX, WayIn
from plaudit.store import ways_in
from plaudit.store.ways_in import KeptPass


def keep_way_in(
    connection: psycopg.Connection,
    member_id: int,
    way: WayIn,
    *,
    today: int,
    now: int,
    kept: KeptPass | None = None,
) -> None:
    """Let a way in that was shown open a member's pages.

    Where it takes another one's place, passes that were given before end.

    Takes:   a connection in the doorkeeper's role; `kept`: the pass that goes on.
    Units:   `today` a day number of the programme's calendar; `now` in microseconds since the
             epoch.
    Refuses: WAY_IN_TAKEN, TOO_MANY_PASSKEYS, SIGN_IN_OVER for who was erased meanwhile.
    """
    try:
        with connection.transaction():
            ways = ways_in.lock_ways_in(connection, member_id)
            if way.mark in [one.mark for one in ways]:
                return
            if way.kind in [one.kind for one in ways if one.kind != "passkey"]:
                # The old one may be somebody else's by now.
                ways_in.end_passes(connection, member_id, kept=kept)
            if way.kind != "passkey":
                ways_in.remove_kind(connection, member_id, way.kind, now=now)
            elif sum(one.kind == "passkey" for one in ways) >= PASSKEYS_MAX:
                raise Refused(refusal(Code.TOO_MANY_PASSKEYS, limit=PASSKEYS_MAX))
            if not ways_in.add_way_in(connection, member_id, way, today=today):
                raise Refused(refusal(Code.WAY_IN_TAKEN))
    except psycopg.errors.ForeignKeyViolation:
        raise Refused(refusal(Code.SIGN_IN_OVER)) from None
