"""Joining at a desk: the member and the agreement, without anything that opens pages."""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.actions.join import join
from plaudit.actions.withhold import withhold


class Agreed(NamedTuple):
    """What a person agreed to: the programme, the language, and the wording.

    `without`: for each kind of deeds that is left out, its id and the words of leaving it out.
    """

    programme_id: int
    time_zone: str
    language: str
    wording: str
    without: tuple[tuple[str, str], ...] = ()


def join_in_person(connection: psycopg.Connection, agreed: Agreed, *, now: int) -> int:
    """Let a person join who agreed, and return the new member's number.

    Units: `now` in microseconds since the epoch. Source: charter, C13.
    """
    with connection.transaction():
        (member_id,) = join(
            connection,
            programme_id=agreed.programme_id,
            now=now,
            language=agreed.language,
            wording=agreed.wording,
        )
        leave_out(connection, member_id, agreed, now=now)
    return member_id


def leave_out(connection: psycopg.Connection, member_id: int, agreed: Agreed, *, now: int) -> None:
    """Let no deed of the kinds be recorded that are left out."""
    for activity, said in agreed.without:
        withhold(connection, member_id, activity, said=(agreed.language, said), now=now)
