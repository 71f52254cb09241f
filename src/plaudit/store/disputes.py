"""Disputes: what a partner says is wrong in a statement, and what a person decided."""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.core.period import day_number
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime, as_instant


class Disputed(NamedTuple):
    """Which statement of which partner is disputed. `line`: from 1; 0 for the whole."""

    partner_id: int
    month: int
    line: int = 0


class Decided(NamedTuple):
    """What a person decided. `points`: what the correction adds; None for an explanation."""

    words: str
    decided_by: str
    decided_at: int
    points: int | None


class Dispute(NamedTuple):
    """A dispute. Units: `month` its first day, a day number; instants in microseconds."""

    month: int
    number: int
    line: int
    reason: str
    words: str
    disputed_at: int
    decided: Decided | None


def read_disputes(connection: psycopg.Connection, partner_id: int) -> list[Dispute]:
    """Return a partner's disputes, those of the newest statement first."""
    rows = connection.execute(query("disputes_of_partner"), {"partner_id": partner_id})
    return [
        Dispute(
            day_number(month),
            number,
            line,
            reason,
            words,
            as_instant(at),
            None if answer is None else Decided(answer, by, as_instant(decided_at), points),
        )
        for month, number, line, reason, words, at, answer, by, decided_at, points in rows
    ]


def find_dispute(connection: psycopg.Connection, of: Disputed) -> Dispute | None:
    """Return one dispute, or None."""
    for found in read_disputes(connection, of.partner_id):
        if (found.month, found.line) == (of.month, of.line):
            return found
    return None


def add_dispute(
    connection: psycopg.Connection, of: Disputed, number: int, *, reason: str, words: str, now: int
) -> None:
    """Add a dispute about the statement with a number."""
    connection.execute(
        query("add_dispute"),
        {
            "partner_id": of.partner_id,
            "number": number,
            "line": of.line,
            "reason": reason,
            "words": words,
            "disputed_at": as_datetime(now),
        },
    )


def add_decision(
    connection: psycopg.Connection,
    of: Disputed,
    number: int,
    *,
    decided: Decided,
    entry_id: int | None,
) -> None:
    """Add what a person decided about a dispute."""
    connection.execute(
        query("add_dispute_decision"),
        {
            "partner_id": of.partner_id,
            "number": number,
            "line": of.line,
            "words": decided.words,
            "decided_by": decided.decided_by,
            "decided_at": as_datetime(decided.decided_at),
            "entry_id": entry_id,
        },
    )
