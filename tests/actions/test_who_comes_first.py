"""Where a budget ends inside a batch, the order of arrival says whom it still reaches."""

from __future__ import annotations

import random
from typing import Any

import psycopg
import pytest

from plaudit.actions.batch import Arrival
from plaudit.core.funding import Purse
from plaudit.store import funding, settling
from tests.actions.test_budget_of_a_year import limit
from tests.riverside import Riverside, statuses

BUDGET = 100
DAYS = ("16", "17", "18", "19")
"""So few in a month that they give no more than their cups."""


@pytest.mark.parametrize("whose", ["partner", "programme"])
def test_a_budget_reaches_those_who_came_first(connection: psycopg.Connection, whose: str) -> None:
    city = Riverside(connection, members=6, budget=BUDGET if whose == "partner" else None)
    if whose == "programme":
        limit(city, BUDGET)
    deeds, expected = _deeds_and_points(seed=3)

    said = city.settle(*[_report(city, *deed) for deed in deeds])

    assert city.all_points() == expected
    assert 5 < statuses(said).count("accepted") < 20


def test_a_batch_that_is_settled_anew_uses_its_budget_once(
    connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = Riverside(connection, members=6)
    limit(city, BUDGET)
    # As if much were left: then what is known of a budget is kept from batch to batch.
    monkeypatch.setattr(funding, "FAR_POINTS", 0)
    monkeypatch.setattr(Purse, "is_far_from_its_end", lambda _: True)
    deeds, expected = _deeds_and_points(seed=4)
    write, tries = settling.write_batch, []

    def once_in_vain(connection: psycopg.Connection, **given: Any) -> None:
        tries.append(given)
        if len(tries) == 1:
            raise psycopg.errors.UniqueViolation
        write(connection, **given)

    monkeypatch.setattr(settling, "write_batch", once_in_vain)
    city.settle(*[_report(city, *deed) for deed in deeds])

    assert len(tries) == 2
    assert city.all_points() == expected


def _deeds_and_points(*, seed: int) -> tuple[list[tuple[int, str, int]], list[int]]:
    """Return deeds (member, day, cups), and what members have where BUDGET ends among them."""
    chance = random.Random(seed)
    deeds = [(member, day, chance.randint(1, 12)) for member in range(6) for day in DAYS]
    chance.shuffle(deeds)
    left, points = BUDGET, [0] * 6
    for member, _, cups in deeds:
        if cups <= left:
            left -= cups
            points[member] += cups
    return deeds, points


def _report(city: Riverside, member: int, day: str, cups: int) -> Arrival:
    return city.report(
        "cup_return",
        {"cups": cups},
        member=member,
        at=f"2026-11-{day}T09:00:00+07:00",
        event_id=f"{member} {day}",
    )
