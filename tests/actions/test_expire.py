"""Expiry and its notice in the real book, against the wall clock and a plain model."""

from __future__ import annotations

from random import Random

import psycopg
import pytest

from plaudit.actions.announce_expiry import announce_expiry
from plaudit.actions.cancel import cancel
from plaudit.actions.expire import expire
from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.transfer import Transfer
from plaudit.store.statement import read_statement
from plaudit.store.wallets import add_transfers, lock_wallet, read_accounts, write_wallets
from tests.market import Market
from tests.riverside import Riverside, instant, statuses

DAY = DAY_SECONDS * SECOND
LAST = instant("2028-05-31T23:59:59+07:00")
ENDS = instant("2028-06-01T00:00:00+07:00")
"""What is awarded in November 2026 lasts for 18 months more."""


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    city = Riverside(connection)
    city.settle(
        city.report("cup_return", {"cups": 10}),
        city.report("cup_return", {"cups": 4}, member=1, event_id="2"),
    )
    return city


def spendable(riverside: Riverside, now: int) -> int:
    found = read_statement(riverside.connection, riverside.members[0], now=now)
    assert found is not None
    return found.spendable_points


def lots(city: Riverside | Market) -> list[int]:
    row = city.connection.execute(
        "SELECT lots FROM member WHERE member_id = %s", (city.members[0],)
    ).fetchone()
    assert row is not None
    return list(row[0])


def announce(city: Riverside | Market, now: int) -> tuple[int, int]:
    return tuple(announce_expiry(city.connection, city.house, now=now))  # type: ignore[return-value]


def test_points_expire_at_their_instant_and_are_moved_once(riverside: Riverside) -> None:
    assert announce(riverside, instant("2028-04-29T08:00:00+07:00")) == (0, 0)
    assert announce(riverside, instant("2028-05-01T08:00:00+07:00")) == (2, 0)
    assert announce(riverside, instant("2028-05-01T09:00:00+07:00")) == (0, 0)

    assert expire(riverside.connection, riverside.house, now=LAST) == (0, 0)
    assert (spendable(riverside, LAST), spendable(riverside, ENDS)) == (10, 0)
    assert expire(riverside.connection, riverside.house, now=ENDS) == (2, 14)
    assert expire(riverside.connection, riverside.house, now=ENDS) == (0, 0)
    assert riverside.all_points() == [0, 0, 0]
    assert lots(riverside) == []


def test_what_was_not_announced_in_time_gets_a_later_month(riverside: Riverside) -> None:
    nine = instant("2028-06-01T09:00:00+07:00")
    assert expire(riverside.connection, riverside.house, now=nine) == (0, 0)
    assert spendable(riverside, nine) == 0

    assert announce(riverside, nine) == (0, 2)

    assert lots(riverside) == [2028 * 12 + 7, 10]  # August: July is less than 30 days away
    assert spendable(riverside, nine) == 10
    assert announce(riverside, nine + DAY) == (0, 0)
    assert expire(
        riverside.connection, riverside.house, now=instant("2028-08-01T00:00:00+07:00")
    ) == (2, 14)


def test_a_notice_that_is_late_by_an_hour_moves_the_end_before_it_comes(
    riverside: Riverside,
) -> None:
    late = instant("2028-05-02T01:00:00+07:00")

    assert announce(riverside, late) == (0, 2)

    assert lots(riverside) == [2028 * 12 + 6, 10]
    assert spendable(riverside, ENDS) == 10


def test_points_that_came_back_since_the_notice_get_a_later_month(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection)
    market.give(100)
    december = 2027 * 12 + 11
    assert lots(market) == [december, 100]
    voucher = market.take("coffee", now=instant("2027-10-20T08:00:00+07:00"))
    assert announce(market, instant("2027-10-31T08:00:00+07:00")) == (1, 0)
    back = instant("2027-11-20T08:00:00+07:00")
    cancel(connection, market.members[0], voucher.voucher_id, now=back)

    assert announce(market, back + 1) == (0, 1)

    assert lots(market) == [december, 40, december + 1, 60]
    assert expire(connection, market.house, now=instant("2027-12-01T00:00:00+07:00")) == (1, 40)
    assert expire(connection, market.house, now=instant("2028-01-01T00:00:00+07:00")) == (1, 60)


def test_nothing_expires_before_what_came_back_has_its_later_month(riverside: Riverside) -> None:
    riverside.connection.execute(
        "INSERT INTO expiry_notice VALUES (%s, %s, 4, '2028-04-20')",
        (riverside.members[0], 2028 * 12 + 5),
    )

    assert expire(riverside.connection, riverside.house, now=ENDS) == (0, 0)

    assert announce(riverside, ENDS) == (0, 2)
    assert lots(riverside) == [2028 * 12 + 5, 4, 2028 * 12 + 6, 6]
    assert expire(riverside.connection, riverside.house, now=ENDS + SECOND) == (1, 4)


def spend(riverside: Riverside, points: int, *, now: int) -> None:
    connection, member_id = riverside.connection, riverside.members[0]
    with connection.transaction():
        wallet = lock_wallet(connection, member_id)
        assert wallet is not None
        account = read_accounts(connection, riverside.programme_id).expiry
        today = riverside.house.programmes[riverside.programme_id].calendar.day_of(now)
        for month, taken in wallet.take(points, today=today):
            connection.execute(
                "INSERT INTO expiry_notice VALUES (%s, %s, 99, '2026-01-01') "
                "ON CONFLICT DO NOTHING",
                (member_id, month),
            )
            moved = Transfer(member_id, account, "expire", taken, month, now)
            add_transfers(connection, [moved])
        write_wallets(connection, [wallet])


def test_expiry_takes_what_was_not_spent_and_never_what_was(connection: psycopg.Connection) -> None:
    riverside, rng = Riverside(connection, members=1), Random(7)
    model: dict[int, int] = {}
    for step in range(40):
        year, month = divmod(2026 * 12 + 10 + step, 12)
        number = year * 12 + month
        at = f"{year}-{month + 1:02d}-{rng.randint(1, 28):02d}T09:00:00+07:00"
        announce(riverside, instant(f"{year}-{month + 1:02d}-01T00:00:00+07:00"))
        expire(connection, riverside.house, now=instant(at))
        model = {lot: points for lot, points in model.items() if lot > number}
        if rng.random() < 0.8:
            cups = rng.randint(1, 15)
            report = riverside.report("cup_return", {"cups": cups}, at=at, event_id=at)
            assert statuses(riverside.settle(report, now=instant(at))) == ["accepted"]
            model[number + 19] = model.get(number + 19, 0) + cups
        if rng.random() < 0.7:
            wanted = rng.randint(0, sum(model.values()))
            spend(riverside, wanted, now=instant(at))
            for lot in sorted(model):
                taken = min(wanted, model[lot])
                model[lot] -= taken
                wanted -= taken
        assert spendable(riverside, instant(at)) == sum(model.values()) == riverside.points()
