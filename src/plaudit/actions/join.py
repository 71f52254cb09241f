"""Joining: from here on, and never before, deeds of this person may be recorded."""

from __future__ import annotations

import psycopg

from plaudit.actions.return_points import return_points_of
from plaudit.core.period import Calendar
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.store import members
from plaudit.store.locks import in_one_transaction, lock_members
from plaudit.store.rights import leave_unanswered


def join(
    connection: psycopg.Connection,
    *,
    programme_id: int,
    now: int,
    language: str,
    wording: str,
    how_many: int = 1,
) -> list[int]:
    """Add members who agreed to a wording at an instant, and return their numbers.

    Units:   `now` in microseconds since the epoch. `how_many`: people who agreed to the same
             wording at the same instant (a desk's list, a demonstration).
    Source:  charter, C13.
    """
    with connection.transaction():
        member_ids = members.add_members(
            connection, programme_id=programme_id, how_many=how_many, agreed_at=now
        )
        members.add_consents(
            connection, member_ids, agrees=True, said_at=now, language=language, wording=wording
        )
    return member_ids


def join_again(
    connection: psycopg.Connection, member_id: int, *, now: int, language: str, wording: str
) -> bool:
    """Let a member who left agree anew; False where there is no such member who left.

    It is a yes to the kinds of deeds that the member knew; what came since is asked about.
    Points whose time was over are gone, whether or not the job has moved them yet; while a record
    stands still they can't go, so nobody comes back with them.
    Refuses: RECORD_RESTRICTED.
    """
    with in_one_transaction(connection):
        lock_members(connection.cursor(), [member_id])
        left = members.read_membership(connection, member_id)
        if left is not None and left.withdrawn_at is not None:
            if left.restricted_at is not None:
                raise Refused(refusal(Code.RECORD_RESTRICTED, member=member_id))
            return_points_of(
                connection,
                member_id,
                programme_id=left.programme_id,
                calendar=Calendar(left.time_zone),
                now=now,
            )
        agreed = members.agree_again(connection, member_id, now=now)
        if agreed and left is not None:
            leave_unanswered(connection, left)
            members.add_consents(
                connection,
                [member_id],
                agrees=True,
                said_at=now,
                language=language,
                wording=wording,
            )
    return agreed
