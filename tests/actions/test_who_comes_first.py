"""Where a budget ends inside a batch, the order of arrival says whom it still reaches."""

from __future__ import annotations

import random
from collections.abc import Iterator

import psycopg
import pytest

from plaudit.actions import judged as judging
from plaudit.actions.judged import Judged
from plaudit.core.counting import Award
from plaudit.store.deed_rows import DeedRow
from tests.actions.test_budget_of_a_year import limit
from tests.riverside import Riverside, statuses

BUDGET = 100
DAYS = ("16", "17", "18", "19")
"""So few in a month that they give no more than their cups."""


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Judged]:
    """What was judged so far, each batch as often as it was."""
    judged: list[Judged] = []
    pieces = Judged.pieces

    def kept(self: Judged) -> Iterator[list[DeedRow]]:
        judged.append(self)
        return pieces(self)

    monkeypatch.setattr(judging, "PIECE_DEEDS", 4)
    monkeypatch.setattr(Judged, "pieces", kept)
    return judged


@pytest.mark.parametrize("whose", ["partner", "programme", "programme that seems far"])
def test_a_budget_reaches_those_who_came_first(
    connection: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
    judged: list[Judged],
    whose: str,
) -> None:
    city = Riverside(connection, members=6, budget=BUDGET if whose == "partner" else None)
    if whose != "partner":
        limit(city, BUDGET)
    if whose == "programme that seems far":
        monkeypatch.setattr(judging, "FAR_POINTS", 0)
    chance = random.Random(3)
    deeds = [(member, day, chance.randint(1, 12)) for member in range(6) for day in DAYS]
    chance.shuffle(deeds)
    left, expected = BUDGET, [0] * 6
    for member, _, cups in deeds:
        if cups <= left:
            left -= cups
            expected[member] += cups

    said = city.settle(
        *[
            city.report(
                "cup_return",
                {"cups": cups},
                member=member,
                at=f"2026-11-{day}T09:00:00+07:00",
                event_id=f"{member} {day}",
            )
            for member, day, cups in deeds
        ]
    )

    assert city.all_points() == expected
    assert 5 < statuses(said).count("accepted") < 20
    assert len(judged) == (2 if whose == "programme that seems far" else 1)


@pytest.mark.parametrize("members", [(0, 1), (1, 0)])
def test_deeds_that_give_much_are_judged_anew_where_the_year_ends(
    connection: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
    judged: list[Judged],
    members: tuple[int, int],
) -> None:
    def award(*_: object, left_points: int | None, **__: object) -> Award | None:
        assert left_points is not None
        return Award(40_000_000, (), ()) if left_points >= 40_000_000 else None

    city = Riverside(connection, members=2)
    limit(city, 70_000_000)
    monkeypatch.setattr(judging, "award", award)

    said = city.settle(
        *[
            city.report("cup_return", {"cups": 1}, member=member, event_id=f"{member}")
            for member in members
        ]
    )

    assert statuses(said) == ["accepted", "programme_budget_spent"]
    assert len(judged) == 2
