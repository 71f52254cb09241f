"""What a member reads on the own page about points that end."""

from __future__ import annotations

import psycopg
import pytest

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
