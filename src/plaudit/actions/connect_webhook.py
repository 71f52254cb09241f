"""Connecting a partner's webhook: its URL, its secret, a new secret, and taking it away."""

from __future__ import annotations

import secrets

import psycopg

from plaudit.core.pressing import is_pressed_again
from plaudit.core.public_address import target_of
from plaudit.core.webhook_signing import SECRET_BYTES, secret_text
from plaudit.store import webhooks
from plaudit.store.instants import as_instant

OLD_SECRET_DAYS = 2
"""How long messages are signed with the old secret as well."""
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND


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


def connect_by_press(
    connection: psycopg.Connection, partner_id: int, *, url: str, now: int
) -> str | None:
    """Set a partner's URL as connect_webhook does, by a form, which can be pressed twice.

    A browser shows the second answer alone, so it has a secret too: another one, and the first
    signs on beside it. A program has its Idempotency-Key for that.
    """
    before = webhooks.read_webhook(connection, partner_id)
    secret = connect_webhook(connection, partner_id, url=url, now=now, to_loopback=False)
    if secret is None and (before is None or before.url == url):  # none: two in one moment
        there = webhooks.read_webhook(connection, partner_id)
        if there is not None and is_pressed_again(as_instant(there.added_at), now):
            return rotate_secret(connection, partner_id, now=now)
    return secret


def rotate_secret(connection: psycopg.Connection, partner_id: int, *, now: int) -> str | None:
    """Return a new secret, shown this once; those before sign too for OLD_SECRET_DAYS.

    Nobody knows whether the one before was seen. So another can be made at once, and none that a
    partner may hold stops signing by it.
    None where there is no webhook, or SIGNATURES_MOST secrets sign already.
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
