"""Registering a partner: which activities it may report, how far back, and out of what budget."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import psycopg

from plaudit.core.ledger import Registration
from plaudit.store import catalogue, partners

KEY_PREFIX = "plaudit_"


def register_partner(
    connection: psycopg.Connection, registration: Registration, *, now: int
) -> tuple[int, str]:
    """Register a partner and return its number and its key, which is shown this once.

    Units:   `now` in microseconds since the epoch.
    Refuses: psycopg.errors.UniqueViolation for an id that is taken; CheckViolation for a back-date
             limit above 30 days or a budget below zero (charter, C24).
    """
    with connection.transaction():
        registered = _register(connection, registration, now=now)
        catalogue.raise_version(connection)
    return registered


def register_partners(
    connection: psycopg.Connection, registrations: Sequence[Registration], *, now: int
) -> list[str]:
    """Register partners, all or none, and return the key of each, which is shown this once.

    Refuses: as register_partner does.
    """
    with connection.transaction():
        keys = [_register(connection, one, now=now)[1] for one in registrations]
        # Once and last: another who registers one of these ids waits for us, and holds no version.
        catalogue.raise_version(connection)
    return keys


def add_key(connection: psycopg.Connection, partner_id: int, *, now: int) -> str:
    """Make one more key for a partner and return it; it is shown this once."""
    with connection.transaction():
        return _new_key(connection, partner_id, now=now)


def _register(
    connection: psycopg.Connection, registration: Registration, *, now: int
) -> tuple[int, str]:
    partner_id = partners.add_partner(connection, registration)
    return partner_id, _new_key(connection, partner_id, now=now)


def _new_key(connection: psycopg.Connection, partner_id: int, *, now: int) -> str:
    key = KEY_PREFIX + secrets.token_urlsafe(32)
    partners.add_key(connection, partner_id, key=key, now=now)
    return key
