"""Erasing one member's rows: monthly sums stay on the programme's bucket account, nothing else.

Source: charter, rights (17); docs/decisions/0017-rights.md.
"""

from __future__ import annotations

import psycopg

from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime
from plaudit.store.vouchers import points_in_open_vouchers

ERASED = (
    "deed_key",
    "deed",
    "transfer",
    "voucher",
    "reversal",
    "expiry_notice",
    "answer",
    "question_words",
    "question",
    "brought_forward",
    "refused_deed",
    "restriction",
    "handle_given",
    "link_code",
    "ended_passes",
    "way_in",
    "live_code",
    "proposal",
    "activity_consent",
    "look",
    "consent",
    "member",
)
"""The erasure list: every table with a column member_id, in the order in which rows go."""

_BEFORE = (
    "sum_up_member",
    "take_out_of_issued",
    "take_out_of_batches",
    "drop_empty_batches",
    "lock_stock_of_member",
    "give_back_stock_of_member",
    "give_back_tickets_of_member",
    "drop_used_tickets",
    "drop_letters_of_member",
    "drop_outbox_of_deeds",
    "drop_deliveries_of_deeds",
    "drop_deliveries_that_ended",
)
"""What is done first, while the rows are there: sums, what open vouchers give back, messages.

The outbox goes before the deliveries: what is handed on meanwhile is found among these.
"""


def lock_to_erase(connection: psycopg.Connection, member_id: int) -> int | None:
    """Lock a member, and their vouchers against tills, until the transaction ends.

    Return the points that are left, with those in open vouchers; None for no such member.
    """
    connection.execute(query("lock_leaving"))
    whose = {"member_id": member_id}
    row = connection.execute(query("lock_to_erase"), whose).fetchone()
    if row is None:
        return None
    connection.execute(query("lock_vouchers_to_erase"), whose)
    return int(row[1]) + points_in_open_vouchers(connection, member_id)


def partners_of_member(connection: psycopg.Connection, member_id: int) -> list[int]:
    """Return the partners that know a handle of a member."""
    rows = connection.execute(query("partners_of_member"), {"member_id": member_id})
    return [int(row[0]) for row in rows]


def erase_rows(connection: psycopg.Connection, member_id: int, *, now: int) -> None:
    """Add what a member's rows came to into the bucket, and delete all of them.

    The member is locked (lock_to_erase). Units: `now` in microseconds since the epoch.
    """
    whose = {"member_id": member_id, "now": as_datetime(now)}
    for name in _BEFORE:
        connection.execute(query(name), whose)
    for table in ERASED:
        connection.execute(query(f"erase_{table}"), whose)
