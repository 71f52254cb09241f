"""Partners: who may report what, and the hashes of their keys."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import psycopg

from plaudit.core.ledger import Partner, Registration
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime

MARK_DIGITS = 12


class Key(NamedTuple):
    """What is kept of a key that can be used."""

    key_hash: bytes
    made_at: datetime
    ends_at: datetime | None = None
    """From when on nobody gets in with it; None: it goes on."""

    @property
    def mark(self) -> str:
        """What tells it apart from others: the first digits of its SHA-256."""
        return self.key_hash.hex()[:MARK_DIGITS]


class Listed(NamedTuple):
    """A partner as an operator sees it: on what terms, and its keys that can be used."""

    partner_id: int
    registered: Registration
    keys: tuple[Key, ...]


def read_partners(connection: psycopg.Connection) -> list[Partner]:
    """Return all partners with the activities that they are registered for."""
    rows = connection.execute(query("partners")).fetchall()
    return [
        Partner(partner_id, programme_id, id, back_date_days, budget, frozenset(activities))
        for partner_id, programme_id, id, back_date_days, budget, activities in rows
    ]


def add_partner(connection: psycopg.Connection, registration: Registration) -> int:
    """Add a partner with the activities it may report, and return its number.

    Refuses: psycopg.errors.UniqueViolation for an id that is taken, CheckViolation for limits.
    """
    given = registration._asdict() | {"activities": sorted(set(registration.activities))}
    row = connection.execute(query("add_partner"), given).fetchone()
    assert row is not None
    given["partner_id"] = partner_id = int(row[0])
    added = connection.execute(query("add_partner_activities"), given)
    assert added.rowcount == len(given["activities"]), given["activities"]
    connection.execute(query("add_settlement_account"), given)
    return partner_id


def reports_deeds(connection: psycopg.Connection, partner_id: int) -> bool:
    """Return whether a partner is registered for any kind of deeds."""
    row = connection.execute(query("reports_deeds"), {"partner_id": partner_id}).fetchone()
    assert row is not None
    return bool(row[0])


def update_partner(
    connection: psycopg.Connection, partner_id: int, registration: Registration
) -> None:
    """Give a partner other terms: its name, limits, and the activities that it may report.

    Refuses: psycopg.errors.CheckViolation for limits.
    """
    given = registration._asdict() | {"activities": sorted(set(registration.activities))}
    given["partner_id"] = partner_id
    connection.execute(query("update_partner"), given)
    connection.execute(query("remove_partner_activities"), given)
    added = connection.execute(query("add_partner_activities"), given)
    assert added.rowcount == len(given["activities"]), given["activities"]


def list_partners(connection: psycopg.Connection, programme_id: int) -> list[Listed]:
    """Return a programme's partners in the order in which they were registered."""
    named = {"programme_id": programme_id}
    keys: dict[int, list[Key]] = {}
    for partner_id, key_hash, *times in connection.execute(query("partner_keys"), named):
        keys.setdefault(partner_id, []).append(Key(bytes(key_hash), *times))
    rows = connection.execute(query("partners_of_programme"), named).fetchall()
    return [
        Listed(partner_id, Registration(programme_id, *terms), tuple(keys.get(partner_id, ())))
        for partner_id, *terms in rows
    ]


def partner_number(connection: psycopg.Connection, id: str) -> int | None:
    """Return the number of the partner with an id, or None."""
    row = connection.execute(query("partner_named"), {"id": id}).fetchone()
    return None if row is None else int(row[0])


def hash_of_key(key: str) -> bytes:
    """Return what is kept of a key. Keys are 256 random bits, so that a plain SHA-256 is enough."""
    return hashlib.sha256(key.encode()).digest()


def add_key(connection: psycopg.Connection, partner_id: int, *, key: str, now: int) -> None:
    """Keep the hash of a new key. `now` in microseconds since the epoch."""
    connection.execute(
        query("add_partner_key"),
        {"key_hash": hash_of_key(key), "partner_id": partner_id, "made_at": as_datetime(now)},
    )


def withdraw_keys(connection: psycopg.Connection, key_hashes: Sequence[bytes], *, now: int) -> int:
    """Withdraw keys and return how many were in use. `now` in microseconds since the epoch."""
    done = connection.execute(
        query("withdraw_partner_keys"),
        {"key_hashes": list(key_hashes), "withdrawn_at": as_datetime(now)},
    )
    return done.rowcount


def keys_of(connection: psycopg.Connection, partner_id: int, *, now: int) -> list[Key]:
    """Return a partner's keys that can be used, the oldest first."""
    asked = {"partner_id": partner_id, "now": as_datetime(now)}
    rows = connection.execute(query("keys_of_partner"), asked)
    return [Key(bytes(key_hash), *times) for key_hash, *times in rows]


def lock_keys(connection: psycopg.Connection, partner_id: int) -> None:
    """Keep a partner's keys from other changes until the transaction ends."""
    connection.execute(query("lock_partner_keys"), {"partner_id": partner_id})


def end_key(connection: psycopg.Connection, key_hash: bytes, *, ends_at: int) -> None:
    """Let a key go on until a moment, and no longer."""
    given = {"key_hash": key_hash, "ends_at": as_datetime(ends_at)}
    connection.execute(query("end_partner_key"), given)


def partner_of_key(connection: psycopg.Connection, key: str) -> tuple[int, str] | None:
    """Return (number, id) of the partner a key belongs to; None for one that isn't good now."""
    row = connection.execute(query("partner_of_key"), {"key_hash": hash_of_key(key)}).fetchone()
    return None if row is None else (int(row[0]), str(row[1]))
