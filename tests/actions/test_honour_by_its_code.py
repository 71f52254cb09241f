"""What honouring asks of the book: one voucher by its code, however many others are open."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from plaudit.actions.honour import honour
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime
from tests.market import NOW, Market


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market whose first member has 100 points."""
    made = Market(connection)
    made.give(100)
    return made


def test_a_book_that_was_never_analysed_reads_one_voucher_and_not_all_that_are_open(
    market: Market,
) -> None:
    voucher = market.take("coffee")
    market.connection.execute("SET enable_seqscan = off")  # a few rows are quicker read whole
    asked = {
        "code_hash": b"code",
        "partner_id": market.tills["cafe"].partner_id,
        "key_hash": b"key",
        "at": as_datetime(NOW),
        "now": as_datetime(NOW),
        "wrong_tries": 10,
        "since": as_datetime(NOW),
        "how": "code",
        "till": b"till",
        "accepted_key": None,
    }
    plan = market.connection.execute(b"EXPLAIN " + query("honour_voucher"), asked)
    said = "\n".join(row[0] for row in plan)

    assert "voucher_code_is_its_own" in said
    assert "voucher_open" not in said
    assert voucher.code is not None
    assert honour(market.connection, market.tills["cafe"], voucher.code, now=NOW).points == 60


def test_honouring_asks_twice_for_the_voucher_and_for_telling_its_partner(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    voucher = market.take("coffee")
    assert voucher.code is not None
    asked = []
    execute = psycopg.Cursor.execute

    def noted(self: psycopg.Cursor, text: bytes, *given: Any, **more: Any) -> psycopg.Cursor:
        asked.append(text)
        return execute(self, text, *given, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", noted)
    honour(market.connection, market.tills["cafe"], voucher.code, now=NOW)

    assert asked == [query("honour_voucher"), query("add_to_outbox")]
