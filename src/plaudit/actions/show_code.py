"""Showing a code: a member makes it to be linked with a partner, who then knows a handle."""

from __future__ import annotations

import secrets
from typing import NamedTuple

import psycopg

from plaudit.core.linking import LINK_SECONDS
from plaudit.core.period import SECOND
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.voucher import CODE_BITS, code_of
from plaudit.store.link_codes import add_link_code
from plaudit.store.members import read_membership


class Shown(NamedTuple):
    """A code of twelve characters, and the first moment at which it is over."""

    code: str
    ends_at: int


def show_code(connection: psycopg.Connection, member_id: int, *, now: int) -> Shown:
    """Return a new code for a member to show; the one before is worth nothing from now on.

    Letters that a steward typed before now count, though they are sent later.

    Units:   `now` in microseconds since the epoch.
    Refuses: MEMBER_UNKNOWN for who doesn't take part, RECORD_RESTRICTED.
    """
    code = code_of(secrets.randbits(CODE_BITS))
    shown = Shown(code, now + LINK_SECONDS * SECOND)
    with connection.transaction():
        if not add_link_code(connection, member_id, code, ends_at=shown.ends_at, now=now):
            found = read_membership(connection, member_id)
            takes_part = found is not None and found.withdrawn_at is None
            if not takes_part:
                raise Refused(refusal(Code.MEMBER_UNKNOWN))
            raise Refused(refusal(Code.RECORD_RESTRICTED, member=member_id))
    return shown
