"""The statements of settling a batch: what is read under lock, and what is written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

import psycopg

from plaudit.core.period import date_of
from plaudit.core.wallet import Wallet
from plaudit.sql.loader import query
from plaudit.store import arrays
from plaudit.store.arrays import integers, texts
from plaudit.store.deed_rows import DeedRow, pack_batch_totals, pack_deeds
from plaudit.store.exchange import BEGIN, COMMIT, Exchange, Rows
from plaudit.store.instants import as_datetime, as_instant
from plaudit.store.locks import lock_members
from plaudit.store.wallets import wallet_of, written_wallets

NO_LAST_DAY = date(9999, 12, 31)


class Taken(NamedTuple):
    """The deed that a (partner, event id) was taken by. None where it has been erased since."""

    member_id: int | None
    activity_no: int | None
    happened_at: int | None
    facts: list[int | None] | None


class Read(NamedTuple):
    """What a batch needs to know, read under the members' locks."""

    batch_id: int
    catalogue_version: int
    wallets: dict[int, Wallet]
    taken: dict[int, Taken] | None
    """By place in the batch, from 0; None where nobody looked."""


class LateTotal(NamedTuple):
    """A running total that a member's row no longer holds. Days: the last one isn't included."""

    member_id: int
    key: int
    from_day: int
    until_day: int | None


class RefusedDeed(NamedTuple):
    """A row of `refused_deed`: one that its member may see. Instants in microseconds."""

    member_id: int
    partner_id: int
    event_id: str
    activity_no: int
    happened_at: int
    code: str
    said: dict[str, str]
    refused_at: int


class BatchTotal(NamedTuple):
    """A row of `batch_total`: what one partner's deeds of a batch came to."""

    batch_id: int
    partner_id: int
    programme_id: int
    deeds: int
    points: int
    recorded_at: int


def read_batch(
    connection: psycopg.Connection,
    *,
    member_ids: Iterable[int],
    event_keys: Sequence[tuple[int, int, str]] | None,
) -> Read:
    """Open a transaction, lock the members of a batch and return what settling has to know.

    `event_keys`: (place in the batch, partner id, event id), in the order of the guard's index;
    None: whether they are taken isn't looked up.
    """
    exchange = Exchange(connection)
    exchange.execute(BEGIN)
    members = lock_members(exchange, member_ids)
    batch = exchange.execute(query("next_batch"))
    taken = None if event_keys is None else _look_up(exchange, event_keys)
    exchange.send()
    exchange.receive()
    batch_row = batch.fetchone()
    assert batch_row is not None
    return Read(
        batch_id=batch_row[0],
        catalogue_version=batch_row[1],
        wallets={row[1]: wallet_of(row) for row in members.fetchall()},
        taken=None if taken is None else _taken(taken, event_keys or ()),
    )


def _look_up(exchange: Exchange, event_keys: Sequence[tuple[int, int, str]]) -> Rows:
    return exchange.execute(
        query("deeds_taken"),
        {
            "partner_ids": integers([partner_id for _, partner_id, _ in event_keys]),
            "event_ids": texts(event_id for _, _, event_id in event_keys),
        },
    )


def _taken(found: Rows, event_keys: Sequence[tuple[int, int, str]]) -> dict[int, Taken]:
    return {
        event_keys[at - 1][0]: Taken(member_id, activity_no, on and as_instant(on), facts)
        for at, member_id, activity_no, on, facts in found
    }


def fill_in_late_totals(
    connection: psycopg.Connection, read: Read, asked: Sequence[LateTotal]
) -> None:
    """Put totals of periods that the members' rows no longer hold into their wallets."""
    if not asked:
        return
    cursor = connection.execute(
        query("late_totals"),
        {
            "member_ids": [one.member_id for one in asked],
            "keys": [one.key for one in asked],
            "from_ons": [date_of(one.from_day) for one in asked],
            "until_ons": [
                NO_LAST_DAY if one.until_day is None else date_of(one.until_day) for one in asked
            ],
        },
    )
    for member_id, key, total in cursor.fetchall():
        read.wallets[member_id].totals[key] = total


def write_batch(
    connection: psycopg.Connection,
    *,
    rows: Sequence[DeedRow],
    wallets: Sequence[Wallet],
    totals: Sequence[BatchTotal],
    refused: Sequence[RefusedDeed],
) -> None:
    """Write what a batch came to and commit.

    Refuses: psycopg.errors.UniqueViolation where an event id is taken; the transaction is then
             left failed, and nothing of it is stored.
    """
    exchange = Exchange(connection)
    if rows:
        by_member = sorted(rows, key=itemgetter(0))  # and by deed: they come in that order
        deeds = arrays.rows(connection, "written_deed", pack_deeds(by_member))
        exchange.execute(query("add_deeds"), {"rows": deeds})
    if wallets:
        exchange.execute(query("update_members"), {"rows": written_wallets(connection, wallets)})
    if totals:
        given = arrays.rows(connection, "written_batch_total", pack_batch_totals(totals))
        exchange.execute(query("add_batch_totals"), {"rows": given})
    for one in refused:
        said = one._asdict() | {
            "happened_at": as_datetime(one.happened_at),
            "said": json.dumps(one.said),
            "refused_at": as_datetime(one.refused_at),
        }
        exchange.execute(query("add_refused_deed"), said)
    exchange.execute(COMMIT)
    exchange.send()
    exchange.receive()


def make_deed_weeks(connection: psycopg.Connection, days: Iterable[int]) -> None:
    """Make the weekly partitions of these days, each in a transaction of its own."""
    for day in days:
        connection.execute(query("make_deed_week"), {"day": date_of(day)})
