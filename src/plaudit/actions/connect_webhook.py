"""Connecting a partner's webhook: its URL, its secret, a new secret, and taking it away."""

from __future__ import annotations

import secrets

import psycopg

from plaudit.core.public_address import target_of
from plaudit.core.webhook_signing import SECRET_BYTES, secret_text
from plaudit.store import webhooks

OLD_SECRET_DAYS = 2
"""How long messages are signed with the old secret as well."""
_DAY = 86_400_000_000


def connect_webhook(
    connection: psycopg.Connection, partner_id: int, *, url: str, now: int, to_loopback: bool
) -> str | None:
    """Set a partner's URL. Return its new secret, shown this once; None where it had one already.

    A webhook that was stopped starts again.
    Units:   `now` in microseconds since the epoch.
    Refuses: ValueError with a sentence for a URL that messages don't go to.
    """
    target_of(url, to_loopback=to_loopback)
    with connection.transaction():
        if webhooks.change_url(connection, partner_id, url=url):
            return None
        secret = secrets.token_bytes(SECRET_BYTES)
        if webhooks.add_webhook(connection, partner_id, url=url, secret=secret, now=now):
            return secret_text(secret)
        # Another request of the same moment was first; the later URL stands, as ever.
        webhooks.change_url(connection, partner_id, url=url)
    return None


def rotate_secret(connection: psycopg.Connection, partner_id: int, *, now: int) -> str | None:
    """Return a new secret, shown this once; the old one signs too for OLD_SECRET_DAYS.

    None where there is no webhook, or an earlier secret still signs: one change at a time, so that
    a partner always holds one of the two.
    """
    secret = secrets.token_bytes(SECRET_BYTES)
    until = now + OLD_SECRET_DAYS * _DAY
    with connection.transaction():
        done = webhooks.rotate_secret(connection, partner_id, secret=secret, now=now, until=until)
    return secret_text(secret) if done else None


def disconnect_webhook(connection: psycopg.Connection, partner_id: int) -> bool:
    """Forget a partner's URL and secrets; False where there are none. What waits stays waiting."""
    with connection.transaction():
        return webhooks.remove_webhook(connection, partner_id)
