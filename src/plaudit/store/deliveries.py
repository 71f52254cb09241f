"""Deliveries: messages on their way to partners. A row is taken for a try, and marked after it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

import psycopg

from plaudit.core.messages import WAITING_KINDS
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime, as_instant
from plaudit.store.outbox import Payload, Waiting
from plaudit.store.sealed import NotOpened, Seal
from plaudit.store.webhooks import sealed_of


class Taken(NamedTuple):
    """A message that is to be sent now. `tries` counts this one; the newest secret is first.

    There are no secrets where the newest was sealed with another key than lies beside the database.
    A partner may hold that one alone, so an older one doesn't sign without it.
    """

    delivery_id: int
    message_id: str
    partner_id: int
    kind: str
    payload: Payload
    happened_at: int
    tries: int
    url: str
    secrets: Sequence[bytes]


class Delivery(NamedTuple):
    """How a message fares. `last_answer`: a status of HTTP, or a code of ours."""

    message_id: str
    kind: str
    happened_at: datetime
    tries: int
    next_try_at: datetime | None
    last_answer: str | None
    ended_at: datetime | None
    was_delivered: bool


def add_deliveries(connection: psycopg.Connection, rows: Sequence[Waiting]) -> int:
    """Make deliveries of what was taken from the outbox, and return how many.

    A partner without a webhook gets those of the kinds that wait for it, once it has one.
    """
    given = {
        "partner_ids": [row.partner_id for row in rows],
        "kinds": [row.kind for row in rows],
        "payloads": [json.dumps(row.payload) for row in rows],
        "times": [as_datetime(row.happened_at) for row in rows],
        "waiting_kinds": list(WAITING_KINDS),
    }
    return connection.execute(query("add_deliveries"), given).rowcount


def take_deliveries(
    connection: psycopg.Connection,
    seal: Seal,
    *,
    busy: Collection[int],
    most: int,
    now: int,
    until: int,
) -> list[Taken]:
    """Take the first message that is due of each partner that isn't busy.

    What is taken and not marked by `until` is due again: its taker is taken for dead.
    """
    given = {
        "busy": list(busy),
        "most": most,
        "now": as_datetime(now),
        "until": as_datetime(until),
    }
    rows = connection.execute(query("take_deliveries"), given).fetchall()
    taken = []
    for delivery_id, message_id, partner_id, kind, payload, at, tries, url, *sealed in rows:
        newest, earlier = sealed
        secrets = _opened(seal, newest, earlier, of=sealed_of(partner_id))
        taken.append(
            Taken(
                delivery_id,
                message_id,
                partner_id,
                kind,
                payload,
                as_instant(at),
                tries,
                url,
                secrets,
            )
        )
    return taken


def _opened(seal: Seal, newest: bytes, earlier: Sequence[bytes], *, of: str) -> list[bytes]:
    try:
        found = [seal.open(newest, of=of)]
    except NotOpened:
        return []
    for one in earlier:
        with suppress(NotOpened):  # of a key that was lost since; the newest one is enough
            found.append(seal.open(one, of=of))
    return found


def end_delivery(
    connection: psycopg.Connection, delivery_id: int, *, answer: str, was_delivered: bool, now: int
) -> None:
    """Mark a message as delivered, or as given up. Its payload goes."""
    given = {
        "delivery_id": delivery_id,
        "answer": answer,
        "was_delivered": was_delivered,
        "now": as_datetime(now),
    }
    connection.execute(query("end_delivery"), given)


def put_off_delivery(
    connection: psycopg.Connection,
    delivery_id: int,
    *,
    answer: str,
    next_try_at: int,
    was_tried: bool = True,
) -> None:
    """Let a message be tried again at an instant. `was_tried`: False where nothing was sent."""
    given = {
        "delivery_id": delivery_id,
        "answer": answer,
        "next_try_at": as_datetime(next_try_at),
        "was_tried": was_tried,
    }
    connection.execute(query("put_off_delivery"), given)


def give_up_deliveries(connection: psycopg.Connection, *, before: int, now: int) -> int:
    """Give up what has waited for a webhook since before an instant, and return how many."""
    given = {"before": as_datetime(before), "now": as_datetime(now)}
    return connection.execute(query("give_up_deliveries"), given).rowcount


def clear_deliveries(connection: psycopg.Connection, *, before: int, most: int) -> int:
    """Delete what ended before an instant, at most so many, and return how many."""
    given = {"before": as_datetime(before), "most": most}
    return connection.execute(query("clear_deliveries"), given).rowcount


def last_deliveries(
    connection: psycopg.Connection, partner_id: int, *, most: int
) -> list[Delivery]:
    """Return how a partner's last messages fare, the newest first."""
    given = {"partner_id": partner_id, "most": most}
    return [Delivery(*row) for row in connection.execute(query("last_deliveries"), given)]


def count_waiting(
    connection: psycopg.Connection, programme_id: int
) -> list[tuple[str, int, int, datetime | None]]:
    """Return by partner: its name, messages that wait, those tried before, and the oldest one."""
    asked = {"programme_id": programme_id}
    return connection.execute(query("waiting_deliveries"), asked).fetchall()


def count_given_up(
    connection: psycopg.Connection, programme_id: int
) -> list[tuple[str, int, datetime]]:
    """Return by partner what it had to be told and never was: its name, messages, and since when.

    Until they are cleared. Only of kinds that wait for a webhook.
    """
    asked = {"programme_id": programme_id, "kinds": list(WAITING_KINDS)}
    return connection.execute(query("given_up_deliveries"), asked).fetchall()


def find_delivery(
    connection: psycopg.Connection, partner_id: int, message_id: str
) -> Delivery | None:
    """Return how one message of a partner fares, or None. `message_id`: a UUID."""
    given = {"partner_id": partner_id, "message_id": message_id}
    row = connection.execute(query("delivery_of_partner"), given).fetchone()
    return None if row is None else Delivery(*row)


def hasten_delivery(
    connection: psycopg.Connection, partner_id: int, message_id: str, *, now: int
) -> bool:
    """Let a waiting message be due now; False where it waits no more, or isn't the partner's."""
    given = {"partner_id": partner_id, "message_id": message_id, "now": as_datetime(now)}
    return connection.execute(query("hasten_delivery"), given).rowcount == 1
