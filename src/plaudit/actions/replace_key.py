"""Replacing a partner's key: the new one works at once, the old one for some days more."""

from __future__ import annotations

import psycopg

from plaudit.actions.register_partner import add_key
from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.store import partners

KEYS_MAX = 10
"""Keys of one partner that can be used."""
OLD_KEY_DAYS = 7


def new_key(connection: psycopg.Connection, partner_id: int, *, now: int) -> str:
    """Make one more key for a partner and return it; it is shown this once.

    Units:   `now` in microseconds since the epoch.
    Refuses: TOO_MANY_KEYS.
    """
    with connection.transaction():
        _must_have_room(connection, partner_id, now=now)
        return add_key(connection, partner_id, now=now)


def replace_key(connection: psycopg.Connection, partner_id: int, mark: str, *, now: int) -> str:
    """Return a new key, shown this once; the one with a mark goes on for OLD_KEY_DAYS.

    Refuses: KEY_MARK_UNKNOWN, TOO_MANY_KEYS.
    """
    with connection.transaction():
        _must_have_room(connection, partner_id, now=now)
        old = marked(connection, partner_id, mark, now=now)
        partners.end_key(
            connection, old.key_hash, ends_at=now + OLD_KEY_DAYS * DAY_SECONDS * SECOND
        )
        return add_key(connection, partner_id, now=now)


def withdraw_key(connection: psycopg.Connection, partner_id: int, mark: str, *, now: int) -> None:
    """Withdraw a partner's key: within a few seconds nobody gets in with it, for good.

    Refuses: KEY_MARK_UNKNOWN.
    """
    with connection.transaction():
        found = marked(connection, partner_id, mark, now=now)
        partners.withdraw_keys(connection, [found.key_hash], now=now)


def marked(connection: psycopg.Connection, partner_id: int, mark: str, *, now: int) -> partners.Key:
    """Return a partner's key by its mark.

    Refuses: KEY_MARK_UNKNOWN, also for another partner's.
    """
    for key in partners.keys_of(connection, partner_id, now=now):
        if key.mark == mark:
            return key
    raise Refused(refusal(Code.KEY_MARK_UNKNOWN))


def _must_have_room(connection: psycopg.Connection, partner_id: int, *, now: int) -> None:
    partners.lock_keys(connection, partner_id)
    if len(partners.keys_of(connection, partner_id, now=now)) >= KEYS_MAX:
        raise Refused(refusal(Code.TOO_MANY_KEYS, limit=KEYS_MAX))
