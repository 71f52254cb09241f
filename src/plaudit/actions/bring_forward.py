"""Bringing forward: rows of the book that are past their last day go, and what they came to stays.

Deeds with their keys, decisions and their transfers, vouchers, other transfers. With the member
stays one sum for each lot, so that the wallet adds up; in the bucket one for each month.
Source: charter, C17; docs/decisions/0017-rights.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import psycopg

from plaudit.actions.purge import retention_of_programme
from plaudit.core.period import Calendar, date_of
from plaudit.core.retention import months_before
from plaudit.core.signed_voucher import SYNC_DAYS
from plaudit.store import bringing_forward as book
from plaudit.store import purging
from plaudit.store.catalogue import Published, read_programmes

MEMBERS = 2_000
"""How many members one transaction locks at most."""
VOUCHERS = 2_000

GUARD_DAYS = 31
"""A report may come 30 days late (charter, C24), and is known by the deed's key until then."""


class Gone(NamedTuple):
    """How many rows went."""

    deeds: int = 0
    decisions: int = 0
    vouchers: int = 0
    transfers: int = 0

    def plus(self, more: Gone) -> Gone:
        """Return both together."""
        return Gone(*(one + other for one, other in zip(self, more, strict=True)))


def bring_forward(connection: psycopg.Connection, *, now: int, members: int = MEMBERS) -> Gone:
    """Delete what is past its last day, of every programme, in parts that take a moment each.

    It may run at any time, be stopped in the middle and begun again.

    Takes:   a connection in the purger's role. Units: `now` in microseconds since the epoch.
    """
    gone = Gone()
    for programme in read_programmes(connection):
        for part in _parts(connection, programme, now=now, members=members):
            gone = gone.plus(part)
    return gone


def _parts(
    connection: psycopg.Connection, programme: Published, *, now: int, members: int
) -> Iterator[Gone]:
    calendar = Calendar(programme.time_zone)
    kept = retention_of_programme(programme)
    today = calendar.day_of(now)
    last_day = min(months_before(today, kept.deed_months), today - GUARD_DAYS)
    yield from _deeds(connection, programme, last_day=last_day, today=today, members=members)
    before = calendar.start_of_day(months_before(today, kept.voucher_months))
    over = today - SYNC_DAYS - 1
    yield from _vouchers(connection, programme.programme_id, before=before, over=over)
    yield from _transfers(connection, programme.programme_id, before=before, members=members)


def _deeds(
    connection: psycopg.Connection, programme: Published, *, last_day: int, today: int, members: int
) -> Iterator[Gone]:
    """Delete deeds before a day, and decisions from before it, member by member."""
    programme_id = programme.programme_id
    from_on = purging.purged_until(connection, programme_id, "deeds")
    if from_on is None:
        return
    due = book.Due(
        programme_id,
        [one.edition_id for one in programme.editions],
        from_on - timedelta(days=book.LATE_DAYS),  # some wait for younger ones
        max(from_on, date_of(last_day)),
        Calendar(programme.time_zone).start_of_day(last_day),
        date_of(today - GUARD_DAYS),
    )
    begun = purging.purged_until(connection, programme_id, "deeds_begun")
    if begun is None or begun < due.until_on:
        purging.set_purged(connection, programme_id, "deeds_begun", until_on=due.until_on)
    after_member = 0
    while found := book.members_with_old_deeds(
        connection, due, after_member=after_member, how_many=members
    ):
        after_member = found[-1]
        with connection.transaction():
            locked = book.lock_to_purge(connection, found)
            deeds, decisions, transfers = book.purge_deeds(connection, due, locked)
            moved = book.purge_transfers(connection, transfers)
            book.drop_nothing_forward(connection, locked)
        yield Gone(deeds=deeds, decisions=decisions, transfers=moved)
    purging.set_purged(connection, programme_id, "deeds", until_on=due.until_on)


def _vouchers(
    connection: psycopg.Connection, programme_id: int, *, before: int, over: int
) -> Iterator[Gone]:
    """Delete vouchers that are past their last day, with the transfers by which they were paid."""
    while True:
        with connection.transaction():
            found = book.closed_vouchers(
                connection, programme_id, before=before, over_on=date_of(over), how_many=VOUCHERS
            )
            locked = set(book.lock_to_purge(connection, [member_id for member_id, _ in found]))
            going = [one for one in found if one[0] in locked]
            transfers = book.transfers_of_vouchers(connection, going)
            moved = book.purge_transfers(connection, transfers)
            vouchers = book.purge_vouchers(connection, going)
        yield Gone(vouchers=vouchers, transfers=moved)
        if not vouchers:
            return


def _transfers(
    connection: psycopg.Connection, programme_id: int, *, before: int, members: int
) -> Iterator[Gone]:
    """Delete transfers that belong to no voucher and no award: points that expired."""
    while True:
        with connection.transaction():
            found = book.transfers_alone(connection, programme_id, before=before, how_many=members)
            locked = set(book.lock_to_purge(connection, [member_id for member_id, _ in found]))
            moved = book.purge_transfers(connection, [one for one in found if one[0] in locked])
        yield Gone(transfers=moved)
        if not moved:
            return
