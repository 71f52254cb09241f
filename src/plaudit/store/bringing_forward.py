"""Deleting rows of the book past their last day: what they came to stays, by lot and by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import psycopg

from plaudit.sql.loader import query
from plaudit.store.arrays import bigints
from plaudit.store.instants import as_datetime

Numbers = Sequence[tuple[int, int]]
"""(member, number of a row of theirs)."""
LATE_DAYS = 32
"""No deed was reported later than 30 days after it was done (charter, C24)."""


class Due(NamedTuple):
    """What of a programme is past its last day: deeds before a day, decisions before an instant.

    `from_on`: up to where it was done before. `young_on`: from where on a deed's key is needed, as
    it may be reported again.
    """

    programme_id: int
    editions: Sequence[int]
    from_on: date
    until_on: date
    until_at: int
    young_on: date

    def named(self) -> dict[str, object]:
        """Return it as the statements name it."""
        return self._asdict() | {
            "editions": list(self.editions),
            "until_at": as_datetime(self.until_at),
        }


def members_with_old_deeds(
    connection: psycopg.Connection, due: Due, *, after_member: int, how_many: int
) -> list[int]:
    """Return the next members, by their numbers, with something that is due."""
    asked = due.named() | {"after_member": after_member, "how_many": how_many}
    rows = connection.execute(query("members_with_old_deeds"), asked)
    return [row[0] for row in rows]


def lock_to_purge(connection: psycopg.Connection, member_ids: Sequence[int]) -> list[int]:
    """Lock members against erasing, settling and each other; those whose record may be moved."""
    connection.execute(query("lock_leaving"))
    rows = connection.execute(query("lock_to_purge"), {"member_ids": bigints(member_ids)})
    return [row[0] for row in rows]


def purge_deeds(
    connection: psycopg.Connection, due: Due, member_ids: Sequence[int]
) -> tuple[int, int, Numbers]:
    """Delete what is due of members who are locked.

    Return how many deeds and how many decisions went, and the decisions' transfers, which go next.
    """
    asked = due.named() | {"member_ids": bigints(member_ids)}
    uptos = connection.execute(query("purge_upto"), asked).fetchall()
    named: dict[str, object] = {
        "member_ids": bigints([member_id for member_id, _ in uptos]),
        "uptos": bigints([upto for _, upto in uptos]),
        "last_on": date.fromordinal(due.until_on.toordinal() + LATE_DAYS),
    }
    row = connection.execute(query("purge_deeds"), named).fetchone()
    assert row is not None
    deeds, batches = row
    if batches:
        connection.execute(query("drop_batches"), {"batch_ids": bigints(batches)})
    gone = connection.execute(query("purge_reversals"), named).fetchall()
    decisions = {(member_id, number) for member_id, number, _ in gone}
    transfers = [(member_id, number) for member_id, _, number in gone if number is not None]
    return deeds, len(decisions), transfers


def purge_transfers(connection: psycopg.Connection, transfers: Numbers) -> int:
    """Delete transfers of members who are locked, and return how many."""
    member_ids, transfer_ids = _columns(transfers)
    named = {"member_ids": member_ids, "transfer_ids": transfer_ids}
    row = connection.execute(query("purge_transfers"), named).fetchone()
    assert row is not None
    connection.execute(query("drop_nothing_forward"), {"member_ids": member_ids})
    return int(row[0])


def drop_nothing_forward(connection: psycopg.Connection, member_ids: Sequence[int]) -> None:
    """Delete what was brought forward and comes to nothing."""
    connection.execute(query("drop_nothing_forward"), {"member_ids": bigints(member_ids)})


def closed_vouchers(
    connection: psycopg.Connection, programme_id: int, *, before: int, over_on: date, how_many: int
) -> Numbers:
    """Return vouchers that were used or given back before an instant, and over before a day."""
    asked = {
        "programme_id": programme_id,
        "before": as_datetime(before),
        "over_on": over_on,
        "how_many": how_many,
    }
    return connection.execute(query("closed_vouchers"), asked).fetchall()


def transfers_of_vouchers(connection: psycopg.Connection, vouchers: Numbers) -> Numbers:
    """Return the transfers of vouchers."""
    return connection.execute(query("transfers_of_vouchers"), _of_vouchers(vouchers)).fetchall()


def purge_vouchers(connection: psycopg.Connection, vouchers: Numbers) -> int:
    """Delete vouchers, and the tickets that were used by them; return how many vouchers."""
    return connection.execute(query("purge_vouchers"), _of_vouchers(vouchers)).rowcount


def transfers_alone(
    connection: psycopg.Connection, programme_id: int, *, before: int, how_many: int
) -> Numbers:
    """Return the old transfers without voucher or award of the next members that have some."""
    asked = {"programme_id": programme_id, "before": as_datetime(before), "how_many": how_many}
    return connection.execute(query("transfers_alone"), asked).fetchall()


def _of_vouchers(vouchers: Numbers) -> dict[str, object]:
    member_ids, voucher_ids = _columns(vouchers)
    return {"member_ids": member_ids, "voucher_ids": voucher_ids}


def _columns(numbers: Numbers) -> tuple[object, object]:
    return (
        bigints([member_id for member_id, _ in numbers]),
        bigints([number for _, number in numbers]),
    )
