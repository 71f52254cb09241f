"""Nothing about a member is kept past its last day, and the book adds up at every step."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from plaudit.actions.bring_forward import Gone, bring_forward
from plaudit.actions.join import join_again
from plaudit.actions.leave import leave
from plaudit.actions.purge import purge
from plaudit.actions.purge_words import Said, purge_words
from plaudit.actions.restrict import lift, restrict
from plaudit.actions.settle import settle
from plaudit.actions.strike_out import strike_out
from plaudit.core.reversal import Decision
from plaudit.core.rights import THE_MEMBER
from plaudit.jobs.running import Timetable
from plaudit.jobs.timetable import JOBS
from plaudit.store.audit import audit
from plaudit.store.columns import Column, read_columns
from plaudit.store.connect import connect
from plaudit.store.erasing import ERASED
from plaudit.store.funding import issued_since
from plaudit.store.purging import purge_all_older
from tests.market import REWARDS, Market, edition
from tests.rights.sweep import sweeping
from tests.rights.whole_life import BY, KEEPING, keeping_market, live
from tests.riverside import instant, statuses

NOTHING = (Gone(), Said())


@pytest.fixture
def purger(database_url: str) -> Iterator[psycopg.Connection]:
    with connect(database_url, role="purger") as opened:
        yield opened


def at(day: str) -> int:
    return instant(f"{day}T12:00:00+07:00")


def keep(purger: psycopg.Connection, day: str) -> tuple[Gone, Said]:
    """Do what the job does."""
    purge(purger, now=at(day))
    return bring_forward(purger, now=at(day)), purge_words(purger, now=at(day))


def count(owner: psycopg.Connection, table: str, member_id: int) -> int:
    statement = f"SELECT count(*) FROM {table} WHERE member_id = %s"
    row = owner.execute(statement.encode(), (member_id,)).fetchone()
    assert row is not None
    return int(row[0])


def stays(one: Column) -> bool:
    """Whether a column is kept for as long as its member takes part."""
    return one.last_day == "erasure." or "after leaving" in one.last_day


def held(owner: psycopg.Connection, one: Column, member_id: int) -> bool:
    """Whether a member's row has anything in a column."""
    statement = f"SELECT {one.name} FROM {one.table} WHERE member_id = %s"
    rows = owner.execute(statement.encode(), (member_id,)).fetchall()
    return any(value not in (None, 0, []) for (value,) in rows)


def work(database_url: str, day: str) -> None:
    """Run every job of the timetable until nothing is due; the book checks itself among them."""
    timetable = Timetable(database_url, JOBS, clock=lambda: at(day))
    while timetable.run_due():
        pass
    timetable.close()


@pytest.mark.timeout(300)
def test_every_column_is_empty_after_its_last_day(
    connection: psycopg.Connection,
    owner: psycopg.Connection,
    database_url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Column by column: one that is new and that nothing deletes fails here. Logs tell nothing."""
    market = keeping_market(connection)
    with sweeping(caplog) as sweep:
        live(market)
        _is_empty_in_the_end(market, owner, database_url)
        cafe = market.house.handles.handle_of(market.members[0], market.tills["cafe"].partner_id)
        assert sweep.found([cafe, "Why is that?", "The café wrote it so.", BY]) == []
        assert "purge" in caplog.text, "the jobs say what they did"
        assert f"member {market.members[0]}" not in caplog.text


def _is_empty_in_the_end(market: Market, owner: psycopg.Connection, database_url: str) -> None:
    member_id = market.members[0]
    columns = [
        one
        for one in read_columns(owner)
        if one.is_about_members and one.last_day != "that of its rows."
    ]
    tables = {one.table for one in columns}
    assert tables == set(ERASED)
    assert [one for one in tables - {"brought_forward"} if not count(owner, one, member_id)] == []

    work(database_url, "2028-12-01")
    assert count(owner, "brought_forward", member_id) > 0
    work(database_url, "2030-01-05")

    left = [one for one in columns if not stays(one) and held(owner, one, member_id)]
    assert [(one.table, one.name) for one in left if one.name != "counters"] == []
    kept = owner.execute("SELECT counters FROM member WHERE member_id = %s", (member_id,))
    assert [row[0][1:] for row in kept] == [[2_000_000]], "of deeds the total for ever alone"
    leave(market.connection, member_id, now=at("2030-01-06"), language="en", wording="I leave.")
    work(database_url, "2033-01-06")
    assert count(owner, "consent", member_id) > 0
    work(database_url, "2033-01-07")
    assert [one for one in tables if count(owner, one, member_id)] == []
    told = owner.execute("SELECT partner_id FROM outbox WHERE kind = 'member.erased_at_partner'")
    assert sorted(row[0] for row in told) == sorted(
        market.tills[id].partner_id for id in ("cafe", "museum")
    )


def test_the_book_adds_up_on_every_day_of_a_purge_and_wallets_stay(
    connection: psycopg.Connection, owner: psycopg.Connection, purger: psycopg.Connection
) -> None:
    market = keeping_market(connection)
    live(market)
    market.give(500, member=1, at=at("2027-12-10"))
    market.take("mug", member=1, now=at("2027-12-11"))
    wallets = [market.points(0), market.points(1)]
    assert wallets[1] > 0
    issued = (
        "SELECT sum(points) FROM (SELECT points FROM batch_total UNION ALL SELECT points"
        " FROM bucket_sum JOIN account USING (account_id) WHERE kind = 'issue') AS all_of_it"
    )
    before = owner.execute(issued.encode()).fetchone()

    gone = Gone()
    for day in ("2028-11-20", "2028-11-21", "2028-11-22", "2028-11-26", "2029-12-01", "2029-12-03"):
        gone = gone.plus(keep(purger, day)[0])
        assert audit(owner) == [], day

    assert gone.deeds == 3
    assert (gone.decisions, gone.vouchers) == (1, 2)
    assert gone.transfers == count_of(owner, "transfer_number") - 1
    assert [market.points(0), market.points(1)] == wallets
    assert owner.execute(issued.encode()).fetchone() == before
    assert keep(purger, "2029-12-03") == NOTHING


def count_of(owner: psycopg.Connection, sequence: str) -> int:
    row = owner.execute(f"SELECT last_value FROM {sequence}".encode()).fetchone()
    assert row is not None
    return int(row[0])


SHORT = """
[retention]
deed_months = 1
voucher_months = 1
question_months = 1
"""


def short_market(connection: psycopg.Connection) -> Market:
    """Return a market that keeps deeds for a month, and counts over a year and for ever."""
    text = edition(REWARDS, more=KEEPING + SHORT)
    return Market(connection, text=text)


def totals(market: Market) -> list[int]:
    row = market.connection.execute(
        "SELECT counters FROM member WHERE member_id = %s", (market.members[0],)
    ).fetchone()
    assert row is not None
    return sorted(row[0][1::2])


def say(market: Market, cups: int, event_id: str, day: str, *, on: str) -> str:
    """Report cups of one day on another one; return the outcome and the points it gave."""
    arrival = market.cups(cups, member=0, event_id=event_id, at=at(day))
    before = market.points()
    (said,) = statuses(settle(market.connection, market.house, [arrival], now=at(on)))
    return f"{said} {market.points() - before}"


def test_a_report_of_a_purged_deed_is_refused_and_one_that_may_still_come_is_a_duplicate(
    connection: psycopg.Connection, purger: psycopg.Connection
) -> None:
    """February has 28 days, a report may be 30 days late: its key stays until day 31."""
    market = short_market(connection)
    assert say(market, 1, "1", "2027-02-01", on="2027-02-01") == "accepted 16"

    assert keep(purger, "2027-03-02")[0] == Gone()
    assert say(market, 1, "1", "2027-02-01", on="2027-03-03") == "duplicate 0"
    assert keep(purger, "2027-03-05")[0] == Gone(deeds=1)
    assert say(market, 1, "1", "2027-02-01", on="2027-03-05") == "too_late 0"
    assert count(connection, "deed_key", market.members[0]) == 0


def test_totals_of_purged_deeds_go_on_in_order_late_or_struck_out(
    connection: psycopg.Connection, owner: psycopg.Connection, purger: psycopg.Connection
) -> None:
    market = short_market(connection)
    assert say(market, 20, "1", "2026-10-01", on="2026-10-01") == "accepted 225"
    assert say(market, 20, "2", "2026-10-29", on="2026-10-29") == "accepted 220"
    late = say(market, 5, "3", "2026-10-02", on="2026-10-30")
    assert late == "accepted 55"

    # The late one, of 2 October, is due, and takes with it what was recorded before.
    assert keep(purger, "2026-12-01")[0] == Gone(deeds=3)
    assert audit(owner) == []

    # 45 of 60 cups of the year are known from the running total, and "once for ever" was.
    assert say(market, 10, "4", "2026-12-01", on="2026-12-02") == "accepted 110"
    assert say(market, 10, "5", "2027-01-03", on="2027-01-03") == "accepted 110"
    owner.execute("SET session_replication_role = replica")
    for step, found in ((1, {"totals_go_on_without_a_gap"}), (-1, set())):
        moved = "UPDATE deed SET counted[2] = counted[2] + %s WHERE event_id = '5'"
        owner.execute(moved, (step,))
        assert found <= {finding.check for finding in audit(owner)}, "what is left is looked at"
    owner.execute("RESET session_replication_role")
    # A late deed of the old year: 55 of 60 were used up.
    assert say(market, 10, "6", "2026-12-20", on="2027-01-04") == "accepted 105"
    assert audit(owner) == []
    (number,) = owner.execute("SELECT deed_id FROM deed WHERE event_id = '6'").fetchone() or (0,)
    decision = Decision(market.members[0], number, BY, "wrong_amount")
    undone = strike_out(connection, market.house, decision, now=at("2027-01-05"))
    assert undone.moved_points == -105
    assert audit(owner) == []
    keep(purger, "2027-03-20")
    assert audit(owner) == []
    assert totals(market) == [5_000_000, 10_000_000]  # five deeds for ever, ten cups of 2027


def test_a_budget_gets_nothing_back_by_a_purge(
    connection: psycopg.Connection, purger: psycopg.Connection
) -> None:
    market = short_market(connection)
    say(market, 20, "1", "2027-02-01", on="2027-02-01")
    programme = market.house.programmes[market.programme_id]
    since = at("2027-01-01") - 43_200_000_000
    before = issued_since(connection, programme.programme_id, since=since)

    assert keep(purger, "2027-04-01")[0].deeds == 1

    assert before == issued_since(connection, programme.programme_id, since=since) == 225


def test_a_record_that_stands_still_is_kept_whole_until_it_moves_again(
    connection: psycopg.Connection, owner: psycopg.Connection, purger: psycopg.Connection
) -> None:
    market = keeping_market(connection)
    live(market)
    member_id = market.members[0]
    restrict(
        connection, member_id, asked_by=THE_MEMBER, ground="needed_for_claim", now=at("2028-01-01")
    )
    before = [count(owner, table, member_id) for table in ERASED]

    assert keep(purger, "2031-01-01") == NOTHING
    assert [count(owner, table, member_id) for table in ERASED] == before

    lift(connection, member_id, lifted_by=THE_MEMBER, now=at("2031-01-02"))
    gone, said = keep(purger, "2031-01-03")
    assert (gone.deeds, gone.decisions, gone.vouchers, said.questions) == (3, 1, 2, 2)
    assert audit(owner) == []


def test_who_left_and_came_back_twice_fills_no_part_with_repeats(
    connection: psycopg.Connection, purger: psycopg.Connection
) -> None:
    market = keeping_market(connection)
    for day in ("2026-12-01", "2026-12-03"):
        leave(connection, market.members[0], now=at(day), language="en", wording="I leave.")
        back = at(day) + 86_400_000_000
        join_again(connection, market.members[0], now=back, language="en", wording="Again.")

    asked = {"before": at("2030-01-01"), "part": 2}
    assert purge_all_older(purger, "consents", market.programme_id, **asked) == 4
    assert count(connection, "consent", market.members[0]) == 1


def test_the_service_and_the_eraser_bring_nothing_forward(
    connection: psycopg.Connection, database_url: str
) -> None:
    market = keeping_market(connection)
    market.give(100)
    for role in ("service", "eraser"):
        with (
            connect(database_url, role=role) as other,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            bring_forward(other, now=at("2030-01-01"))
    assert count(connection, "deed", market.members[0]) == 1
