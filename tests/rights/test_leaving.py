"""Points after leaving: usable for the days that the edition promises, then given back."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from plaudit.actions.forget import forget
from plaudit.actions.join import join_again
from plaudit.actions.join_by import join_by
from plaudit.actions.join_in_person import Agreed
from plaudit.actions.leave import leave
from plaudit.actions.purge_words import purge_words
from plaudit.actions.restrict import lift, restrict
from plaudit.actions.return_points import Returned, return_points
from plaudit.core.refusals import Code, Refused
from plaudit.core.rights import THE_MEMBER
from plaudit.core.transfer_words import tell_transfer
from plaudit.core.ways_in import WayIn
from plaudit.pages.voices import voice_of
from plaudit.store import leaving
from plaudit.store.connect import connect
from plaudit.store.erasures import JournalFile
from plaudit.store.members import agree_again
from plaudit.store.statement import read_statement
from tests.market import DAY, JOINED, NOW, Market
from tests.riverside import instant

LAST = instant("2027-02-18T23:59:59+07:00")
OVER = instant("2027-02-19T00:00:00+07:00")
"""90 days after 20 November 2026 are over."""


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market whose first member left with 100 points; the second takes part."""
    made = Market(connection)
    made.give(100)
    made.give(100, member=1)
    assert leave(connection, made.members[0], now=NOW, language="en", wording="I leave.")
    return made


def spendable(market: Market, now: int) -> int:
    found = read_statement(market.connection, market.members[0], now=now)
    assert found is not None
    return found.spendable_points


def hold(market: Market, *, at: int, asked_by: str = "Somsak Dee") -> None:
    """Let the first member's record stand still, mostly by a person of the office."""
    member_id = market.members[0]
    assert restrict(market.connection, member_id, asked_by=asked_by, ground="data_wrong", now=at)


def test_points_can_be_used_until_the_last_day_whether_or_not_the_job_ran(market: Market) -> None:
    assert return_points(market.connection, now=LAST) == Returned(0, 0)
    market.take("mug", now=LAST)
    assert (spendable(market, LAST), spendable(market, OVER)) == (70, 0)

    with pytest.raises(Refused) as refused:
        market.take("mug", now=OVER)
    assert refused.value.refusal.code is Code.LEFT_TOO_LONG_AGO

    assert return_points(market.connection, now=OVER) == Returned(1, 70)
    assert return_points(market.connection, now=OVER) == Returned(0, 0)
    assert [market.points(0), market.points(1)] == [0, 100]
    found = read_statement(market.connection, market.members[0], now=OVER)
    assert found is not None
    told = tell_transfer(found.entries[0], voice_of("en"))  # type: ignore[arg-type]
    assert (told.moved, told.title) == ("−70 points", "Points that were left over")


def test_who_comes_back_in_time_keeps_them_and_later_never_by_a_late_job(market: Market) -> None:
    def come_back(now: int) -> None:
        given = {"language": "en", "wording": "I am back."}
        assert join_again(market.connection, market.members[0], now=now, **given)

    come_back(LAST)
    assert return_points(market.connection, now=OVER) == Returned(0, 0)
    assert market.points() == 100

    leave(market.connection, market.members[0], now=LAST + 1, language="en", wording="I leave.")
    come_back(instant("2027-06-01T00:00:00+07:00"))
    assert market.points() == 0


def test_who_comes_back_by_a_way_in_comes_back_without_points_that_were_over(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection, members=0)
    way = WayIn("email", b"mark of an address")
    agreed = Agreed(market.programme_id, "Asia/Bangkok", "en", "I join.")
    market.members = [join_by(connection, way, agreed, now=JOINED)]
    market.give(100)
    leave(connection, market.members[0], now=NOW, language="en", wording="I leave.")

    assert join_by(connection, way, agreed, now=OVER) == market.members[0]
    assert market.points() == 0


def test_a_record_that_stands_still_waits(market: Market, connection: psycopg.Connection) -> None:
    member_id = market.members[0]
    restrict(connection, member_id, asked_by=THE_MEMBER, ground="data_wrong", now=LAST)
    assert return_points(connection, now=OVER) == Returned(0, 0)

    given = {"language": "en", "wording": "I am back."}
    with pytest.raises(Refused) as refused:
        join_again(connection, member_id, now=OVER, **given)
    assert refused.value.refusal.code is Code.RECORD_RESTRICTED
    assert not agree_again(connection, member_id, now=OVER)

    lift(connection, member_id, lifted_by=THE_MEMBER, now=OVER)
    assert return_points(connection, now=OVER) == Returned(1, 100)


def test_the_database_lets_no_point_go_before_90_days_or_of_who_takes_part(
    market: Market, owner: psycopg.Connection
) -> None:
    for member_id in market.members:
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="90 days"):
            owner.execute(
                "INSERT INTO transfer (member_id, transfer_id, account_id, into_wallet, points,"
                " lot_month, why, recorded_at) SELECT m.member_id, 1, a.account_id, FALSE, 1,"
                " m.lots[1], 'leave', '2027-02-17' FROM member AS m, account AS a"
                " WHERE a.kind = 'returned' AND m.member_id = %s",
                (member_id,),
            )


@pytest.mark.parametrize("how", ["came back", "restricted"])
def test_who_is_no_longer_to_be_forgotten_when_the_turn_comes_is_left(
    market: Market,
    connection: psycopg.Connection,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    """The list was read before; the row is looked at again under its lock."""
    member_id, now = market.members[0], instant("2030-01-01T12:00:00+07:00")
    return_points(connection, now=now)
    if how == "restricted":
        restrict(connection, member_id, asked_by=THE_MEMBER, ground="data_wrong", now=now)
    else:
        assert join_again(connection, member_id, now=now, language="en", wording="I am back.")
    monkeypatch.setattr(leaving, "members_to_forget", lambda *_, **__: [member_id])
    journal = JournalFile(tmp_path / "erasures.log")
    with connect(database_url, role="eraser") as eraser:

        def forgotten() -> int:
            handles = market.house.handles
            return forget(eraser, handles=handles, journal=journal, now=now, how_many=9)

        assert forgotten() == 0
        assert read_statement(connection, member_id, now=now) is not None
        if how == "restricted":
            lift(connection, member_id, lifted_by=THE_MEMBER, now=now)
            assert forgotten() == 1


def test_a_change_of_clocks_doesn_t_stop_the_job(
    market: Market, connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day in spring has 23 hours: who left at its 90th midnight waits an hour more."""
    hour = 3_600_000_000
    monkeypatch.setattr(leaving, "left_before", lambda *_, **__: NOW + 1)
    over = NOW + leaving.USABLE
    assert return_points(connection, now=over - hour) == Returned(0, 0)
    assert return_points(connection, now=over + 1) == Returned(1, 100)
    assert market.points() == 0


@pytest.mark.parametrize(
    ("from_day", "to_day", "last_on"),
    [
        (0, 0, "2027-02-19"),  # a begun day
        (1, 92, "2027-05-21"),  # longer than the days themselves
        (90, 91, "2027-02-20"),  # over the last day
        (91, 99, "2027-02-18"),  # after it: nothing is opened again
    ],
)
def test_days_of_an_officers_hold_take_none_of_the_days_of_who_left(
    market: Market,
    connection: psycopg.Connection,
    from_day: int,
    to_day: int,
    last_on: str,
) -> None:
    """The statement, taking and the job agree to the day."""
    held_at, lifted_at = NOW + from_day * DAY, NOW + to_day * DAY + 1
    hold(market, at=held_at)
    lift(connection, market.members[0], lifted_by="Pim Chaiyo", now=lifted_at)
    last = instant(f"{last_on}T23:59:59+07:00")
    over = last + 1_000_000
    if last > lifted_at:
        assert return_points(connection, now=last) == Returned(0, 0)
        market.take("mug", now=last)
    assert (spendable(market, last) > 0, spendable(market, over)) == (True, 0)

    with pytest.raises(Refused) as refused:
        market.take("mug", now=max(over, lifted_at))
    assert refused.value.refusal.code is Code.LEFT_TOO_LONG_AGO
    assert dict(refused.value.refusal.facts)["last_on"] == last_on
    held = market.points()
    assert return_points(connection, now=max(over, lifted_at)) == Returned(1, held)


def test_a_hold_that_the_member_asked_for_or_that_was_before_leaving_moves_no_day(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection)
    market.give(100)
    hold(market, at=NOW)
    lift(connection, market.members[0], lifted_by="Pim Chaiyo", now=NOW + 9 * DAY)
    leave(connection, market.members[0], now=NOW + 10 * DAY, language="en", wording="I leave.")
    hold(market, at=NOW + 11 * DAY, asked_by=THE_MEMBER)
    lift(connection, market.members[0], lifted_by=THE_MEMBER, now=NOW + 20 * DAY)

    assert (spendable(market, LAST + 10 * DAY), spendable(market, OVER + 10 * DAY)) == (100, 0)
    assert return_points(connection, now=OVER + 10 * DAY) == Returned(1, 100)


def test_who_left_under_an_officers_hold_has_all_days_after_it(
    connection: psycopg.Connection,
) -> None:
    market = Market(connection)
    market.give(100)
    hold(market, at=NOW - 5 * DAY)
    leave(connection, market.members[0], now=NOW, language="en", wording="I leave.")
    assert spendable(market, LAST + 99 * DAY) == 100
    lift(connection, market.members[0], lifted_by="Pim Chaiyo", now=NOW + 9 * DAY)
    assert (spendable(market, LAST + 10 * DAY), spendable(market, OVER + 10 * DAY)) == (100, 0)


def test_who_comes_back_after_a_hold_comes_back_with_points_that_were_not_over(
    market: Market, connection: psycopg.Connection
) -> None:
    hold(market, at=NOW)
    lift(connection, market.members[0], lifted_by="Pim Chaiyo", now=NOW + 9 * DAY)
    given = {"language": "en", "wording": "I am back."}
    assert join_again(connection, market.members[0], now=OVER, **given)
    assert market.points() == 100


def test_the_job_goes_on_past_members_whose_days_a_hold_made_longer(
    market: Market, connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plaudit.actions.return_points.MEMBERS", 1)
    leave(connection, market.members[1], now=NOW, language="en", wording="I leave.")
    hold(market, at=NOW)
    lift(connection, market.members[0], lifted_by="Pim Chaiyo", now=NOW + 9 * DAY)
    assert return_points(connection, now=OVER) == Returned(1, 100)
    assert [market.points(0), market.points(1)] == [100, 0]


def test_a_lifted_hold_is_kept_while_points_can_be_used_longer_because_of_it(
    market: Market, connection: psycopg.Connection, database_url: str
) -> None:
    def kept() -> int:
        return len(connection.execute("SELECT member_id FROM restriction").fetchall())

    late = instant("2029-06-01T12:00:00+07:00")  # question_months are over
    hold(market, at=NOW)
    lift(connection, market.members[0], lifted_by="Pim Chaiyo", now=NOW + DAY)
    with connect(database_url, role="purger") as purger:
        purge_words(purger, now=late)
        assert kept() == 1
        return_points(connection, now=late)
        purge_words(purger, now=late)
        assert kept() == 0
