"""Members: joining, agreeing and withdrawing. A member has a number here, and no name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import psycopg

from plaudit.core.rights import THE_MEMBER
from plaudit.sql.loader import query
from plaudit.store.arrays import bigints
from plaudit.store.exchange import Asks, Rows
from plaudit.store.instants import as_datetime


class Membership(NamedTuple):
    """A member's row as pages need it: lots are flat, month and points (core.lots).

    `withheld`: flat as well (core.rights). `passes_ended`: how often all passes were ended
    but one, whose mark is `kept_pass`, "" for none.
    `held`: of who left, from when to when the office let the record stand still since; no end yet.
    """

    member_id: int
    programme_id: int
    programme: str
    time_zone: str
    agreed_at: datetime
    withdrawn_at: datetime | None
    points: int
    lots: list[int]
    restricted_at: datetime | None = None
    withheld: Sequence[int] = ()
    passes_ended: int = 0
    kept_pass: str = ""
    held: Sequence[Sequence[datetime | None]] = ()


def add_members(
    connection: psycopg.Connection, *, programme_id: int, how_many: int, agreed_at: int
) -> list[int]:
    """Add members who agreed at an instant (microseconds), and return their numbers."""
    rows = connection.execute(query("next_members"), {"how_many": how_many}).fetchall()
    member_ids = [int(row[0]) for row in rows]
    connection.execute(
        query("add_members"),
        {
            "programme_id": programme_id,
            "member_ids": member_ids,
            "agreed_at": as_datetime(agreed_at),
        },
    )
    return member_ids


def add_consents(
    connection: psycopg.Connection,
    member_ids: Sequence[int],
    *,
    agrees: bool,
    said_at: int,
    language: str,
    wording: str,
) -> None:
    """Keep what members agreed to or withdrew, word for word."""
    connection.execute(
        query("add_consents"),
        {
            "member_ids": list(member_ids),
            "agrees": agrees,
            "said_at": as_datetime(said_at),
            "language": language,
            "wording": wording,
        },
    )


def withdraw(connection: psycopg.Connection, member_id: int, *, now: int) -> bool:
    """Mark a member as withdrawn; False where there is nobody who agrees under this number."""
    said = {"member_id": member_id, "withdrawn_at": as_datetime(now)}
    return connection.execute(query("withdraw_member"), said).rowcount == 1


def agree_again(connection: psycopg.Connection, member_id: int, *, now: int) -> bool:
    """Let a member who had withdrawn agree anew; False where that doesn't fit."""
    said = {"member_id": member_id, "agreed_at": as_datetime(now)}
    return connection.execute(query("agree_again"), said).rowcount == 1


def read_membership(connection: psycopg.Connection, member_id: int) -> Membership | None:
    """Return a member's row, or None."""
    return membership_of(ask_membership(connection, member_id))


def ask_membership(connection: Asks, member_id: int) -> Rows:
    """Ask for a member's row, and don't wait for the answer."""
    asked = {"member_id": member_id, "the_member": THE_MEMBER}
    return connection.execute(query("member_programme"), asked)


def membership_of(asked: Rows) -> Membership | None:
    """Return the member that was asked for, or None."""
    row = asked.fetchone()
    return None if row is None else Membership(*row)


def language_of(connection: psycopg.Connection, member_id: int) -> str | None:
    """Return the language in which a member agreed, the last time; None for no such member."""
    row = connection.execute(query("language_of_member"), {"member_id": member_id}).fetchone()
    return None if row is None else str(row[0])


def programmes_of(
    connection: psycopg.Connection, member_ids: Collection[int]
) -> dict[int, tuple[int, str, str]]:
    """Return (number, id, time zone) of each member's programme."""
    asked = {"member_ids": bigints(member_ids)}
    rows = connection.execute(query("member_programmes"), asked)
    return {member_id: (number, id, zone) for member_id, number, id, zone in rows}
