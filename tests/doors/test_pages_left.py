"""Until when who left can use points: every page says the day on which they really end."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.join import join_again
from plaudit.actions.lapse import lapse
from plaudit.actions.leave import leave
from plaudit.actions.restrict import lift, restrict
from plaudit.actions.return_points import return_points
from plaudit.core.period import Calendar, date_of
from plaudit.store.statement import read_statement
from tests.doors.visitor import Seen, Visitor
from tests.market import DAY, NOW, Market, edition
from tests.market import REWARDS as OFFERED

LAST_DAY = "18 Feb 2027"
"""90 days after NOW; the points' own last day is 30 November 2027."""
OWN_LAST_DAY = "30 Nov 2027"
PAGES = ("/member/", "/member/data/", "/member/data/everything/")


def leaves(market: Market, *, at: int = NOW) -> None:
    leave(market.connection, market.members[0], now=at, language="en", wording="I leave.")


def reads(shopper: Visitor, market: Market, *, at: int, page: str = "/member/") -> str:
    """Return what a page says at an instant, to who signs in then."""
    shopper.it_is(at)
    shopper.enters(market.members[0])
    return Seen(shopper.get(page)).text


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_the_day_on_which_the_points_of_who_left_end(
    shopper: Visitor, market: Market, page: str
) -> None:
    leaves(market)
    seen = reads(shopper, market, at=NOW, page=page)
    assert f"You can use 200 points until {LAST_DAY} at the latest." in seen
    assert OWN_LAST_DAY not in seen


def test_they_can_be_used_on_that_day_and_not_on_the_next(shopper: Visitor, market: Market) -> None:
    leaves(market)
    assert "You can spend 200 points" in reads(shopper, market, at=NOW + 90 * DAY)
    after = reads(shopper, market, at=NOW + 91 * DAY)
    assert "You can spend 0 points" in after
    assert "at the latest" not in after


def test_what_ends_by_leaving_is_announced_as_long_before_as_was_ever_promised(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "200 points can be spent until 18 Feb 2027, and not after that."
    sixty = "[points]\nannounced_days_before = 60\n"
    market = Market(connection, text=edition(OFFERED, more=sixty))
    market.give(200)
    shopper = Visitor(database_url, monkeypatch, now=NOW)
    leaves(market)
    assert told not in reads(shopper, market, at=NOW + 30 * DAY)
    assert told in reads(shopper, market, at=NOW + 31 * DAY)


def test_points_with_an_earlier_last_day_of_their_own_keep_it(
    shopper: Visitor, market: Market
) -> None:
    late = NOW + 365 * DAY  # ten days before the points' own last day
    before = reads(shopper, market, at=late, page="/member/data/")
    assert "for 90 days after you leave, or until their own last day if that comes first" in before
    leaves(market, at=late)
    assert f"until {OWN_LAST_DAY}" in reads(shopper, market, at=late)
    assert "You can spend 0 points" in reads(shopper, market, at=late + 30 * DAY)


def test_lots_that_end_together_by_leaving_are_one(market: Market) -> None:
    market.give(100, at=NOW + 30 * DAY)  # ends a month after the others
    leaves(market, at=NOW + 31 * DAY)
    found = read_statement(market.connection, market.members[0], now=NOW + 31 * DAY)
    assert found is not None
    ends_on = Calendar("Asia/Bangkok").day_of(NOW + 31 * DAY) + 91
    assert found.expiring == ((ends_on, 300),)
    assert found.ends_by_leaving_on == ends_on
    assert str(date_of(ends_on)) == "2027-03-22"


def test_who_comes_back_has_the_points_own_days_again(shopper: Visitor, market: Market) -> None:
    leaves(market)
    join_again(market.connection, market.members[0], now=NOW + DAY, language="en", wording="Again.")
    seen = reads(shopper, market, at=NOW + DAY)
    assert OWN_LAST_DAY in seen
    assert LAST_DAY not in seen


@pytest.mark.parametrize("page", PAGES)
def test_an_officers_hold_takes_no_day_from_who_left_and_the_page_says_which_is_the_last(
    shopper: Visitor, market: Market, page: str
) -> None:
    leaves(market)
    one, told = market.members[0], "You can use 200 points until {} at the latest."
    held = {"asked_by": "Somsak Dee", "ground": "data_wrong"}
    restrict(market.connection, one, **held, now=NOW + DAY)  # type: ignore[arg-type]
    assert told.format("19 Feb 2027") in reads(shopper, market, at=NOW + DAY, page=page)
    assert told.format("28 Feb 2027") in reads(shopper, market, at=NOW + 10 * DAY, page=page)
    lift(market.connection, one, lifted_by="Somsak Dee", now=NOW + 11 * DAY)
    assert told.format("1 Mar 2027") in reads(shopper, market, at=NOW + 40 * DAY, page=page)
    assert told.format("1 Mar 2027") in reads(shopper, market, at=NOW + 101 * DAY, page=page)
    assert "at the latest" not in reads(shopper, market, at=NOW + 102 * DAY, page=page)


def test_who_left_too_long_ago_keeps_a_voucher_whose_points_could_not_be_used(
    shopper: Visitor, market: Market
) -> None:
    leaves(market)
    number = market.take("coffee", now=NOW + 88 * DAY).voucher_id
    shopper.it_is(NOW + 95 * DAY)
    shopper.enters(market.members[0])
    seen = Seen(shopper.get(f"/member/vouchers/{number}")).text
    assert "Give it back" not in seen
    assert f"until {LAST_DAY}. This voucher can still be used, but not given back." in seen
    answer = shopper.sends(f"/member/vouchers/{number}/cancel")
    assert answer.status_code == 403  # left_too_long_ago
    open_yet = "SELECT state FROM voucher WHERE voucher_id = %s"
    assert market.connection.execute(open_yet, (number,)).fetchone() == ("open",)


def test_who_gives_a_voucher_back_twice_is_shown_that_it_is_given_back(
    shopper: Visitor, market: Market
) -> None:
    number = market.take("coffee").voucher_id
    address = f"/member/vouchers/{number}"
    shopper.get(address)
    for _ in range(2):
        assert shopper.sends(f"{address}/cancel")["Location"] == address
    assert market.points() == 200


def test_a_voucher_that_lapses_when_points_can_not_be_used_any_more_promises_none(
    shopper: Visitor, market: Market
) -> None:
    leaves(market)
    number = market.take("coffee", now=NOW + 88 * DAY).voucher_id
    says = "By then its points could not be used any more."
    assert says in reads(shopper, market, at=NOW + 180 * DAY, page=f"/member/vouchers/{number}")
    lapse(market.connection, now=NOW + 180 * DAY)
    seen = reads(shopper, market, at=NOW + 181 * DAY, page=f"/member/vouchers/{number}")
    assert says in seen
    assert "came back" not in seen


WENT_BACK = "so its points went back to your wallet."


def test_a_voucher_that_nobody_gave_back_says_where_its_points_went(
    shopper: Visitor, market: Market
) -> None:
    market.take("coffee", now=NOW)
    lapse(market.connection, now=NOW + 120 * DAY)
    seen = reads(shopper, market, at=NOW + 121 * DAY)
    assert "+60 points" in seen
    assert WENT_BACK in seen
    assert "given back" not in seen


def test_the_wallet_of_who_left_too_long_ago_tells_both_ways_and_promises_nothing(
    shopper: Visitor, market: Market
) -> None:
    leaves(market)
    number = market.take("coffee", now=NOW + 88 * DAY).voucher_id
    return_points(market.connection, now=NOW + 92 * DAY)
    lapse(market.connection, now=NOW + 180 * DAY)
    return_points(market.connection, now=NOW + 181 * DAY)
    at = NOW + 182 * DAY
    for page in ("/member/", "/member/data/everything/"):
        seen = reads(shopper, market, at=at, page=page)
        assert WENT_BACK in seen
        assert "You left, and the time to use these points was over." in seen
        assert "your points came back" not in seen

    who, wording = market.members[0], "I take part."
    join_again(market.connection, who, now=at, language="en", wording=wording)
    seen = reads(shopper, market, at=at + DAY, page=f"/member/vouchers/{number}")
    assert "its points went back to your wallet" in seen
    assert "came back" not in seen
