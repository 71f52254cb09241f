"""Linking a member to a partner by the code that the member shows. The partner learns a handle."""

from __future__ import annotations

import psycopg

from plaudit.actions.give_handle import give_handle
from plaudit.actions.honour import must_not_wait
from plaudit.core.linking import LINK_SECONDS
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.voucher import Till, read_code
from plaudit.store.handles import Handles
from plaudit.store.honours import add_wrong_code
from plaudit.store.link_codes import use_link_code
from plaudit.store.live_codes import use_live_code
from plaudit.store.partners import reports_deeds


def link(
    connection: psycopg.Connection, till: Till, code: str, *, handles: Handles, now: int
) -> str:
    """Return the handle, at a till's partner, of the member who shows a code; the code is used up.

    Whatever the reason is, the answer to a code that doesn't link is the same: made up, used, over,
    of another programme, or of somebody who left or stands still (charter, C15). It counts as a
    wrong one.

    A partner that reports no deeds needs no name for a person (charter, C15).
    Units:   `now` in microseconds since the epoch.
    Refuses: NOTHING_TO_LINK, LINK_CODE_UNKNOWN, TOO_MANY_WRONG.
    """
    if not reports_deeds(connection, till.partner_id):
        raise Refused(refusal(Code.NOTHING_TO_LINK))
    must_not_wait(connection, till, now=now)
    with connection.transaction():
        member_id = _use(connection, till.partner_id, code, now=now)
        if member_id is not None:
            handle = give_handle(connection, member_id, till.partner_id, handles=handles)
            assert handle is not None, "a member was erased while their code was used"
            return handle
    add_wrong_code(connection, till, now=now)
    raise Refused(refusal(Code.LINK_CODE_UNKNOWN, minutes=LINK_SECONDS // 60))


def _use(connection: psycopg.Connection, partner_id: int, code: str, *, now: int) -> int | None:
    """Use up a typed or a live code and return who shows it; they differ in length."""
    typed = read_code(code)
    if typed is not None:
        return use_link_code(connection, partner_id, typed, now=now)
    return use_live_code(connection, partner_id, code, now=now)
