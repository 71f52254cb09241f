"""The console's rooms for looking: money, partners, people, and what runs by itself."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.cancel import cancel
from plaudit.actions.honour import honour
from plaudit.core.few import MEMBERS_LEAST
from plaudit.core.period import Calendar
from plaudit.core.staff import Role
from plaudit.jobs.clear_deliveries import KEPT_DAYS, clear_deliveries
from plaudit.lab.standing import standing_of
from plaudit.lab.unusual import Looked, Oddity
from plaudit.lab.unusual_words import reason
from plaudit.pages.console import partners
from plaudit.pages.console.money import STANDINGS
from plaudit.pages.voices import LANGUAGES, voice_of
from plaudit.store.instants import as_datetime
from plaudit.store.staff import Workplace
from plaudit.store.timetable import add_audit_run, add_jobs
from tests.doors.visitor import Seen, Visitor
from tests.market import DAY, NOW, Market
from tests.staff import cookie_of, hire

MANY = MEMBERS_LEAST + 1


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market where just enough members have points for their sums to be shown."""
    made = Market(connection, members=MANY)
    for member in range(MEMBERS_LEAST - 1):
        made.give(100, member=member)
    return made


@pytest.fixture
def visitor(market: Market, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    made = Visitor(database_url, monkeypatch, now=NOW)
    STANDINGS.forget()
    person = hire(market.connection, Workplace(market.programme_id), "Pim Chaiyo", {Role.OFFICER})
    name, token = cookie_of(market.connection, person, now=NOW)
    made.client.cookies[name] = token
    return made


def test_money_is_shown_of_twenty_members_and_more_and_rounded(
    market: Market, visitor: Visitor
) -> None:
    assert "Fewer than 20 members hold points" in Seen(visitor.get("/staff/money/")).text
    market.give(120, member=MEMBERS_LEAST - 1)
    STANDINGS.forget()

    page = Seen(visitor.get("/staff/money/")).text
    assert "Points in all wallets 2,000" in page  # 2,020: a sum to fifty points tells of nobody
    assert "2,020" not in page
    # A few minutes later it is the same sum, whatever one member did.
    market.give(500, member=MEMBERS_LEAST)
    assert "Points in all wallets 2,000" in Seen(visitor.get("/staff/money/")).text


def test_what_is_given_spent_and_owed_adds_up(market: Market) -> None:
    for member in range(MEMBERS_LEAST - 1, MANY):
        market.give(100, member=member)
    for member in range(MANY):
        code = market.take("coffee", member=member).code
        assert code is not None
        honour(market.connection, market.tills["cafe"], code, now=NOW)
    back = market.take("mug")
    cancel(market.connection, market.members[0], back.voucher_id, now=NOW)

    found = standing_of(market.connection, market.programme_id, "Asia/Bangkok", now=NOW)
    this_month = found.months[-1]
    assert (this_month.given, this_month.spent, this_month.expired) == (2_100, 1_250, None)
    assert found.owed == 850  # 21 members with 40 points each: 840
    assert sum(found.ends.values()) == 850
    assert all(one.given is None for one in found.months[:-1])


def test_partners_are_owed_what_was_honoured(market: Market, visitor: Visitor) -> None:
    code = market.take("coffee").code
    assert code is not None
    honour(market.connection, market.tills["cafe"], code, now=NOW)
    assert "Cafe 60 points" in Seen(visitor.get("/staff/money/")).text


def test_unusual_reports_are_looked_at_when_asked_and_never_tell_of_a_member(
    visitor: Visitor,
) -> None:
    assert "Nothing unusual" not in Seen(visitor.get("/staff/partners/")).text
    page = Seen(visitor.get("/staff/partners/?days=7")).text
    assert "Nothing unusual on these days." in page
    assert "Reusable cups returned" in page
    assert visitor.get("/staff/partners/?days=9999").status_code == 200


def test_what_is_unusual_is_told_in_the_readers_language(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = Calendar("Asia/Bangkok").day_of(NOW) - 1
    found = Oddity("cafe", "cup_return", day, "more", 412, 120, 160)
    monkeypatch.setattr(partners, "unusual", lambda _, __: Looked([found], 9))
    for language in LANGUAGES:
        visitor.get(f"/language/{language}?back=/staff/partners/")
        page = Seen(visitor.get("/staff/partners/?days=1")).text
        voice = voice_of(language)
        assert reason(found, voice) in page
        assert voice.day(day) in page
        assert ("Reusable cups" in page) is (language == "en")  # not the id: what it is called
        assert "cup_return" not in page


def test_who_works_here_and_who_left_is_listed(market: Market, visitor: Visitor) -> None:
    cafe = Workplace(market.programme_id, market.tills["cafe"].partner_id)
    hire(market.connection, cafe, "Anan Wongsa", {Role.TILL})
    page = Seen(visitor.get("/staff/people/")).text
    assert "Anan Wongsa cafe Till: honours vouchers" in page
    assert "Pim Chaiyo market Officer" in page


def test_what_runs_by_itself_tells_of_failures_findings_and_what_waits(
    market: Market, visitor: Visitor
) -> None:
    assert "No check has run yet." in Seen(visitor.get("/staff/jobs/")).text
    add_jobs(market.connection, ["purge"], now=NOW)
    add_audit_run(
        market.connection, {"wallet_is_its_lots": 2}, checks=60, began_at=NOW, ended_at=NOW
    )
    page = Seen(visitor.get("/staff/jobs/")).text
    assert "wallet_is_its_lots: 2" in page
    assert "purge" in page
    assert "Nothing waits to be sent." in page


def test_erasures_that_a_partner_was_never_told_of_are_shown_until_they_are_cleared(
    market: Market, visitor: Visitor
) -> None:
    heading = "Partners that were never told of an erasure"
    for partner, kind, was_delivered in (
        ("cafe", "member.erased_at_partner", False),
        ("cafe", "member.erased_at_partner", False),
        ("cafe", "voucher.honoured", False),
        ("shop", "member.erased_at_partner", True),
    ):
        market.connection.execute(
            "INSERT INTO delivery (partner_id, kind, happened_at, ended_at, was_delivered)"
            " VALUES (%s, %s, %s, %s, %s)",
            (
                market.tills[partner].partner_id,
                kind,
                as_datetime(NOW - 30 * DAY),
                as_datetime(NOW),
                was_delivered,
            ),
        )

    page = Seen(visitor.get("/staff/jobs/")).text
    assert heading in page
    assert "Partner Messages Given up since Cafe 2 20 Nov 2026, 12:00 Timed jobs" in page
    for language in LANGUAGES:
        visitor.get(f"/language/{language}?back=/staff/jobs/")
        assert (heading in Seen(visitor.get("/staff/jobs/")).text) is (language == "en")

    visitor.get("/language/en?back=/staff/jobs/")
    clear_deliveries(market.connection, NOW + KEPT_DAYS * DAY + 1)
    assert heading not in Seen(visitor.get("/staff/jobs/")).text
