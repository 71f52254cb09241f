"""Leaving: from here on nothing more is recorded. It takes no more steps than joining."""

from __future__ import annotations

import psycopg

from plaudit.store import members
from plaudit.store.erasures import write_down_stopped
from plaudit.store.journal_lines import LEFT


def leave(
    connection: psycopg.Connection, member_id: int, *, now: int, language: str, wording: str
) -> bool:
    """Withdraw a member's consent; False where there is no such member who agrees.

    Units:   `now` in microseconds since the epoch.
    Refuses: OSError when the journal can't be written; then the member hasn't left.
    Source:  charter, C14: earned points stay.
    """
    with connection.transaction():
        withdrawn = say_goodbye(connection, member_id, said=(language, wording), now=now)
        if withdrawn:
            write_down_stopped(member_id, LEFT, at=now)
    return withdrawn


def say_goodbye(
    connection: psycopg.Connection, member_id: int, *, said: tuple[str, str], now: int
) -> bool:
    """Withdraw in the transaction that is open, as `leave` does, and write it into no journal."""
    withdrawn = members.withdraw(connection, member_id, now=now)
    if withdrawn:
        language, wording = said
        members.add_consents(
            connection,
            [member_id],
            agrees=False,
            said_at=now,
            language=language,
            wording=wording,
        )
    return withdrawn
