"""Joining at a desk: the member and the agreement, without anything that opens pages."""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.actions.join import join
from plaudit.actions.withhold import allow_again, withhold


class Agreed(NamedTuple):
    """What a person agreed to: the programme, the language, and the wording.

    `kinds`: for each kind of deeds its id, whether it may be recorded, and the words of that.
    """

    programme_id: int
    time_zone: str
    language: str
    wording: str
    kinds: tuple[tuple[str, bool, str], ...] = ()


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
        say_of_each_kind(connection, member_id, agreed, now=now)
    return member_id


def say_of_each_kind(
    connection: psycopg.Connection, member_id: int, agreed: Agreed, *, now: int
) -> None:
    """Keep the yes or the no to each kind of deeds, and record none of those without a yes."""
    for activity, agrees, said in agreed.kinds:
        says = allow_again if agrees else withhold
        says(connection, member_id, activity, said=(agreed.language, said), now=now)
