"""Leaving at the desk by the card: the member sees who wrote it down, and that it was the desk."""

from __future__ import annotations

import psycopg

from plaudit.actions.leave import leave
from plaudit.actions.look import look
from plaudit.actions.use_card import brought_by_member, member_of, must_have_cards_left
from plaudit.core.staff import StaffPerson


def leave_by_card(
    connection: psycopg.Connection,
    person: StaffPerson,
    number: str,
    *,
    said: tuple[str, str],
    now: int,
) -> None:
    """Let the member leave whose card it is, with a look at the record.

    Takes:   `said`: the language, and the words that name the clerk.
    Units:   `now` in microseconds since the epoch.
    Refuses: TOO_MANY_OPENINGS, CARD_WRONG, CARD_UNKNOWN.
    """
    must_have_cards_left(connection, person, now=now)
    member_id = member_of(connection, person, number)
    language, wording = said
    with connection.transaction():
        look(connection, member_id, brought_by_member(person), now=now)
        leave(connection, member_id, now=now, language=language, wording=wording)
