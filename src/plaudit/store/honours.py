"""Honours: what partners are owed for vouchers, decided by one statement each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import psycopg

from plaudit.core.period import SECOND, Calendar, day_number
from plaudit.core.rewards import KINDS
from plaudit.core.voucher import (
    UNDO_SECONDS,
    WRONG_TRIES_MAX,
    WRONG_TRIES_SECONDS,
    Honoured,
    State,
    Till,
)
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime, as_instant
from plaudit.store.own_numbers import numbers_of, own_numbers
from plaudit.store.tickets import ticket_of
from plaudit.store.voucher_codes import voucher_codes

NEVER_WAITS = 2**31 - 1


class Way(NamedTuple):
    """How a voucher comes to be honoured.

    `at`: when the till took it; `accepted_key`: the till's own number of it, for one that it took
    while offline.
    """

    how: str
    at: int
    accepted_key: str | None = None


class Found(NamedTuple):
    """A partner's voucher as a till may know it: nothing of whose it is. Days are day numbers.

    `ends_at`: the first moment at which it is over, whether or not the job that lapses it ran.
    """

    state: State
    changed_day: int
    changed_at: int
    last_on: int
    ends_at: int
    reward: str
    title: Mapping[str, str]
    points: int

    def can_be_used(self, *, at: int) -> bool:
        """Return whether it is open at an instant."""
        return self.state is State.OPEN and self.ends_at > at


def honour_voucher(
    connection: psycopg.Connection, till: Till, code: str, *, way: Way, now: int
) -> Honoured | None:
    """Honour the open voucher with a code, for its partner; None where one statement says no."""
    row = connection.execute(
        query("honour_voucher"),
        {
            "code_hash": voucher_codes().hash_of(code),
            "partner_id": till.partner_id,
            "key_hash": till.key_hash,
            "at": as_datetime(way.at),
            "now": as_datetime(now),
            # A signed voucher isn't guessed: wrong codes don't hold it up.
            "wrong_tries": WRONG_TRIES_MAX if way.accepted_key is None else NEVER_WAITS,
            "since": as_datetime(now - WRONG_TRIES_SECONDS * SECOND),
            "how": way.how,
            "till": till.mark,
            "accepted_key": way.accepted_key,
        },
    ).fetchone()
    return None if row is None else _honoured(connection, till, row, at=way.at)


def honour_of_moment(
    connection: psycopg.Connection, till: Till, code: str, *, now: int
) -> Honoured | None:
    """Return what a till honoured by a code within UNDO_SECONDS; None where it did no such thing.

    Units: `now` in microseconds since the epoch.
    """
    asked = {
        "code_hash": voucher_codes().hash_of(code),
        "partner_id": till.partner_id,
        "till": till.mark,
        "since": as_datetime(now - UNDO_SECONDS * SECOND),
    }
    row = connection.execute(query("honour_of_moment"), asked).fetchone()
    return None if row is None else _honoured(connection, till, row[:-1], at=as_instant(row[-1]))


def _honoured(
    connection: psycopg.Connection, till: Till, row: tuple[Any, ...], *, at: int
) -> Honoured:
    honour_id, voucher_id, reward, kind, title, points, told_until = row
    ticket = ticket_of(connection, voucher_id) if KINDS[kind].needs_ticket else None
    number = numbers_of("honour", till.partner_id, told_until=told_until).own(honour_id)
    return Honoured(number, reward, title, points, at, ticket)


def find_voucher(connection: psycopg.Connection, till: Till, code: str) -> Found | None:
    """Return a partner's voucher by its code, to say what it is, or why it wasn't honoured."""
    asked = {"code_hash": voucher_codes().hash_of(code), "partner_id": till.partner_id}
    row = connection.execute(query("voucher_by_code"), asked).fetchone()
    if row is None:
        return None
    state, changed_at, last_on, ends_at, time_zone, *said = row
    changed = as_instant(changed_at)
    return Found(
        State(state),
        Calendar(time_zone).day_of(changed),
        changed,
        day_number(last_on),
        as_instant(ends_at),
        *said,
    )


def seconds_to_wait(connection: psycopg.Connection, till: Till, *, now: int) -> int:
    """Return for how many seconds a till waits after too many wrong codes; 0 where it doesn't."""
    row = connection.execute(query("wrong_codes"), {"key_hash": till.key_hash}).fetchone()
    if row is None or row[1] < WRONG_TRIES_MAX:
        return 0
    over_at = as_instant(row[0]) + WRONG_TRIES_SECONDS * SECOND
    return max(0, -((now - over_at) // SECOND))


def add_wrong_code(connection: psycopg.Connection, till: Till, *, now: int) -> None:
    """Count a wrong code that a till's key typed."""
    said = {
        "key_hash": till.key_hash,
        "now": as_datetime(now),
        "since": as_datetime(now - WRONG_TRIES_SECONDS * SECOND),
    }
    connection.execute(query("add_wrong_code"), said)


def undo_honour(connection: psycopg.Connection, till: Till, number: int, *, now: int) -> bool:
    """Take back what a till honoured, within a minute; False where one statement says no."""
    honour_id = own_numbers(connection, "honour", till.partner_id).running(number)
    if honour_id is None:
        return False
    named = {"honour_id": honour_id, "partner_id": till.partner_id, "till": till.mark}
    row = connection.execute(query("honour_to_undo"), named).fetchone()
    if row is None:
        return False
    given = named | {
        "code_hash": voucher_codes().hash_of_voucher(row[0]),
        "since": as_datetime(now - UNDO_SECONDS * SECOND),
        "now": as_datetime(now),
    }
    return connection.execute(query("undo_honour"), given).fetchone() is not None
