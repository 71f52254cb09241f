"""Storms: 48 clients at once, each with a connection of its own, against the real PostgreSQL.

Whatever arrives first: nothing is spent twice, no stock and no limit is passed by one, and nobody
sees a deadlock. `pytest -s` prints how long the slowest hundredth took.
"""

from __future__ import annotations

import random
from collections import Counter
from functools import partial

import psycopg

from plaudit.actions.cancel import cancel
from plaudit.actions.honour import honour
from plaudit.actions.lapse import lapse
from plaudit.actions.settle import settle
from plaudit.actions.take import take
from plaudit.actions.undo import undo
from plaudit.core.refusals import Code
from plaudit.core.voucher import State
from plaudit.store.rewards import list_rewards
from plaudit.store.vouchers import list_vouchers
from tests.market import DAY, NOW, Market, reward
from tests.storm import CLIENTS, Storm

TRIES = 30


def left(market: Market, id: str) -> int:
    offered = list_rewards(market.connection, market.programme_id, today=NOW // DAY)
    return next(one.left for one in offered if one.terms.id == id)


def test_two_hundred_vouchers_are_each_honoured_once(
    connection: psycopg.Connection, storm: Storm
) -> None:
    market = Market(connection, rewards=[reward("coffee", "meal", "cafe", price=20, stock=500)])
    market.give(500)
    market.give(500, member=1)
    for member in range(2):
        for _ in range(4):
            market.give(500, member=member)
    codes = [market.take("coffee", member=number % 2).code or "" for number in range(200)]
    tills = [
        market.tills["cafe"]._replace(key_hash=b"till %d" % client) for client in range(CLIENTS)
    ]

    def work(connection: psycopg.Connection, client: int) -> list[str]:
        tried = [codes[(client * 17 + 7 * step) % 200] for step in range(TRIES)]
        return [
            storm.timed(lambda code=code: honour(connection, tills[client], code, now=NOW))  # type: ignore[misc]
            for code in tried
        ]

    said = storm.run(work)

    assert said == {"done": 200, Code.VOUCHER_USED: CLIENTS * TRIES - 200}
    assert market.owed("cafe") == 200 * 20
    storm.print_p99("honour")


def test_taking_back_and_honouring_at_once_leave_one_outcome_for_each_voucher(
    connection: psycopg.Connection, storm: Storm
) -> None:
    market = Market(connection, rewards=[reward("coffee", "meal", "cafe", price=20, stock=500)])
    market.give(500)
    cafe = market.tills["cafe"]
    codes = [market.take("coffee").code or "" for _ in range(24)]
    numbers = [honour(connection, cafe, code, now=NOW).number for code in codes]
    left_in_wallet = market.points()

    def work(connection: psycopg.Connection, client: int) -> list[str]:
        neighbour = cafe._replace(key_hash=b"till %d" % client)
        said = []
        for step in range(24):
            place = (client * 7 + step) % 24
            if client % 2:
                act = partial(undo, connection, cafe, numbers[place], now=NOW + 1)
                said.append(f"undo {storm.timed(act)}")
            else:
                again = partial(honour, connection, neighbour, codes[place], now=NOW + 2)
                said.append(f"honour {storm.timed(again)}")
        return said

    said = storm.run(work)

    tries = CLIENTS // 2 * 24
    honoured_anew = said["honour done"]
    assert said["undo done"] == 24
    assert said[f"undo {Code.CANNOT_UNDO}"] == tries - 24
    assert 0 < honoured_anew <= 24
    assert honoured_anew + said[f"honour {Code.VOUCHER_USED}"] == tries
    assert market.owed("cafe") == 20 * honoured_anew
    states = Counter(one.state for one in list_vouchers(connection, market.members[0]))
    assert (states[State.HONOURED], states[State.OPEN]) == (honoured_anew, 24 - honoured_anew)
    assert market.points() == left_in_wallet
    storm.print_p99("honour and undo")


def test_a_hundred_points_buy_one_reward_of_sixty(
    connection: psycopg.Connection, storm: Storm
) -> None:
    market = Market(connection, members=12)
    for member in range(12):
        market.give(100, member=member)

    def work(connection: psycopg.Connection, client: int) -> list[str]:
        order = random.Random(client).sample(market.members, 12)
        return [
            storm.timed(
                lambda member=member: take(  # type: ignore[misc]
                    connection, member, "coffee", key=f"client {client}", now=NOW
                )
            )
            for member in order
        ]

    said = storm.run(work)

    assert said == {"done": 12, Code.POINTS_TOO_FEW: (CLIENTS - 1) * 12}
    assert [market.points(member) for member in range(12)] == [40] * 12
    storm.print_p99("take, one wallet")


def test_one_click_repeated_by_all_takes_once(connection: psycopg.Connection, storm: Storm) -> None:
    market = Market(connection)
    market.give(500)
    taken: list[int] = []

    def work(connection: psycopg.Connection, client: int) -> list[str]:
        voucher = take(connection, market.members[0], "coffee", key="the click", now=NOW)
        taken.append(voucher.voucher_id)
        return ["done"]

    storm.run(work)

    assert len(taken) == CLIENTS
    assert len(set(taken)) == 1
    assert market.points() == 440


def test_neither_stock_nor_month_is_passed_by_one(
    connection: psycopg.Connection, storm: Storm
) -> None:
    market = Market(
        connection,
        members=CLIENTS + 1,
        rewards=[
            reward("rare", "meal", "cafe", price=10, stock=37),
            reward("few", "goods", "shop", price=10, stock=500, more="at_most_a_month = 3"),
        ],
    )
    for member in range(CLIENTS + 1):
        market.give(500, member=member)

    def work(connection: psycopg.Connection, client: int) -> list[str]:
        own, shared = market.members[client], market.members[CLIENTS]
        said = []
        for step in range(3):
            key = f"{client} {step}"
            said.append(
                "rare "
                + storm.timed(lambda key=key: take(connection, own, "rare", key=key, now=NOW))  # type: ignore[misc]
            )
            said.append(
                "few "
                + storm.timed(lambda key=key: take(connection, shared, "few", key=key, now=NOW))  # type: ignore[misc]
            )
        return said

    said = storm.run(work)

    tries = CLIENTS * 3
    assert said == {
        "rare done": 37,
        f"rare {Code.SOLD_OUT}": tries - 37,
        "few done": 3,
        f"few {Code.MONTH_FULL}": tries - 3,
    }
    assert (left(market, "rare"), left(market, "few")) == (0, 497)
    storm.print_p99("take, one stock")


def test_settling_taking_and_giving_back_in_any_order_meet_no_deadlock(
    connection: psycopg.Connection, storm: Storm
) -> None:
    many = [
        reward("coffee", "meal", "cafe"),
        reward("tree", "planting", "forest", price=10, stock=500),
    ]
    market = Market(connection, members=24, rewards=many)
    for member in range(24):
        market.give(500, member=member)
        market.take("coffee", member=member)
    over = NOW + 100 * DAY

    def work(connection: psycopg.Connection, client: int) -> list[str]:
        chance = random.Random(client)
        said = []
        for step in range(4):
            order = chance.sample(range(24), 12)
            if client % 3 == 0:
                batch = [
                    market.cups(1, member=member, event_id=f"{client} {step} {member}")
                    for member in order
                ]
                settle(connection, market.house, batch, now=NOW)
            elif client % 3 == 1:
                for member in order[:4]:
                    key = f"{client} {step}"
                    voucher = take(connection, market.members[member], "tree", key=key, now=NOW)
                    assert voucher.state is State.HONOURED
            elif client == 2:
                lapse(connection, now=over, how_many=10)
            else:
                member_id = market.members[order[0]]
                said += [
                    storm.timed(
                        lambda voucher=voucher, member_id=member_id: cancel(  # type: ignore[misc]
                            connection, member_id, voucher.voucher_id, now=NOW
                        )
                    )
                    for voucher in list_vouchers(connection, member_id)
                ]
        return said

    said = storm.run(work)

    closed = connection.execute(
        "SELECT count(*) FROM voucher WHERE state IN ('cancelled', 'lapsed')"
    ).fetchone()
    assert closed is not None
    assert closed[0] >= said["done"] > 0
    assert set(said) <= {"done", Code.VOUCHER_USED, Code.VOUCHER_CANCELLED}
