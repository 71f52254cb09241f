"""A voucher that can be used never vanishes: not behind newer ones, nor from the phone."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from plaudit.actions.cancel import cancel
from plaudit.store import vouchers
from tests.doors.visitor import Seen, Visitor
from tests.market import NOW, Market


@pytest.mark.parametrize("page", ["/member/vouchers/", "/member/vouchers/kept"])
def test_an_open_voucher_is_shown_however_many_newer_ones_there_are(
    connection: psycopg.Connection,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
) -> None:
    market = Market(connection)
    market.give(200)
    monkeypatch.setattr(vouchers, "VOUCHERS_MAX", 2)
    kept = [market.take("coffee"), market.take("mug"), market.take("mug")]
    for _ in range(3):
        newer = market.take("coffee")
        cancel(connection, market.members[0], newer.voucher_id, now=NOW)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    visitor.enters(market.members[0])

    seen = Seen(visitor.get(page)).text.replace("-", "").replace(" ", "")

    for one in kept:
        assert one.code is not None
        assert one.code in seen
    listed = vouchers.list_vouchers(connection, market.members[0])
    numbers = [one.voucher_id for one in listed]
    assert numbers[:3] == [one.voucher_id for one in reversed(kept)]
    assert len(numbers) == 3 + 2


@pytest.mark.parametrize("page", ["/member/vouchers/", "/member/vouchers/kept"])
def test_a_page_with_five_open_vouchers_asks_the_book_no_more_often_than_with_one(
    connection: psycopg.Connection,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
) -> None:
    market = Market(connection)
    market.give(500)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    visitor.enters(market.members[0])
    asked = 0
    execute = psycopg.Cursor.execute

    def counted(self: psycopg.Cursor, *given: Any, **more: Any) -> psycopg.Cursor:
        nonlocal asked
        asked += 1
        return execute(self, *given, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    how_often = []
    for more in (1, 4):
        for _ in range(more):
            market.take("coffee")
        asked = 0
        assert visitor.get(page).status_code == 200
        how_often.append(asked)

    assert how_often[0] > 0
    assert how_often[0] == how_often[1]
