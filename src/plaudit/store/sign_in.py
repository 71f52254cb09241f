"""Signing in as it is under way: codes, challenges that were answered, and how often it was tried.

Nothing here says whose it is. All of it takes a connection in the doorkeeper's role.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import NamedTuple

import psycopg

from plaudit.core.period import SECOND
from plaudit.core.ways_in import CODE_SECONDS, CODE_TRIES, TRIES_WINDOW_SECONDS
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime, as_instant
from plaudit.store.secrets import secret

SECRET = "sign-in"  # noqa: S105 (the name of a file)
WINDOW = TRIES_WINDOW_SECONDS * SECOND


class Tried(NamedTuple):
    """How often something was tried within the window, and when that is over (microseconds)."""

    tries: int
    ends_at: int


def keyed_mark(*parts: str | bytes | int) -> bytes:
    """Return what somebody is known by: a keyed hash of some parts, each of which counts alone."""
    written = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    whole = b"".join(len(one).to_bytes(4) + one for one in written)
    return hmac.digest(secret(SECRET), whole, "sha256")


def add_code(connection: psycopg.Connection, attempt: bytes, code: str, *, now: int) -> None:
    """Keep a code that is sent, for the browser that holds the attempt."""
    given = {
        "attempt": _hash(attempt),
        "code_hash": keyed_mark("code", attempt, code),
        "tries_left": CODE_TRIES,
        "ends_at": as_datetime(now + CODE_SECONDS * SECOND),
    }
    connection.execute(query("add_sign_in_code"), given)


def try_code(
    connection: psycopg.Connection, attempt: bytes, code: str, *, now: int
) -> tuple[bool, int] | None:
    """Count a try: whether the code is right, and the tries that are left. None where it is over.

    A right code is used up. Commit what was counted, whatever comes of it.
    """
    asked = {"attempt": _hash(attempt), "now": as_datetime(now)}
    row = connection.execute(query("try_sign_in_code"), asked).fetchone()
    if row is None:
        return None
    kept, left = row
    if not hmac.compare_digest(kept, keyed_mark("code", attempt, code)):
        return False, left
    connection.execute(query("use_sign_in_code"), asked)
    return True, left


def use_challenge(connection: psycopg.Connection, challenge: bytes, *, ends_at: int) -> bool:
    """Use a challenge up; False where it was used before. `ends_at`: when it is worth nothing."""
    given = {"mark": _hash(challenge), "ends_at": as_datetime(ends_at)}
    return connection.execute(query("use_challenge"), given).rowcount == 1


def add_try(connection: psycopg.Connection, mark: bytes, *, now: int) -> Tried:
    """Count a try under a mark."""
    given = {"mark": mark, "now": as_datetime(now), "since": as_datetime(now - WINDOW)}
    row = connection.execute(query("add_sign_in_try"), given).fetchone()
    assert row is not None
    return Tried(row[0], as_instant(row[1]) + WINDOW)


def take_back_try(connection: psycopg.Connection, mark: bytes) -> None:
    """Count a try under a mark no more: nothing came of it."""
    connection.execute(query("take_back_sign_in_try"), {"mark": mark})


def clear_sign_ins(connection: psycopg.Connection, *, now: int) -> int:
    """Delete what is over, and return how many rows."""
    given = {"now": as_datetime(now), "since": as_datetime(now - WINDOW)}
    row = connection.execute(query("clear_sign_ins"), given).fetchone()
    assert row is not None
    return int(row[0])


def _hash(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()
