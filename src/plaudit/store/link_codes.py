"""Codes that members show to be linked with a partner. The book has a keyed hash of each alone."""

from __future__ import annotations

import hmac

import psycopg

from plaudit.sql.loader import query
from plaudit.store.check_in_codes import mark_of_letters, seal_member
from plaudit.store.instants import as_datetime
from plaudit.store.secrets import secret

SECRET = "links"  # noqa: S105 (the name of a file)
_HASH_BYTES = 16


def add_link_code(
    connection: psycopg.Connection, member_id: int, code: str, *, ends_at: int, now: int
) -> bool:
    """Let a member show a code in place of the one before; False where nobody may show one.

    Takes:   a connection in a transaction.
    """
    given = {
        "member_id": member_id,
        "code_hash": _hash_of(code),
        "ends_at": as_datetime(ends_at),
        "mark": mark_of_letters(code),
        "sealed": seal_member(code, member_id),
        "now": as_datetime(now),
    }
    if connection.execute(query("lock_to_show_code"), given).fetchone() is None:
        return False
    for step in ("replace_link_code", "add_link_code", "add_shown_letters"):
        connection.execute(query(step), given)
    return True


def use_link_code(
    connection: psycopg.Connection, partner_id: int, code: str, *, now: int
) -> int | None:
    """Use up a code and return the member who shows it; None where nobody does at this partner.

    From then on it can't be told of at a check-in either.
    """
    member_id = take_link_code(connection, partner_id, code, now=now)
    if member_id is not None:
        connection.execute(query("drop_shown_letters"), {"mark": mark_of_letters(code)})
    return member_id


def take_link_code(
    connection: psycopg.Connection, partner_id: int, code: str, *, now: int
) -> int | None:
    """Use up a code as use_link_code does, and leave what a check-in may be told of by it."""
    given = {"partner_id": partner_id, "code_hash": _hash_of(code), "now": as_datetime(now)}
    row = connection.execute(query("use_link_code"), given).fetchone()
    return None if row is None else int(row[0])


def clear_link_codes(connection: psycopg.Connection, *, now: int) -> int:
    """Delete the codes whose time is over, and return how many."""
    return connection.execute(query("clear_link_codes"), {"now": as_datetime(now)}).rowcount


def _hash_of(code: str) -> bytes:
    return hmac.digest(secret(SECRET), code.encode(), "sha256")[:_HASH_BYTES]
