"""Storms of deeds: 48 partners' services at once over the same members, in opposite orders.

No ceiling is passed by one, nobody sees a deadlock, and a budget gives out what the writers held
in hand at its end and nothing more. `pytest -s` prints how long the slowest hundredth took.
"""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from plaudit.actions.house import open_house
from plaudit.actions.settle import settle
from plaudit.core.refusals import Code
from plaudit.store.budgets import Budgets
from plaudit.store.funding import Purses
from tests.actions.test_budget_of_a_year import limit
from tests.market import DAY, NOW, Market, edition
from tests.riverside import NOW as TODAY
from tests.riverside import Riverside, statuses
from tests.storm import CLIENTS, Storm

MEMBERS, ROUNDS = 12, 3
A_DAY, A_WEEK = 135, 300
"""Points: a day's ceiling ends amid what a cup gives, a week's amid the third day."""
CEILINGS = f"""at_most = {A_DAY}
source = "the council"
says = {{ en = "Cups returned" }}
[[ceiling]]
id = "a-week"
rules = ["cups"]
per = "week"
at_most = {A_WEEK}
"""
FRIDAY, THURSDAY, WEDNESDAY = NOW, NOW - DAY, NOW - 2 * DAY
WRITERS, DEEDS, BUDGET, CUPS = 8, 7, 40, 2


def test_no_ceiling_is_passed_by_one_whoever_settles_first(
    connection: psycopg.Connection, storm: Storm
) -> None:
    market = Market(connection, members=MEMBERS, text=edition([], more=CEILINGS))

    def work(connection: psycopg.Connection, client: int) -> list[str]:
        house = open_house(connection)
        house.repeats.looks_left = 0  # by the key alone
        members, said = sorted(range(MEMBERS), reverse=client % 2 == 0), []
        for turn in range(ROUNDS):
            day = (FRIDAY, THURSDAY, WEDNESDAY)[(client + turn) % 3]
            batch = [
                market.cups(
                    1 + client % 3, member=member, event_id=f"{client} {turn} {member}", at=day
                )
                for member in members
            ]
            said.append(storm.timed(lambda batch=batch: settle(connection, house, batch, now=NOW)))  # type: ignore[misc]
        return said

    said = storm.run(work)

    assert said == {"done": CLIENTS * ROUNDS}
    deeds = connection.execute("SELECT count(*) FROM deed").fetchone()
    assert deeds == (CLIENTS * ROUNDS * MEMBERS,)
    assert [market.points(member) for member in range(MEMBERS)] == [A_WEEK] * MEMBERS
    by_day = connection.execute(
        "SELECT member_id, happened_on, sum(points) FROM deed GROUP BY member_id, happened_on"
    ).fetchall()
    assert max(points for _, _, points in by_day) <= A_DAY
    storm.print_p99("settle, the same members")


@pytest.mark.parametrize("whose", ["partner", "programme"])
def test_a_budget_is_passed_at_most_by_what_the_other_writers_held(
    connection: psycopg.Connection, storm: Storm, whose: str
) -> None:
    city = Riverside(connection, members=WRITERS, budget=BUDGET if whose == "partner" else None)
    if whose == "programme":
        limit(city, BUDGET)

    def work(connection: psycopg.Connection, client: int) -> list[str]:
        house = replace(city.house, budgets=Budgets(), purses=Purses())
        reports = [
            city.report("cup_return", {"cups": CUPS}, member=client, event_id=f"{client} {deed}")
            for deed in range(DEEDS)
        ]
        return [*statuses([settle(connection, house, [one], now=TODAY)[0] for one in reports])]

    said = storm.run(work, clients=WRITERS)

    spent = Code.BUDGET_SPENT if whose == "partner" else Code.PROGRAMME_BUDGET_SPENT
    assert set(said) == {"accepted", spent}
    assert said.total() == WRITERS * DEEDS
    given = sum(city.all_points())
    assert given == CUPS * said["accepted"]
    assert BUDGET <= given <= BUDGET + CUPS * (WRITERS - 1)
    kept = connection.execute("SELECT count(*) FROM refused_deed").fetchone()
    assert kept == (said[spent],)
    last = city.report("cup_return", {"cups": CUPS}, event_id="one more")
    assert statuses(city.settle(last)) == [spent]
