"""The outbox: what must happen after a commit, written in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import psycopg
from psycopg.types.json import Jsonb

from plaudit.core.messages import checked
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime, as_instant

Payload = Mapping[str, str | int]


class Waiting(NamedTuple):
    """A row of the outbox. `happened_at` in microseconds since the epoch."""

    outbox_id: int
    partner_id: int
    kind: str
    payload: Payload
    happened_at: int


def add_to_outbox(
    connection: psycopg.Connection,
    kind: str,
    *,
    partner_id: int,
    payload: Payload,
    now: int,
) -> None:
    """Let a partner be told what is happening in this transaction, once it is committed.

    Units:   `now` in microseconds since the epoch.
    Refuses: an assertion outside a transaction, and for a kind or a field that core.messages
             doesn't list.
    """
    assert connection.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS, kind
    connection.execute(
        query("add_to_outbox"),
        {
            "partner_id": partner_id,
            "kind": kind,
            "payload": Jsonb(dict(checked(kind, payload))),
            "happened_at": as_datetime(now),
        },
    )


def take_outbox(connection: psycopg.Connection, *, most: int) -> list[Waiting]:
    """Take the oldest rows out, at most so many; they are back if the transaction fails."""
    rows = connection.execute(query("take_outbox"), {"most": most}).fetchall()
    return sorted(
        Waiting(outbox_id, partner_id, kind, payload, as_instant(happened_at))
        for outbox_id, partner_id, kind, payload, happened_at in rows
    )
