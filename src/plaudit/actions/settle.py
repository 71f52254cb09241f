"""Settling: a batch of reported deeds becomes points, in one transaction.

Lock and read the members, judge and count each deed in the order of arrival, write everything,
commit. Nothing is answered before the commit. Whether an event id is taken is looked up first only
where that is likely (actions.repeats). Source: design, sections 2 to 4.
"""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from plaudit.actions.batch import BATCH_DEEDS_MAX, Arrival, Batch
from plaudit.actions.house import House, refresh_house
from plaudit.actions.judged import Judged
from plaudit.actions.repeats import LookFirst
from plaudit.core.ledger import Outcome
from plaudit.store import settling
from plaudit.store.exchange import roll_back
from plaudit.store.settling import Read

TRIES = 4
"""How often a batch is settled: anew after a look, a changed catalogue, an event id just taken."""


def settle(
    connection: psycopg.Connection, house: House, arrivals: Sequence[Arrival], *, now: int
) -> list[Outcome]:
    """Settle a batch and return one outcome for each arrival, in order.

    Units:   `now` in microseconds since the epoch.
    Refuses: one by one, in the outcomes. psycopg.OperationalError when the database is away:
             then nothing of the batch is stored, and it may be sent again.
    """
    assert len(arrivals) <= BATCH_DEEDS_MAX, len(arrivals)
    for tries_left in range(TRIES - 1, -1, -1):
        try:
            outcomes = _settle_once(connection, house, arrivals, now=now)
        except (psycopg.errors.UniqueViolation, LookFirst):
            # Nobody looked; or another writer took an event id between our look and our write.
            if not tries_left:
                raise
            house.repeats.note(deeds=0, needed=True)
        else:
            if outcomes is not None:
                return outcomes
            refresh_house(connection, house)
    raise AssertionError("the catalogue changed at each try")


def _open_purses(connection: psycopg.Connection, house: House, batch: Batch) -> None:
    """Give each sender the budget of its programme, which is looked at once for all of them."""
    purses = {
        number: house.purses.purse_of(connection, house.programmes[number], now=batch.now)
        for number in {one.partner.programme_id for one in batch.senders.values()}
    }
    for sender in batch.senders.values():
        sender.purse = purses[sender.partner.programme_id]


def _settle_once(
    connection: psycopg.Connection, house: House, arrivals: Sequence[Arrival], *, now: int
) -> list[Outcome] | None:
    """Settle in one transaction; None where the catalogue has changed and nothing was done."""
    batch = Batch(house, arrivals, now=now)
    new_weeks = batch.weeks() - house.weeks
    settling.make_deed_weeks(connection, new_weeks)
    house.weeks |= new_weeks
    try:
        read = settling.read_batch(
            connection,
            member_ids=batch.member_ids(),
            event_keys=batch.event_keys() if house.repeats.are_likely else None,
        )
        if read.catalogue_version != house.version:
            roll_back(connection)
            return None
        judged = _judge(connection, house, batch, read)
        settling.write_batch(
            connection,
            rows=judged.rows,
            wallets=judged.wallets(),
            totals=judged.totals(),
            refused=judged.refused,
        )
    except BaseException:
        house.purses.forget()
        if not connection.closed:
            roll_back(connection)
        raise
    house.repeats.note(deeds=len(arrivals), needed=bool(judged.refused or read.taken))
    return judged.outcomes


def _judge(connection: psycopg.Connection, house: House, batch: Batch, read: Read) -> Judged:
    """Judge a batch under its members' locks.

    Refuses: LookFirst where a deed is refused that may be a repeat, and nobody looked.
    """
    settling.fill_in_late_totals(connection, read, list(batch.late_totals(read)))
    used = house.budgets.used(connection, batch.weeks_with_budget(), now=batch.now)
    _open_purses(connection, house, batch)
    judged = Judged(batch, read, used_points=used)
    if judged.refused and read.taken is None:
        raise LookFirst
    return judged
