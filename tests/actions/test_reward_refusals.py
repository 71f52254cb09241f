"""A reward that can't be taken: not yet, by nobody yet, not today, not any more."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.cancel import cancel
from plaudit.core.refusals import Code, Refusal, Refused
from plaudit.core.taking import OPEN_MAX, TAKEN_A_DAY_MAX
from plaudit.core.voucher import State
from tests.market import DAY, NOW, REWARDS, Market, reward
from tests.riverside import instant

DAY_IN_DECEMBER = instant("2026-12-01T00:00:00+07:00")
LATER = reward("sledge", "goods", "shop").replace("opens_on = 2026-04-01", "opens_on = 2026-12-01")
NOBODYS = reward("bread", "goods", "bakery")
LAST_ONE = reward("bell", "goods", "shop", stock=1)


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    made = Market(connection, rewards=[*REWARDS, LATER, NOBODYS, LAST_ONE])
    made.give(100)
    made.give(100, member=1)
    return made


def refused_taking(market: Market, reward: str, *, now: int = NOW, member: int = 0) -> Refusal:
    with pytest.raises(Refused) as refused:
        market.take(reward, now=now, member=member)
    return refused.value.refusal


def test_a_reward_is_taken_from_its_first_day_on_and_not_before(market: Market) -> None:
    said = refused_taking(market, "sledge", now=DAY_IN_DECEMBER - 1)

    assert said == Refusal(Code.REWARD_NOT_YET, (("opens_on", "2026-12-01"),))
    assert market.points() == 100
    market.take("sledge", now=DAY_IN_DECEMBER)
    assert market.points() == 40


def test_a_reward_whose_house_is_not_registered_is_not_ready(market: Market) -> None:
    assert refused_taking(market, "bread").code is Code.REWARD_NOT_READY
    assert market.points() == 100
    market.take("coffee")


def test_the_last_piece_goes_to_one_and_to_the_next_when_it_is_given_back(market: Market) -> None:
    bell = market.take("bell")

    assert refused_taking(market, "bell", member=1).code is Code.SOLD_OUT
    assert market.points(1) == 100
    cancel(market.connection, market.members[0], bell.voucher_id, now=NOW)
    market.take("bell", member=1)


def test_vouchers_of_a_day_are_limited_and_those_given_back_count(market: Market) -> None:
    for _ in range(TAKEN_A_DAY_MAX):
        voucher = market.take("coffee")
        cancel(market.connection, market.members[0], voucher.voucher_id, now=NOW)

    said = refused_taking(market, "coffee")

    assert said.code is Code.DAY_FULL
    assert dict(said.facts) == {"most": str(TAKEN_A_DAY_MAX), "from_on": "2026-11-21"}
    assert market.points() == 100
    market.take("coffee", member=1)
    market.take("coffee", now=NOW + DAY)


def test_as_many_vouchers_are_open_as_a_page_shows_and_then_one_is_used_or_given_back_first(
    connection: psycopg.Connection,
) -> None:
    pin = reward("pin", "goods", "shop", price=1, stock=2 * OPEN_MAX)
    market = Market(connection, rewards=[*REWARDS, pin])
    market.give(300)
    pins = [market.take("pin") for _ in range(OPEN_MAX)]
    tomorrow = NOW + DAY

    said = refused_taking(market, "pin", now=tomorrow)

    assert (said.code, dict(said.facts)) == (Code.OPEN_FULL, {"most": str(OPEN_MAX)})
    assert market.points() == 300 - OPEN_MAX
    assert market.take("tree", now=tomorrow).state is State.HONOURED  # never open
    cancel(connection, market.members[0], pins[0].voucher_id, now=tomorrow)
    market.take("pin", now=tomorrow)
    assert refused_taking(market, "pin", now=tomorrow).code is Code.OPEN_FULL
    market.take("pin", now=NOW + 30 * DAY)  # the others are over, whether or not they lapsed
