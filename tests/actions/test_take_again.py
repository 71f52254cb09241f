"""Taking again: what lay in a voucher while its award was taken back, and came out of it."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.cancel import cancel
from plaudit.actions.honour import honour
from plaudit.actions.restore import restore
from plaudit.actions.reverse import reverse
from plaudit.actions.strike_out import strike_out
from plaudit.actions.take_again import came_back, take_again
from plaudit.core.refusals import Code, Refused
from plaudit.core.reversal import Counts, Decision
from tests.market import DAY, NOW, REWARDS, Market, edition

BY = "Pim Chaiyo, points office"


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    return Market(connection)


def decision(market: Market, event_id: str = "1", second: str | None = None) -> Decision:
    row = market.connection.execute(
        "SELECT deed_id FROM deed WHERE event_id = %s", (event_id,)
    ).fetchone()
    assert row is not None
    return Decision(market.members[0], row[0], BY, "wrong_member", second)


def refused_with(market: Market, action: object, one: Decision, *, now: int) -> Code:
    assert callable(action)
    with pytest.raises(Refused) as refused:
        action(market.connection, market.house, one, now=now)
    return refused.value.refusal.code


def goes_back(market: Market, voucher_id: int, *, now: int) -> None:
    cancel(market.connection, market.members[0], voucher_id, now=now)


@pytest.mark.parametrize("how", [strike_out, reverse])
def test_what_lay_in_a_voucher_can_be_taken_once_it_came_back(market: Market, how: object) -> None:
    market.give(60)
    coffee, one, again = market.take("coffee"), decision(market), take_again
    assert callable(how)
    first = how(market.connection, market.house, one, now=NOW + DAY)
    assert (first.moved_points, first.shortfall_points, first.in_vouchers_points) == (0, 60, 60)
    assert refused_with(market, again, one, now=NOW + DAY) == Code.NOTHING_CAME_BACK

    goes_back(market, coffee.voucher_id, now=NOW + 2 * DAY)
    assert came_back(market.connection, market.house, one, now=NOW + 2 * DAY) == 60
    assert refused_with(market, again, one, now=NOW + 91 * DAY) == Code.TOO_LATE_TO_REVERSE
    assert came_back(market.connection, market.house, one, now=NOW + 91 * DAY) == 0
    assert market.points() == 60

    done = take_again(market.connection, market.house, one, now=NOW + 3 * DAY)
    assert (done.moved_points, done.shortfall_points, done.reason) == (-60, 0, "wrong_member")
    assert done.counts == (Counts(0, 0, 60, 0) if how is strike_out else None)
    assert market.points() == 0
    assert refused_with(market, again, one, now=NOW + 3 * DAY) == Code.NOTHING_CAME_BACK
    market.give(30)  # the same day's right report: nothing is kept any more
    assert market.points() == 30
    back = restore(market.connection, market.house, one, now=NOW + 4 * DAY)
    assert (back.moved_points, market.points()) == (60, 90)


def test_what_was_spent_or_earned_since_is_never_taken(market: Market) -> None:
    market.give(60)
    coffee, one = market.take("coffee"), decision(market)
    strike_out(market.connection, market.house, one, now=NOW + DAY)
    market.give(60, at=NOW + 2 * DAY)  # into the same lot
    later = market.take("coffee", now=NOW + 2 * DAY)
    goes_back(market, later.voucher_id, now=NOW + 3 * DAY)
    assert coffee.code is not None
    honour(market.connection, market.tills["cafe"], coffee.code, now=NOW + 3 * DAY)

    assert refused_with(market, take_again, one, now=NOW + 4 * DAY) == Code.NOTHING_CAME_BACK
    assert market.points() == 60


def test_a_reversal_asks_once_for_what_is_not_there(market: Market) -> None:
    market.give(60)
    market.take("coffee")
    one = decision(market)
    first = reverse(market.connection, market.house, one, now=NOW + DAY, points=20)
    assert (first.moved_points, first.shortfall_points) == (0, 20)
    market.give(60, at=NOW + 2 * DAY)

    rest = reverse(market.connection, market.house, one, now=NOW + 3 * DAY)

    assert (rest.moved_points, rest.shortfall_points) == (0, 40)
    assert refused_with(market, reverse, one, now=NOW + 3 * DAY) == Code.NOTHING_TO_REVERSE
    assert market.points() == 60


def test_two_awards_that_lay_in_one_voucher_take_what_it_gave_once(market: Market) -> None:
    market.give(60)
    market.give(60, at=NOW + 1)
    both = [market.take("coffee"), market.take("coffee")]
    house, connection = market.house, market.connection
    for event_id in ("1", "2"):
        strike_out(connection, house, decision(market, event_id), now=NOW + DAY)
    goes_back(market, both[0].voucher_id, now=NOW + 2 * DAY)
    market.give(100, at=NOW + 3 * DAY)

    take_again(connection, house, decision(market, "1"), now=NOW + 4 * DAY)

    second = decision(market, "2")
    assert refused_with(market, take_again, second, now=NOW + 4 * DAY) == Code.NOTHING_CAME_BACK
    assert market.points() == 100


def test_what_a_later_deed_filled_up_is_not_taken(market: Market) -> None:
    market.give(60)
    coffee, one = market.take("coffee"), decision(market)
    strike_out(market.connection, market.house, one, now=NOW + 1)
    market.give(40, at=NOW + 2)  # the right report of the same day: its 40 were had already
    assert market.points() == 0
    goes_back(market, coffee.voucher_id, now=NOW + DAY)

    done = take_again(market.connection, market.house, one, now=NOW + DAY)

    assert (done.moved_points, done.counts) == (-20, Counts(40, 40, 60, 40))
    assert market.points() == 40


def test_two_people_are_needed_as_the_first_time(connection: psycopg.Connection) -> None:
    text = edition(REWARDS, more="[reversal]\nalone_points_max = 50\n")
    market = Market(connection, text=text)
    market.give(60)
    coffee, with_another = market.take("coffee"), decision(market, second="Malee Srisai")
    strike_out(connection, market.house, with_another, now=NOW + DAY)
    goes_back(market, coffee.voucher_id, now=NOW + 2 * DAY)
    alone = with_another._replace(seconded_by=None)

    assert refused_with(market, take_again, alone, now=NOW + 3 * DAY) == Code.TWO_PEOPLE_NEEDED
    done = take_again(connection, market.house, with_another, now=NOW + 3 * DAY)

    assert done.moved_points == -60
    assert done.decided_by == f"{BY}, with Malee Srisai"
