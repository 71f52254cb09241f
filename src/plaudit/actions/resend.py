"""Sending a waiting message to a partner at once, and not when its next try is due."""

from __future__ import annotations

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.store.deliveries import Delivery, find_delivery, hasten_delivery


def resend(
    connection: psycopg.Connection, partner_id: int, message_id: str, *, now: int
) -> Delivery:
    """Let a partner's message be tried now, and return it.

    What was delivered or given up can't be: its content went with its end.

    Units:   `now` in microseconds since the epoch.
    Refuses: MESSAGE_UNKNOWN, also for another partner's; MESSAGE_OVER.
    """
    with connection.transaction():
        hastened = hasten_delivery(connection, partner_id, message_id, now=now)
        found = find_delivery(connection, partner_id, message_id)
    if found is None:
        raise Refused(refusal(Code.MESSAGE_UNKNOWN))
    if not hastened:
        assert found.ended_at is not None, found
        raise Refused(refusal(Code.MESSAGE_OVER, ended_on=found.ended_at.date()))
    return found
