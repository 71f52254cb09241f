"""After an officer's hold: points whose month began under it have days of grace."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.announce_expiry import announce_expiry
from plaudit.actions.expire import expire
from plaudit.actions.restrict import lift, restrict
from plaudit.core.refusals import Refused
from plaudit.core.rights import THE_MEMBER
from plaudit.core.transfer_words import tell_transfer
from plaudit.pages.voices import voice_of
from plaudit.store.statement import read_statement
from tests.market import DAY, NOW, REWARDS, Market, edition
from tests.riverside import instant

TOLD = instant("2027-10-31T08:00:00+07:00")
HELD = instant("2027-11-01T08:00:00+07:00")
LIFTED = instant("2027-12-02T08:00:00+07:00")
"""Points of November 2026 could be spent until 30 November 2027."""


def held_over_the_end(market: Market, *, asked_by: str, lifted_at: int = LIFTED) -> None:
    """Let points be announced in time, and end while the record stands still."""
    one = market.members[0]
    market.give(200)
    announce_expiry(market.connection, market.house, now=TOLD)
    restrict(market.connection, one, asked_by=asked_by, ground="objection", now=HELD)
    with pytest.raises(Refused):
        market.take("mug", now=HELD + DAY)
    assert lift(market.connection, one, lifted_by=asked_by, now=lifted_at)


def the_night(market: Market, *, now: int) -> None:
    """Run the jobs that end points."""
    announce_expiry(market.connection, market.house, now=now)
    expire(market.connection, market.house, now=now)


def test_points_that_ended_under_an_officers_hold_can_be_used_for_a_notice_after_it(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection)
    held_over_the_end(market, asked_by="Somsak Dee")

    found = read_statement(connection, market.members[0], now=LIFTED)
    assert found is not None
    assert found.spendable_points == 200
    came, went = (tell_transfer(one, voice_of("en")) for one in found.entries[:2])  # type: ignore[arg-type]
    assert {came.moved, went.moved} == {"+200 points", "−200 points"}
    longer = came if came.moved.startswith("+") else went
    told = "or your record stood still then. Their last day is now 31 Jan 2028."
    assert longer.notes[0].endswith(told)
    for day in range(30):
        the_night(market, now=LIFTED + day * DAY)
    market.take("mug", now=LIFTED + 30 * DAY)
    assert market.points() == 170
    over = instant("2028-02-01T08:00:00+07:00")
    the_night(market, now=over)
    assert market.points() == 0


def test_they_have_as_long_as_the_longest_notice_that_was_promised(
    connection: psycopg.Connection,
) -> None:
    sixty = "[points]\nannounced_days_before = 60\n"
    market = Market(connection, text=edition(REWARDS, more=sixty))
    market.give(200)
    announce_expiry(connection, market.house, now=TOLD - 30 * DAY)
    restrict(connection, market.members[0], asked_by="Somsak Dee", ground="data_wrong", now=HELD)
    lift(connection, market.members[0], lifted_by="Somsak Dee", now=LIFTED)
    the_night(market, now=LIFTED)
    market.take("mug", now=LIFTED + 60 * DAY)


def test_a_hold_that_the_member_asked_for_leaves_their_last_day(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection)
    held_over_the_end(market, asked_by=THE_MEMBER)
    the_night(market, now=LIFTED)
    assert market.points() == 0


def test_points_that_had_ended_before_the_hold_and_those_that_end_after_it_stay(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection)
    market.give(100)
    market.give(100, at=NOW + 60 * DAY)  # until the end of January 2028
    announce_expiry(connection, market.house, now=TOLD)
    one, began = market.members[0], instant("2027-12-01T08:00:00+07:00")
    restrict(connection, one, asked_by="Somsak Dee", ground="data_wrong", now=began)
    lift(connection, one, lifted_by="Somsak Dee", now=began + 20 * DAY)
    assert len(connection.execute("SELECT why FROM transfer").fetchall()) == 0
    the_night(market, now=began + 20 * DAY)
    assert market.points() == 100
