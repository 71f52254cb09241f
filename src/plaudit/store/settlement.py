"""Settlement: what stands on partners' accounts, and their monthly statements."""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.core.own_number import OwnNumbers
from plaudit.core.period import Calendar, date_of
from plaudit.core.settlement import Entry, EntryKind, Owed, Statement, statement_of
from plaudit.sql.loader import query
from plaudit.store.arrays import bigints
from plaudit.store.instants import as_datetime, as_instant
from plaudit.store.own_numbers import own_numbers


class RewardPartner(NamedTuple):
    """A partner that is owed something, or was. `programme`: the programme's id."""

    partner_id: int
    id: str
    name: str
    programme: str
    time_zone: str


class NewEntry(NamedTuple):
    """A correction or payment to be booked. `points`: below 0 where less is owed after it."""

    partner_id: int
    kind: EntryKind
    points: int
    reason: str
    reference: str
    decided_by: str


class Booked(NamedTuple):
    """A correction or payment that stands in the book, under the book's own number."""

    number: int
    kind: EntryKind
    reason: str
    points: int


class Made(NamedTuple):
    """A statement as it was made. `closed_at` in microseconds since the epoch."""

    statement: Statement
    closed_at: int


def lock_account(connection: psycopg.Connection, partner_id: int) -> None:
    """Let nobody else book on a partner's account or close its month in this transaction."""
    connection.execute(query("lock_partner_account"), {"partner_id": partner_id})


def read_time_zones(connection: psycopg.Connection) -> list[str]:
    """Return the time zone of every programme, each once."""
    return [zone for (zone,) in connection.execute(query("time_zones"))]


def read_reward_partners(connection: psycopg.Connection) -> list[RewardPartner]:
    """Return the partners that were ever owed something, in the order of their numbers."""
    return [RewardPartner(*row) for row in connection.execute(query("reward_partners"))]


def read_partner(connection: psycopg.Connection, partner_id: int) -> RewardPartner:
    """Return one partner, whether it was ever owed anything or not."""
    row = connection.execute(query("settled_partner"), {"partner_id": partner_id}).fetchone()
    assert row is not None, partner_id
    return RewardPartner(*row)


def read_last_statement(connection: psycopg.Connection, partner_id: int) -> Statement | None:
    """Return a partner's newest statement, or None."""
    row = connection.execute(query("last_statement"), {"partner_id": partner_id}).fetchone()
    return None if row is None else statement_of(row[0])


def read_unstated(
    connection: psycopg.Connection, partner_id: int, *, until: int, calendar: Calendar
) -> tuple[list[Owed], list[Entry]]:
    """Return what happened before an instant and stands in no statement yet.

    Numbers are the partner's own, here and in `add_stated`.
    """
    named = {"partner_id": partner_id, "until": as_datetime(until)}
    honours = own_numbers(connection, "honour", partner_id)
    booked = own_numbers(connection, "entry", partner_id)
    owed = [
        Owed(honours.own(honour_id), calendar.day_of(as_instant(at)), reward, points, kind)
        for honour_id, at, reward, points, kind in connection.execute(
            query("unstated_honours"), named
        )
    ]
    entries = [
        Entry(booked.own(entry_id), calendar.day_of(as_instant(at)), *said)
        for entry_id, at, *said in connection.execute(query("unstated_entries"), named)
    ]
    return owed, entries


def add_statement(
    connection: psycopg.Connection, partner_id: int, made: Statement, *, now: int
) -> None:
    """Add a statement. What stands in it is named by `add_stated`."""
    connection.execute(
        query("add_statement"),
        {
            "partner_id": partner_id,
            "number": made.head.number,
            "month": date_of(made.head.month),
            "opening_points": made.opening_points,
            "honoured_points": made.honoured_points,
            "corrected_points": made.corrected_points,
            "paid_points": made.paid_points,
            "closing_points": made.closing_points,
            "previous_sha256": made.previous_sha256,
            "sha256": made.sha256,
            "text": made.text,
            "closed_at": as_datetime(now),
        },
    )


def add_stated(
    connection: psycopg.Connection,
    partner_id: int,
    number: int,
    *,
    honours: list[int],
    entries: list[int],
) -> None:
    """Name the honours and entries that stand in a statement: in this one, and in no other."""
    stated = {
        "honours": bigints(_running(own_numbers(connection, "honour", partner_id), honours)),
        "entries": bigints(_running(own_numbers(connection, "entry", partner_id), entries)),
    }
    connection.execute(query("add_stated"), {"partner_id": partner_id, "number": number, **stated})


def _running(numbers: OwnNumbers, told: list[int]) -> list[int]:
    """Return the book's numbers of what was read under a partner's own."""
    found = [numbers.running(one) for one in told]
    assert None not in found, told
    return [one for one in found if one is not None]


def read_statements(
    connection: psycopg.Connection, partner_id: int, *, month: int | None = None
) -> list[Made]:
    """Return a partner's statements, the newest first; of one month where it is given."""
    asked = {"partner_id": partner_id, "month": None if month is None else date_of(month)}
    return [
        Made(statement_of(text), as_instant(closed_at))
        for text, closed_at in connection.execute(query("statements_of_partner"), asked)
    ]


def read_owed(connection: psycopg.Connection, partner_id: int) -> int:
    """Return what a partner's settlement account holds now, stated or not."""
    row = connection.execute(query("owed_now"), {"partner_id": partner_id}).fetchone()
    assert row is not None
    return int(row[0])


def find_entry(connection: psycopg.Connection, partner_id: int, reference: str) -> Booked | None:
    """Return what was booked under a reference, or None."""
    named = {"partner_id": partner_id, "reference": reference}
    row = connection.execute(query("entry_by_reference"), named).fetchone()
    return None if row is None else Booked(*row)


def add_entry(connection: psycopg.Connection, entry: NewEntry, *, now: int) -> int:
    """Book a correction or a payment and return its number."""
    named = entry._asdict() | {
        "points": abs(entry.points),
        "recorded_at": as_datetime(now),
    }
    if entry.kind == "payment":
        connection.execute(query("add_paid_account"), named)
    accounts: dict[str, int] = dict(
        connection.execute(query("accounts_of_partner"), named).fetchall()
    )
    theirs = accounts["settlement"]
    other = accounts["paid" if entry.kind == "payment" else "issue"]
    named["from_account_id"], named["to_account_id"] = (
        (other, theirs) if entry.points > 0 else (theirs, other)
    )
    row = connection.execute(query("add_settlement_entry"), named).fetchone()
    assert row is not None, entry
    return int(row[0])
