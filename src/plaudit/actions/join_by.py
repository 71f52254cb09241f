"""Joining with a way in: the member, the agreement and what opens the pages, all or nothing."""

from __future__ import annotations

import psycopg

from plaudit.actions.join import join_again
from plaudit.actions.join_in_person import Agreed, join_in_person, say_of_each_kind
from plaudit.core.period import Calendar
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.ways_in import WayIn
from plaudit.store.members import read_membership
from plaudit.store.rights import read_answers
from plaudit.store.ways_in import add_way_in, as_doorkeeper, opened_by


def join_by(connection: psycopg.Connection, way: WayIn, agreed: Agreed, *, now: int) -> int:
    """Let a person join who agreed and showed a way in; return the member's number.

    Whom it opens the pages of already isn't joined twice: who left takes part again, by the words
    of today, and for who takes part nothing changes but which kinds of deeds may be recorded.

    Takes:   a connection in the service's role. Units: `now` in microseconds since the epoch.
    Refuses: RECORD_RESTRICTED; WAY_IN_TAKEN for a passkey that opens somebody's pages: making one
             proves nothing about the key that is kept, as anybody may choose its id.
    """
    with connection.transaction():
        known = _known(connection, way)
        if known is not None:
            _come_back(connection, known, agreed, now=now)
            return known
        member_id = join_in_person(connection, agreed, now=now)
        today = Calendar(agreed.time_zone).day_of(now)
        with as_doorkeeper(connection):
            added = add_way_in(connection, member_id, way, today=today)
        if not added:  # somebody was a moment quicker, by the same way
            raise Refused(refusal(Code.SIGN_IN_OVER))
    return member_id


def _known(connection: psycopg.Connection, way: WayIn) -> int | None:
    found = opened_by(connection, [way.mark])
    if not found:
        return None
    if way.kind == "passkey" or found[0].way.kind != way.kind:
        raise Refused(refusal(Code.WAY_IN_TAKEN))
    return found[0].member_id


def _come_back(connection: psycopg.Connection, member_id: int, agreed: Agreed, *, now: int) -> None:
    member = read_membership(connection, member_id)
    if member is None or member.programme_id != agreed.programme_id:
        raise Refused(refusal(Code.WAY_IN_TAKEN))
    join_again(connection, member_id, now=now, language=agreed.language, wording=agreed.wording)
    member = read_membership(connection, member_id)
    assert member is not None, "a member went while they came back"
    held, waiting = read_answers(connection, member)
    kinds = tuple(one for one in agreed.kinds if one[0] in waiting or one[1] == (one[0] in held))
    say_of_each_kind(connection, member_id, agreed._replace(kinds=kinds), now=now)
