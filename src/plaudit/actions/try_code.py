"""Typing the code of an e-mail: each try is counted, and a right code is used up."""

from __future__ import annotations

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.ways_in import read_digits
from plaudit.store import sign_in


def try_code(connection: psycopg.Connection, attempt: bytes, typed: str, *, now: int) -> None:
    """Return where the code that was typed is the one that was sent for an attempt.

    Takes:   a connection in the doorkeeper's role.
    Units:   `now` in microseconds since the epoch.
    Refuses: SIGN_IN_CODE_WRONG; SIGN_IN_OVER where it is too late, used, or tried too often.
    """
    with connection.transaction():
        tried = sign_in.try_code(connection, attempt, read_digits(typed) or "", now=now)
    if tried is None:
        raise Refused(refusal(Code.SIGN_IN_OVER))
    is_right, left = tried
    if not is_right and left == 0:
        raise Refused(refusal(Code.SIGN_IN_OVER))
    if not is_right:
        raise Refused(refusal(Code.SIGN_IN_CODE_WRONG, left=left))
