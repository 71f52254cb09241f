"""Restricting: nothing in the member's record moves, and partners can't tell."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.honour import honour
from plaudit.actions.lapse import lapse
from plaudit.actions.leave import leave
from plaudit.actions.restrict import lift, restrict
from plaudit.actions.strike_out import strike_out
from plaudit.core.refusals import Code, Refused
from plaudit.core.reversal import Decision
from plaudit.core.rights import THE_MEMBER
from plaudit.core.voucher import State
from plaudit.store.vouchers import list_vouchers
from plaudit.store.wallets import lock_wallet, lock_wallets
from tests.market import DAY, Market
from tests.market import NOW as MARKET_NOW
from tests.riverside import NOW, Riverside, statuses

SOON = NOW + 1_000_000


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    city = Riverside(connection)
    city.settle(city.report("cup_return", {"cups": 3}))
    return city


def stand_still(city: Riverside, *, ground: str = "member_asked") -> bool:
    return restrict(
        city.connection,
        city.members[0],
        asked_by=THE_MEMBER,
        ground=ground,  # type: ignore[arg-type]
        now=NOW,
    )


def test_a_deed_of_a_restricted_member_is_refused_as_nobodys(
    riverside: Riverside, connection: psycopg.Connection
) -> None:
    assert stand_still(riverside)
    strange = riverside.report("cup_return", {"cups": 1}, event_id="2")
    unknown = strange.report._replace(subject="0" * 32, event_id="3")

    restricted, nobody = riverside.settle(strange, strange._replace(report=unknown))

    assert restricted.refusal == nobody.refusal
    assert statuses([restricted]) == ["member_unknown"]
    assert riverside.points() == 3
    assert connection.execute("SELECT count(*) FROM refused_deed").fetchone() == (0,)


def test_what_is_lifted_counts_again_and_both_people_are_kept(
    riverside: Riverside, connection: psycopg.Connection
) -> None:
    stand_still(riverside, ground="data_wrong")
    assert lift(connection, riverside.members[0], lifted_by="Somsak Dee", now=SOON)

    assert statuses(
        riverside.settle(riverside.report("cup_return", {"cups": 1}, event_id="2"))
    ) == ["accepted"]
    kept = connection.execute("SELECT asked_by, ground, lifted_by FROM restriction").fetchall()
    assert kept == [(THE_MEMBER, "data_wrong", "Somsak Dee")]


def test_it_is_restricted_once_and_lifted_once(
    riverside: Riverside, connection: psycopg.Connection
) -> None:
    member_id = riverside.members[0]
    assert not lift(connection, member_id, lifted_by=THE_MEMBER, now=NOW)
    assert stand_still(riverside)
    assert not stand_still(riverside)
    assert lift(connection, member_id, lifted_by=THE_MEMBER, now=SOON)
    assert not lift(connection, member_id, lifted_by=THE_MEMBER, now=SOON)
    assert not restrict(connection, 999, asked_by=THE_MEMBER, ground="objection", now=NOW)


def test_no_transition_gets_the_wallet_of_a_restricted_member(
    riverside: Riverside, connection: psycopg.Connection
) -> None:
    stand_still(riverside)
    with connection.transaction():
        assert lock_wallet(connection, riverside.members[0]) is None
        assert list(lock_wallets(connection, riverside.members)) == riverside.members[1:]


@pytest.mark.parametrize(
    "changed", ["points = points + 1", "lots = '{}'", "counters = '{}'", "newest_on = NULL"]
)
def test_the_database_lets_nothing_in_the_row_move(
    riverside: Riverside, owner: psycopg.Connection, changed: str
) -> None:
    statement = f"UPDATE member SET {changed} WHERE member_id = {riverside.members[0]}".encode()
    with owner.transaction(force_rollback=True):
        owner.execute(statement)

    stand_still(riverside)

    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="nothing in it moves"):
        owner.execute(statement)


def test_an_open_voucher_of_a_restricted_member_can_be_used_and_waits_otherwise(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection)
    market.give(200)
    used, kept = market.take("mug"), market.take("mug")
    restrict(
        connection, market.members[0], asked_by=THE_MEMBER, ground="data_wrong", now=MARKET_NOW
    )
    assert used.code is not None

    assert honour(connection, market.tills["shop"], used.code, now=MARKET_NOW).points == 30

    assert market.points() == 140
    assert lapse(connection, now=MARKET_NOW + 60 * DAY) == 0
    lift(connection, market.members[0], lifted_by=THE_MEMBER, now=MARKET_NOW + 61 * DAY)
    assert lapse(connection, now=MARKET_NOW + 61 * DAY) == 1
    states = {one.voucher_id: one.state for one in list_vouchers(connection, market.members[0])}
    assert states == {used.voucher_id: State.HONOURED, kept.voucher_id: State.LAPSED}


def test_a_restricted_member_can_leave(
    riverside: Riverside, connection: psycopg.Connection
) -> None:
    stand_still(riverside)

    assert leave(connection, riverside.members[0], now=SOON, language="en", wording="I leave.")


def test_nobody_without_a_name_restricts_or_lifts(
    riverside: Riverside, connection: psycopg.Connection
) -> None:
    member_id = riverside.members[0]
    with pytest.raises(psycopg.errors.CheckViolation):
        restrict(connection, member_id, asked_by=" ", ground="objection", now=NOW)
    stand_still(riverside)
    with pytest.raises(psycopg.errors.CheckViolation):
        lift(connection, member_id, lifted_by="", now=SOON)


def test_no_award_of_a_restricted_member_is_undone_until_it_is_lifted(
    riverside: Riverside, connection: psycopg.Connection
) -> None:
    member_id = riverside.members[0]
    row = connection.execute("SELECT deed_id FROM deed").fetchone()
    assert row is not None
    decision = Decision(member_id, row[0], "Pim Chaiyo, points office", "did_not_happen")
    stand_still(riverside)

    with pytest.raises(Refused) as refused:
        strike_out(connection, riverside.house, decision, now=NOW)

    assert refused.value.refusal.code is Code.RECORD_RESTRICTED
    assert riverside.points() == 3
    lift(connection, member_id, lifted_by=THE_MEMBER, now=SOON)
    strike_out(connection, riverside.house, decision, now=SOON)
    assert riverside.points() == 0
