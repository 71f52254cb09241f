"""Rows that are packed for an array: PostgreSQL reads them as they were."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from plaudit.core.consent import Consent
from plaudit.core.period import date_of
from plaudit.core.wallet import Wallet
from plaudit.store import arrays
from plaudit.store.connect import connect
from plaudit.store.deed_rows import DeedRow, pack_batch_totals, pack_deeds, pack_wallets
from plaudit.store.instants import as_datetime

BIG, SMALL = 2**62, -(2**62)


@pytest.fixture
def hot(database_url: str) -> Iterator[psycopg.Connection]:
    with connect(database_url, hot=True) as connection:
        yield connection


def _read(connection: psycopg.Connection, kind: str, packed: list[bytes]) -> list[Any]:
    sent = arrays.rows(connection, kind, packed)
    return connection.execute(f"SELECT * FROM unnest(%s::{kind}[])".encode(), [sent]).fetchall()


def _deed(chance: random.Random) -> DeedRow:
    name = chance.choice(["", "a", "a" * 200, "ขวด-9", "一" * 60, chance.randbytes(8).hex()])
    facts = [chance.choice([None, 0, BIG, SMALL, 3_000_000]) for _ in range(chance.randrange(5))]
    counted = [chance.randint(0, BIG) for _ in range(3 * chance.randrange(4))]
    at = chance.randrange(2_000_000_000_000_000)
    return DeedRow(
        chance.randrange(1, BIG), chance.randrange(BIG), at, at // 86_400_000_000,
        chance.randrange(2**31), chance.randrange(2**31), chance.randrange(BIG),
        chance.randrange(2**15), chance.randrange(2**15), name, tuple(facts), tuple(counted),
    )  # fmt: skip


def test_deeds_arrive_as_they_are(hot: psycopg.Connection) -> None:
    chance = random.Random(1)
    rows = [_deed(chance) for _ in range(400)]

    found = _read(hot, "written_deed", pack_deeds(rows))

    assert found == [
        (
            *row[:2], as_datetime(row.happened_at), date_of(row.day), *row[4:10],
            list(row.facts), list(row.counted),
        )
        for row in rows
    ]  # fmt: skip


def test_wallets_arrive_as_they_are(hot: psycopg.Connection) -> None:
    chance = random.Random(2)
    wallets = [
        Wallet(
            number,
            Consent(0),
            chance.randrange(BIG),
            chance.choice([None, 0, 10_957, 20_800]),
            [chance.randrange(2**31) for _ in range(2 * chance.randrange(3))],
            {key << 24: chance.randrange(BIG) for key in range(chance.randrange(4))},
            chance.randbytes(4) + chance.randrange(1, 200).to_bytes(2, "big"),
        )
        for number in range(200)
    ]

    found = _read(hot, "written_wallet", pack_wallets(wallets))

    assert found == [
        (
            f"({int.from_bytes(one.place[:4], 'big')},{int.from_bytes(one.place[4:], 'big')})",
            one.points,
            None if one.newest_day is None else date_of(one.newest_day),
            one.lots,
            one.counters(),
        )
        for one in wallets
    ]


def test_totals_of_a_batch_arrive_as_they_are(hot: psycopg.Connection) -> None:
    at = datetime(2026, 11, 20, 5, 0, 0, 123_456, UTC)
    microseconds = 1_795_150_800_123_456
    rows = [(BIG, 7, 2, 16_384, BIG, microseconds), (1, 2**31 - 1, 1, 1, 0, microseconds)]

    assert _read(hot, "written_batch_total", pack_batch_totals(rows)) == [
        (*row[:5], at) for row in rows
    ]


def test_nothing_is_an_array_too(hot: psycopg.Connection) -> None:
    assert _read(hot, "written_deed", []) == []
