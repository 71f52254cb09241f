"""Rewards: the same list, order, price and answer for every member; a new edition acts later."""

from __future__ import annotations

import inspect

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plaudit.actions.cancel import cancel
from plaudit.actions.honour import honour
from plaudit.actions.publish import CannotPublish
from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.refusals import Refused
from plaudit.core.reward import kind_of_class, shards_of
from plaudit.core.rewards import KINDS
from plaudit.store.rewards import Offered, list_rewards
from tests.core.charter.cases import registries
from tests.market import DAY, NOW, REWARDS, Market, edition, reward
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS, Riverside, instant

NEXT_YEAR = instant("2027-01-15T00:00:00+07:00")


def listed(market: Market, at: int = NOW) -> list[Offered]:
    return list_rewards(market.connection, market.programme_id, today=at // DAY + 1)


def test_the_list_is_the_editions_in_its_order(connection: psycopg.Connection) -> None:
    market = Market(connection)

    offered = listed(market)

    assert [
        (one.terms.id, one.terms.kind, one.terms.price_points, one.partner, one.left, one.is_open)
        for one in offered
    ] == [
        ("coffee", "discount", 60, "Cafe", 100, True),
        ("evening", "ticket", 150, "Museum", 0, True),
        ("tree", "donation", 40, "Forest", 100, True),
        ("mug", "pick_up", 30, "Shop", 100, True),
    ]


def test_nobody_is_asked_for_when_rewards_are_listed() -> None:
    assert list(inspect.signature(list_rewards).parameters) == [
        "connection",
        "programme_id",
        "today",
    ]


def outcomes(market: Market, member: int) -> list[object]:
    """Return what a member meets everywhere, each thing tried and taken back."""
    found: list[object] = [listed(market)]
    for id in ("coffee", "evening", "tree", "mug", "nothing"):
        for at in (NOW, NEXT_YEAR, instant("2026-03-31T12:00:00+07:00")):
            try:
                with market.connection.transaction(force_rollback=True):
                    taken = market.take(id, member=member, now=at)
                    found.append((taken.reward, taken.price_points, taken.last_on, taken.state))
            except Refused as refused:
                found.append((refused.refusal, refused.refusal.status))
    return found


def test_equal_wallets_with_opposite_histories_meet_the_same_everywhere(
    connection: psycopg.Connection,
) -> None:
    """One earned four times as much, used, spent and gave back; the other earned once."""
    market = Market(connection)
    long_ago = instant("2026-10-05T09:00:00+07:00")
    market.give(400, at=long_ago)
    for id in ("coffee", "coffee", "coffee", "mug", "tree", "tree", "tree"):
        voucher = market.take(id, now=long_ago)
        if id == "coffee" and voucher.code is not None:
            honour(connection, market.tills["cafe"], voucher.code, now=long_ago)
        elif id == "mug":
            cancel(connection, market.members[0], voucher.voucher_id, now=long_ago)
    market.give(100, member=1, at=long_ago)
    wallets = connection.execute("SELECT points, lots FROM member ORDER BY member_id").fetchall()
    assert wallets[0] == wallets[1]

    assert outcomes(market, 0) == outcomes(market, 1)


def test_a_new_edition_acts_on_later_vouchers_only(connection: psycopg.Connection) -> None:
    market = Market(connection)
    market.give(500)
    before = market.take("coffee")
    dearer = [reward("coffee", "meal", "cafe", price=90, stock=2), *REWARDS[1:]]
    later = edition(dearer, id="2", starts_on="2027-01-15")
    publish_as_promised(connection, later, ACTIVITY_TEXTS)

    now_offered, then_offered = listed(market)[0], listed(market, NEXT_YEAR)[0]
    assert (now_offered.terms.price_points, now_offered.left) == (60, 99)
    assert (then_offered.terms.price_points, then_offered.left) == (90, 2)
    assert market.take("coffee", now=NEXT_YEAR - 1).price_points == 60
    assert market.take("coffee", now=NEXT_YEAR).price_points == 90
    assert before.code is not None
    assert honour(connection, market.tills["cafe"], before.code, now=NEXT_YEAR).points == 60


def test_a_reward_keeps_its_kind(connection: psycopg.Connection) -> None:
    Market(connection)
    changed = edition([reward("coffee", "ticket", "cafe")], id="2", starts_on="2027-01-15")

    with pytest.raises(CannotPublish, match="another id"):
        publish_as_promised(connection, changed, ACTIVITY_TEXTS)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (reward("coffee", "lottery", "cafe"), "nothing to do with"),
        (reward("coffee", "meal", "cafe", price=0), "price_points"),
        (reward("a", "meal", "cafe") + reward("a", "meal", "cafe"), "has this id"),
    ],
)
def test_a_reward_that_is_not_sound_is_not_published(
    connection: psycopg.Connection, wrong: str, said: str
) -> None:
    with pytest.raises(Mistakes, match=said):
        publish_as_promised(connection, edition([wrong]), ACTIVITY_TEXTS)


def test_a_reward_whose_partner_is_not_registered_can_not_be_taken_by_anybody(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection)

    offered = list_rewards(connection, riverside.programme_id, today=NOW // DAY)

    assert [one.terms.id for one in offered] == ["museum-evening", "coffee-and-cake", "bike-day"]
    assert [one.is_open for one in offered] == [False] * 3


def test_each_class_of_the_registry_has_one_kind() -> None:
    classes = set(registries().reward_classes.allowed)

    assert {kind_of_class(name) for name in classes} == set(KINDS)
    assert sorted(name for kind in KINDS.values() for name in kind.classes) == sorted(classes)


@given(stock=st.integers(1, 10**9))
def test_shards_hold_the_whole_stock_as_evenly_as_can_be(stock: int) -> None:
    shards = shards_of(stock)

    assert sum(shards) == stock
    assert min(shards) >= 1
    assert max(shards) - min(shards) <= 1
