"""Erasing: a member's rows leave the book, monthly sums stay, partners are told to forget.

One transaction in the eraser's role. The journal is written before the commit, so that a restored
backup can't bring anybody back. Source: charter, rights (17); docs/decisions/0017-rights.md.
"""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.store import erasing
from plaudit.store.erasures import Journal
from plaudit.store.handles import Handles
from plaudit.store.outbox import add_to_outbox


class Erased(NamedTuple):
    """What an erasure did: points given up, and how many partners are told to forget a handle.

    Points in vouchers that weren't used are given up too: a till doesn't know them any more.
    """

    given_up_points: int
    partners_told: int


def erase(
    connection: psycopg.Connection,
    member_id: int,
    *,
    handles: Handles,
    journal: Journal,
    now: int,
) -> Erased | None:
    """Erase a member; None where there is no such member: then nothing is left to do.

    Takes:   a connection in the eraser's role. Doing it twice is harmless.
    Units:   `now` in microseconds since the epoch.
    Refuses: OSError when the journal can't be written; then nothing is erased.
    """
    with connection.transaction():
        points = erasing.lock_to_erase(connection, member_id)
        if points is None:
            return None
        partner_ids = erasing.partners_of_member(connection, member_id)
        erasing.erase_rows(connection, member_id, now=now)
        for partner_id in partner_ids:
            add_to_outbox(
                connection,
                "member.erased_at_partner",
                partner_id=partner_id,
                payload={"member": handles.handle_of(member_id, partner_id)},
                now=now,
            )
        journal.add_erasure(member_id, at=now)
    return Erased(points, len(partner_ids))
