"""Tickets: codes that a house gave for its own door, sealed until a voucher is used."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from plaudit.sql.loader import query
from plaudit.store.arrays import bigints
from plaudit.store.instants import as_datetime
from plaudit.store.sealed import NotOpened, Seal
from plaudit.store.secrets import secret
from plaudit.store.voucher_codes import voucher_codes

SECRET = "tickets"  # noqa: S105 (the name of a file)


def add_tickets(
    connection: psycopg.Connection, reward_id: int, tickets: Sequence[str], *, now: int
) -> int:
    """Add tickets to a reward's stock, sealed, and return how many were new.

    In a transaction: until it ends nobody is erased, whose used tickets would look new.
    """
    connection.execute(query("lock_leaving"))
    rows = connection.execute(query("next_tickets"), {"how_many": len(tickets)}).fetchall()
    numbers = [int(row[0]) for row in rows]
    seal, codes = Seal(secret(SECRET)), voucher_codes()
    added = connection.execute(
        query("add_tickets"),
        {
            "reward_id": reward_id,
            "ticket_ids": bigints(numbers),
            "sealed": [
                seal.seal(ticket.encode(), of=_row(reward_id, number))
                for ticket, number in zip(tickets, numbers, strict=True)
            ],
            "marks": [codes.mark_of_ticket(f"{reward_id} {ticket}") for ticket in tickets],
            "added_at": as_datetime(now),
        },
    )
    return added.rowcount


def ticket_of(connection: psycopg.Connection, voucher_id: int) -> str | None:
    """Return the ticket that was put aside for a voucher, opened.

    Refuses: store.sealed.NotOpened where it was changed, moved to another row, or its key is away.
    """
    row = connection.execute(query("ticket_of_voucher"), {"voucher_id": voucher_id}).fetchone()
    if row is None:
        return None
    return _opened(*row)


def tickets_of_member(
    connection: psycopg.Connection, member_id: int
) -> list[tuple[int, str | None]]:
    """Return (voucher, code) of the tickets that a member used; None where the key is away."""
    found: list[tuple[int, str | None]] = []
    for voucher_id, *row in connection.execute(
        query("tickets_of_member"), {"member_id": member_id}
    ):
        try:
            found.append((voucher_id, _opened(*row)))
        except NotOpened:
            found.append((voucher_id, None))
    return found


def reward_number(
    connection: psycopg.Connection, programme_id: int, id: str
) -> tuple[int, str] | None:
    """Return (number, kind) of a programme's reward, or None."""
    named = {"programme_id": programme_id, "id": id}
    return connection.execute(query("reward_named"), named).fetchone()


def _opened(reward_id: int, ticket_id: int, sealed: bytes) -> str:
    return Seal(secret(SECRET)).open(bytes(sealed), of=_row(reward_id, ticket_id)).decode()


def _row(reward_id: int, ticket_id: int) -> str:
    return f"ticket {ticket_id} of reward {reward_id}"
