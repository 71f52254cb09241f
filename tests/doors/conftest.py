"""What tests of the door share."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from plaudit.ingest.short_way import ShortWay, Usual
from tests.doors.serving import DEED, Served, sent_apart, what_is_taken, with_length
from tests.doors.visitor import Visitor
from tests.market import NOW, Market


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market whose first member has 200 points."""
    made = Market(connection)
    made.give(200)
    return made


@pytest.fixture
def shopper(market: Market, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """The first member of the market, with a browser."""
    made = Visitor(database_url, monkeypatch, now=NOW)
    made.enters(market.members[0])
    return made


@pytest.fixture
def served() -> Iterator[Served]:
    place = Served()
    place.start()
    yield place
    place.stop()


@pytest.fixture
def taken(served: Served, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each request that was whole took the short way. A first one was answered before."""
    found = what_is_taken(monkeypatch)
    assert sent_apart(served, with_length(DEED))[0] == 200
    assert found == []  # a key that wasn't seen before has to be looked up
    return found


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each head that was looked up is known."""
    found: list[bool] = []
    known = ShortWay.known

    def looked_up(way: ShortWay, raw_head: bytes) -> Usual | None:
        usual = known(way, raw_head)
        found.append(usual is not None)
        return usual

    monkeypatch.setattr(ShortWay, "known", looked_up)
    return found
