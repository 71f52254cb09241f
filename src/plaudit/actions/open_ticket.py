"""Opening a ticket: its own code is shown to its member, and the voucher is used by that."""

from __future__ import annotations

import psycopg

from plaudit.actions.honour import why_not
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.voucher import State, Till
from plaudit.store.honours import Way, find_voucher, honour_voucher
from plaudit.store.tickets import ticket_of
from plaudit.store.voucher_codes import voucher_codes
from plaudit.store.vouchers import partner_of_ticket


def open_ticket(
    connection: psycopg.Connection, member_id: int, voucher_id: int, *, now: int
) -> str:
    """Return the ticket's code; from the first time on, the voucher is used.

    Until then nobody has seen it, so a ticket that is given back is as good as new.

    Units:   `now` in microseconds since the epoch.
    Refuses: Refused where the voucher isn't the member's, isn't of a ticket, or was given back.
    """
    with connection.transaction():
        partner_id = partner_of_ticket(connection, member_id, voucher_id)
        if partner_id is None:
            raise Refused(refusal(Code.VOUCHER_NOT_YOURS))
        till = Till(partner_id, key_hash=b"")
        code = voucher_codes().code_of(voucher_id)
        way = Way("opened", at=now)
        if honour_voucher(connection, till, code, way=way, now=now) is None:
            found = find_voucher(connection, till, code)
            if found is None:  # its member is being erased
                raise Refused(refusal(Code.VOUCHER_NOT_YOURS))
            if found.state is not State.HONOURED:
                raise Refused(why_not(found))
        ticket = ticket_of(connection, voucher_id)
        assert ticket is not None, voucher_id
    return ticket
