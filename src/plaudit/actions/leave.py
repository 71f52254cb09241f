"""Leaving: from here on nothing more is recorded. It takes no more steps than joining."""

from __future__ import annotations

import psycopg

from plaudit.store import members


def leave(
    connection: psycopg.Connection, member_id: int, *, now: int, language: str, wording: str
) -> bool:
    """Withdraw a member's consent; False where there is no such member who agrees.

    Units:   `now` in microseconds since the epoch.
    Source:  charter, C14: earned points stay.
    """
    with connection.transaction():
        withdrawn = members.withdraw(connection, member_id, now=now)
        if withdrawn:
            members.add_consents(
                connection,
                [member_id],
                agrees=False,
                said_at=now,
                language=language,
                wording=wording,
            )
    return withdrawn
