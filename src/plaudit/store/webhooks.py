"""Webhooks: where each partner wants its messages, and the secrets that sign them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import psycopg

from plaudit.core.webhook_signing import SIGNATURES_MOST
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime
from plaudit.store.sealed import Seal
from plaudit.store.secrets import secret

KEY_NAME = "webhooks"


class Webhook(NamedTuple):
    """A partner's webhook, with how many messages wait, were delivered and were given up."""

    partner: str
    url: str
    added_at: datetime
    stopped_at: datetime | None
    old_secret_until: datetime | None
    waiting: int
    delivered: int
    given_up: int


def webhook_seal() -> Seal:
    """Return what seals webhook secrets."""
    return Seal(secret(KEY_NAME))


def sealed_of(partner_id: int) -> str:
    """Return what a webhook secret is sealed for."""
    return f"webhook {partner_id}"


def add_webhook(
    connection: psycopg.Connection, partner_id: int, *, url: str, secret: bytes, now: int
) -> bool:
    """Keep a partner's URL and secret; False where the partner has a webhook."""
    given = {
        "partner_id": partner_id,
        "url": url,
        "sealed_secret": webhook_seal().seal(secret, of=sealed_of(partner_id)),
        "added_at": as_datetime(now),
    }
    return connection.execute(query("add_webhook"), given).rowcount == 1


def change_url(connection: psycopg.Connection, partner_id: int, *, url: str) -> bool:
    """Give a webhook another URL, or start a stopped one again; False where there is none."""
    given = {"partner_id": partner_id, "url": url}
    return connection.execute(query("change_webhook_url"), given).rowcount == 1


def rotate_secret(
    connection: psycopg.Connection, partner_id: int, *, secret: bytes, now: int, until: int
) -> bool:
    """Replace a secret; the one of now, and what signs beside it, sign too until an instant.

    False where there is no webhook, or SIGNATURES_MOST sign: a partner may hold any of them.
    """
    given = {
        "partner_id": partner_id,
        "sealed_secret": webhook_seal().seal(secret, of=sealed_of(partner_id)),
        "now": as_datetime(now),
        "until": as_datetime(until),
        "between_most": SIGNATURES_MOST - 2,
    }
    return connection.execute(query("rotate_webhook_secret"), given).rowcount == 1


def stop_webhook(connection: psycopg.Connection, partner_id: int, *, url: str, now: int) -> bool:
    """Send nothing more to a partner that said of a URL that it is gone.

    False where the partner has another URL by now, or none: that one isn't gone.
    """
    given = {"partner_id": partner_id, "url": url, "now": as_datetime(now)}
    return connection.execute(query("stop_webhook"), given).rowcount == 1


def remove_webhook(connection: psycopg.Connection, partner_id: int) -> bool:
    """Forget a partner's URL and secrets; False where there are none."""
    return connection.execute(query("remove_webhook"), {"partner_id": partner_id}).rowcount == 1


def read_webhooks(connection: psycopg.Connection) -> list[Webhook]:
    """Return all webhooks, by partner."""
    return [Webhook(*row) for row in connection.execute(query("webhooks")).fetchall()]


def read_webhook(connection: psycopg.Connection, partner_id: int) -> Webhook | None:
    """Return a partner's webhook, or None."""
    row = connection.execute(query("webhook_of_partner"), {"partner_id": partner_id}).fetchone()
    return None if row is None else Webhook(*row)
