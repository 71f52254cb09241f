"""What a member reads on the own page about points that end."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.cancel import cancel
from plaudit.actions.lapse import lapse
from tests.doors.visitor import Seen, Visitor
from tests.market import REWARDS, Market, edition
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS, instant

STATEMENT = "/member/"
LAST_DAY = "30 Nov 2027"
"""Of what is awarded in November 2026."""


def promises(days: int) -> str:
    return f"[points]\nexpires_after_months = 12\nannounced_days_before = {days}\n"


def visitor_of(
    market: Market, database_url: str, monkeypatch: pytest.MonkeyPatch, at: str
) -> Visitor:
    made = Visitor(database_url, monkeypatch, now=instant(at))
    made.enters(market.members[0])
    return made


def test_points_that_end_are_said_as_early_as_their_edition_promised(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    market = Market(connection, text=edition(REWARDS, more=promises(60)))
    market.give(100)
    following = edition(REWARDS, id="2", starts_on="2027-01-01", more=promises(30))
    publish_as_promised(connection, following, ACTIVITY_TEXTS)
    visitor = visitor_of(market, database_url, monkeypatch, "2027-10-01T23:00:00+07:00")
    said = f"100 points can be spent until {LAST_DAY}, and not after that."

    assert said not in Seen(visitor.get(STATEMENT)).text
    visitor.it_is(instant("2027-10-02T00:00:00+07:00"))
    assert said in Seen(visitor.get(STATEMENT)).text


@pytest.mark.parametrize("ends", ["cancelled", "lapsed"])
def test_until_when_points_that_came_back_late_can_be_used_is_said(
    connection: psycopg.Connection,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    ends: str,
) -> None:
    market = Market(connection)
    market.give(30, at=instant("2026-04-10T09:00:00+07:00"))  # until the end of April 2027
    market.give(90, at=instant("2026-08-10T09:00:00+07:00"))
    mug = market.take("mug", now=instant("2027-04-20T12:00:00+07:00"))
    coffee = market.take("coffee", now=instant("2027-04-20T12:00:00+07:00"))
    back = instant("2027-05-22T09:00:00+07:00")
    visitor = visitor_of(market, database_url, monkeypatch, "2027-05-21T09:00:00+07:00")
    balance = "of a voucher after the points' last day, and can still be used until"
    entry = "last day of 30 points was past. You can still use that much until 30 Jun 2027."
    before = Seen(visitor.get(STATEMENT)).text
    assert balance not in before
    assert entry not in before

    if ends == "lapsed":
        assert lapse(connection, now=back) == 1
    else:
        cancel(connection, market.members[0], mug.voucher_id, now=back)
    cancel(connection, market.members[0], coffee.voucher_id, now=back + 1)

    visitor.it_is(back + 2)
    seen = Seen(visitor.get(STATEMENT)).text
    assert "You can spend 120 points" in seen
    assert f"{balance} 30 Jun 2027." in seen
    assert seen.count(entry) == 1  # the coffee's points came back in time
    visitor.it_is(instant("2027-06-02T09:00:00+07:00"))
    seen = Seen(visitor.get(STATEMENT)).text
    assert "30 points can be spent until 30 Jun 2027, and not after that." in seen
    assert balance not in seen
    assert entry in seen
    market.take("mug", now=instant("2027-06-03T09:00:00+07:00"))  # those that end soon go first
    assert "until 30 Jun 2027, and" not in Seen(visitor.get(STATEMENT)).text


def test_days_of_grace_merge_with_a_lot_of_the_same_month(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    market = Market(connection)
    market.give(30, at=instant("2026-04-10T09:00:00+07:00"))
    market.give(30, at=instant("2026-05-30T09:00:00+07:00"))  # until the end of May 2027
    coffee = market.take("coffee", now=instant("2027-04-28T12:00:00+07:00"))

    back = instant("2027-05-01T09:00:00+07:00")
    cancel(connection, market.members[0], coffee.voucher_id, now=back)

    visitor = visitor_of(market, database_url, monkeypatch, "2027-05-01T09:00:01+07:00")
    seen = Seen(visitor.get(STATEMENT)).text
    assert "+60 points" in seen
    assert "last day of 30 points was past. You can still use that much until 31 May 2027." in seen
    assert "30 points came back out of a voucher after the points' last day, and can still" in seen
