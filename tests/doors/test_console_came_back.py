"""The officer's page: what came back out of vouchers since its award was taken back."""

from __future__ import annotations

import re

import psycopg
import pytest

from plaudit.actions.cancel import cancel
from plaudit.actions.strike_out import strike_out
from plaudit.core.reversal import Decision
from plaudit.store.reversals import may_have_come_back
from plaudit.store.rights import read_looks
from tests.doors.officers import DEEDS, MALEE, PIM, found, market_of_two_persons, officers, sealed
from tests.doors.visitor import Seen, Visitor
from tests.market import DAY, NOW, Market

TITLE = "Came back out of a voucher"


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """Deeds of 100 and 400 points, and of 100 of somebody else's."""
    made = market_of_two_persons(connection)
    made.give(100, member=66)
    return made


@pytest.fixture
def visitor(market: Market, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    return officers(market, database_url, monkeypatch)


def decision(market: Market, event_id: str, *, member: int = 0, by: str = MALEE) -> Decision:
    row = market.connection.execute(
        "SELECT deed_id FROM deed WHERE event_id = %s", (event_id,)
    ).fetchone()
    assert row is not None
    return Decision(market.members[member], row[0], by, "wrong_day")


def test_what_came_back_is_listed_without_its_member_and_taken_from_there(
    market: Market, visitor: Visitor
) -> None:
    member_id = market.members[66]
    coffee = market.take("coffee", member=66)
    small = decision(market, "3", member=66)
    strike_out(market.connection, market.house, small, now=NOW)
    assert TITLE not in Seen(visitor.get(DEEDS)).text
    cancel(market.connection, member_id, coffee.voucher_id, now=NOW + 1)
    visitor.it_is(NOW + 60_000_000)

    page = Seen(visitor.get(DEEDS))
    listed = page.text.split(TITLE)[1]
    assert f"{MALEE} · 20 Nov 2026" in listed
    assert not re.search(rf"\b({member_id}|60|100)\b", listed)
    assert read_looks(market.connection, member_id, how_many=9) == []
    shown = Seen(visitor.sends(f"{DEEDS}back", {"of": sealed(page)}))
    assert "come back since: 60 points" in shown.text
    (look,) = read_looks(market.connection, member_id, how_many=9)
    assert (look.who, look.reason) == (PIM, "fault")
    assert visitor.sends(f"{DEEDS}take-again", {"of": sealed(shown)})["Location"] == DEEDS

    assert market.points(66) == 0
    assert TITLE not in Seen(visitor.get(DEEDS)).text


def test_what_came_back_too_late_or_waits_for_another_person_is_not_listed(
    market: Market, visitor: Visitor
) -> None:
    coffees = [market.take("coffee") for _ in range(8)]  # 480 of 500
    large = decision(market, "2")._replace(seconded_by="Nok Boonma")
    strike_out(market.connection, market.house, large, now=NOW)
    for one in coffees:
        cancel(market.connection, market.members[0], one.voucher_id, now=NOW + 1)
    visitor.it_is(NOW + 60_000_000)
    page = Seen(visitor.get(DEEDS))
    assert TITLE in page.text
    visitor.it_is(NOW + 91 * DAY)
    assert TITLE not in Seen(visitor.get(DEEDS)).text
    visitor.it_is(NOW + 60_000_000)

    shown = Seen(visitor.sends(f"{DEEDS}back", {"of": sealed(page)}))
    visitor.sends(f"{DEEDS}take-again", {"of": sealed(shown)})

    waits = Seen(visitor.get(DEEDS)).text
    assert f"{PIM} · 20 Nov 2026" in waits.split("Waits for a second person")[1]
    assert TITLE not in waits
    elsewhere = may_have_come_back(market.connection, market.programme_id + 1, since=NOW - DAY)
    assert elsewhere == []


def test_what_came_back_out_of_a_voucher_is_seen_and_taken(
    market: Market, visitor: Visitor
) -> None:
    coffees = [market.take("coffee") for _ in range(8)]  # 480 of 500
    small = decision(market, "1", by=PIM)
    strike_out(market.connection, market.house, small, now=NOW)
    page = found(visitor)
    assert "Vouchers that were not used yet held 80 points" in page.text
    visitor.it_is(NOW + 60_000_000)
    cancel(market.connection, market.members[0], coffees[0].voucher_id, now=NOW + 1)
    page = found(visitor)
    assert "come back since: 60 points" in page.text
    assert visitor.sends(f"{DEEDS}take-again", {"of": sealed(page)})["Location"] == DEEDS
    assert market.points() == 0
