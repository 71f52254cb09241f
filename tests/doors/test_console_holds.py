"""Records that the office lets stand still, in the officers' room: nobody forgets one."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.restrict import lift, restrict
from plaudit.core.rights import THE_MEMBER
from plaudit.core.staff import Role
from plaudit.store.staff import Workplace
from tests.doors.visitor import Seen, Visitor
from tests.market import DAY, NOW, REWARDS, Market, edition
from tests.staff import cookie_of, hire

PAGE, MALEE = "/staff/questions/", "Malee Srisai"
TITLE = "Records that the office lets stand still"
A_SECOND = 1_000_000


def office(
    market: Market, database_url: str, monkeypatch: pytest.MonkeyPatch, role: Role
) -> Visitor:
    """Let a person of the programme begin a shift in a browser."""
    made = Visitor(database_url, monkeypatch, now=NOW)
    person = hire(market.connection, Workplace(market.programme_id), "Pim Chaiyo", {role})
    cookie, token = cookie_of(market.connection, person, now=NOW)
    made.client.cookies[cookie] = token
    return made


def held(market: Market, member: int, *, asked_by: str, at: int) -> int:
    member_id = market.members[member]
    ground = "needed_for_claim"
    assert restrict(market.connection, member_id, asked_by=asked_by, ground=ground, now=at)  # type: ignore[arg-type]
    return member_id


@pytest.mark.parametrize("hours", [72, 24, 12])
def test_they_are_listed_and_stand_out_after_the_hours_that_the_edition_says(
    connection: psycopg.Connection,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    hours: int,
) -> None:
    more = f"[challenge]\nhold_hours = {hours}\n"
    market = Market(connection, text=edition(REWARDS, more=more), members=3)
    visitor = office(market, database_url, monkeypatch, Role.OFFICER)
    assert TITLE not in Seen(visitor.get(PAGE)).text

    ours = held(market, 0, asked_by=MALEE, at=NOW - hours * DAY // 24 + A_SECOND)
    asked = held(market, 1, asked_by=THE_MEMBER, at=NOW - 9 * DAY)
    over = held(market, 2, asked_by=MALEE, at=NOW - 9 * DAY)
    lift(connection, over, lifted_by=MALEE, now=NOW)

    seen = Seen(visitor.get(PAGE)).text
    listed = f"Member {ours} · It is needed for a legal claim"
    assert f"{listed} New Since: " in seen
    assert f"Asked by: {MALEE}" in seen
    assert [f"Member {one} ·" in seen for one in (asked, over)] == [False, False]

    visitor.it_is(NOW + A_SECOND)
    long = {72: "3 days", 24: "1 day", 12: "12 hours"}[hours]
    told = f"{listed} For {long}: look whether it is still needed"
    assert told in Seen(visitor.get(PAGE)).text


def test_who_is_no_officer_sees_none(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    market = Market(connection)
    held(market, 0, asked_by=MALEE, at=NOW - 9 * DAY)
    visitor = office(market, database_url, monkeypatch, Role.AUDITOR)
    answer = visitor.get(PAGE)
    assert answer.status_code == 403
    assert TITLE not in Seen(answer).text
