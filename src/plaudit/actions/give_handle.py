"""Giving out a handle: the name under which one partner knows a member, and no other."""

from __future__ import annotations

import psycopg

from plaudit.store import rights
from plaudit.store.handles import Handles


def give_handle(
    connection: psycopg.Connection, member_id: int, partner_id: int, *, handles: Handles
) -> str | None:
    """Return a member's handle at a partner, who will be told to forget it when it is erased.

    None where there is no such member. Source: charter, C15; rights (17).
    """
    with connection.transaction():
        if not rights.add_handle_given(connection, member_id, partner_id):
            return None
        return handles.handle_of(member_id, partner_id)
