"""C04 to C07 in the database: awards, falls, reversals and expiry, tried as the service's role."""

from __future__ import annotations

import tomllib

import psycopg
import pytest

from tests.riverside import CATALOGUE, Riverside
from tests.sql.tries import CHECK, RULE, add_deed, lower, move, reverse, tried


@pytest.mark.parametrize(("points", "refused"), [(0, None), (1, None), (-1, CHECK)])
def test_c04_an_award_is_never_below_zero(
    riverside: Riverside, points: int, refused: type[Exception] | None
) -> None:
    add_deed(riverside, refused, points=points)


def test_c05_a_balance_falls_with_a_transfer_of_its_own_transaction(
    service: psycopg.Connection, riverside: Riverside
) -> None:
    with service.transaction():
        move(service, riverside.members[0], 3)
        lower(service, riverside.members[0], 3)

    assert riverside.points() == 5


@pytest.mark.parametrize(
    "moved", [[], [2], [4], [3, 1]], ids=["nothing", "less", "more", "more in two"]
)
def test_c05_a_balance_does_not_fall_by_anything_else(
    service: psycopg.Connection, riverside: Riverside, moved: list[int]
) -> None:
    def try_it() -> None:
        with tried(service):
            lower(service, riverside.members[0], 3)
            for points in moved:
                move(service, riverside.members[0], points)

    with pytest.raises(RULE, match="fall by 3"):
        try_it()


def test_c05_one_transfer_is_not_used_twice(
    service: psycopg.Connection, riverside: Riverside
) -> None:
    def twice() -> None:
        with tried(service):
            move(service, riverside.members[0], 3)
            lower(service, riverside.members[0], 3)
            lower(service, riverside.members[0], 3)

    with pytest.raises(RULE):
        twice()


def test_c05_an_earlier_transfer_pays_for_nothing(
    service: psycopg.Connection, riverside: Riverside
) -> None:
    with service.transaction():
        move(service, riverside.members[0], 3)
        lower(service, riverside.members[0], 3)

    with pytest.raises(RULE, match="transfers with it come to 0"):
        lower(service, riverside.members[0], 3)


def test_c05_a_balance_is_never_below_zero(
    service: psycopg.Connection, riverside: Riverside
) -> None:
    with tried(service):
        move(service, riverside.members[0], 8)
        lower(service, riverside.members[0], 8)
        with pytest.raises(CHECK, match="member_points_are_not_negative"), service.transaction():
            lower(service, riverside.members[0], 1)


@pytest.mark.parametrize(
    "why", ["fine", "conduct", "absence", "give_back", "restore", "recount", "extend"]
)
def test_c05_points_leave_a_wallet_for_three_reasons_only(
    service: psycopg.Connection, riverside: Riverside, why: str
) -> None:
    with pytest.raises(CHECK, match=r"transfer_(why|reversal)"), tried(service):
        move(service, riverside.members[0], 1, why=why)


@pytest.mark.parametrize("points", [1, 8])
def test_c06_a_reversal_undoes_an_award(riverside: Riverside, points: int) -> None:
    with tried(riverside.connection):
        reverse(riverside, points=points)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"points": 9}, RULE),
        ({"deed": 1}, RULE),
        ({"of_deed_on": "2026-11-19"}, RULE),
        ({"lot_month": 2026 * 12 + 11}, RULE),
        ({"recorded_at": "2027-02-19"}, RULE),
        ({"recorded_at": "2026-11-19"}, RULE),
        ({"reason": "rude_to_staff"}, CHECK),
        ({"reason": None}, CHECK),
        ({"decided_by": None}, CHECK),
        ({"decided_by": "  "}, CHECK),
        ({"of_deed_on": None}, (RULE, CHECK)),
        ({"why": "expire"}, CHECK),
        ({"into": True}, CHECK),
    ],
)
def test_c06_no_reversal_without_award_reason_person_and_in_time(
    riverside: Riverside, changed: dict[str, object], refused: type[Exception]
) -> None:
    with pytest.raises(refused), riverside.connection.transaction():
        reverse(riverside, **changed)


def test_c06_an_award_is_not_reversed_twice(riverside: Riverside) -> None:
    with tried(riverside.connection) as connection:
        reverse(riverside, points=6)
        with pytest.raises(RULE, match="at most what is left"), connection.transaction():
            reverse(riverside, points=3, number=2)
        reverse(riverside, points=6, number=3, why="restore", into=True, reason=None)
        reverse(riverside, points=3, number=4)


def test_c06_the_reasons_are_those_of_the_registry(owner: psycopg.Connection) -> None:
    registry = tomllib.loads((CATALOGUE / "registries/reversal_reasons.toml").read_text("utf-8"))
    row = owner.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conname = 'transfer_reversal_says_why'"
    ).fetchone()
    assert row is not None

    held = row[0].partition("reason = ANY")[2].split("'")[1::2]

    assert sorted(held) == sorted(registry["kind"])


@pytest.mark.parametrize(
    ("on", "month", "refused"),
    [
        ("2026-11-20", (2027, 12), None),
        ("2026-11-20", (2027, 11), CHECK),
        ("2026-11-20", (2026, 12), CHECK),
        ("2026-11-01", (2027, 11), None),
        ("2026-11-02", (2027, 11), CHECK),
        ("2026-11-20", (2044, 12), None),
    ],
)
def test_c07_points_last_twelve_months(
    riverside: Riverside, on: str, month: tuple[int, int], refused: type[Exception] | None
) -> None:
    riverside.connection.execute("SELECT make_deed_week(%s)", (on,))

    add_deed(riverside, refused, lot_month=month[0] * 12 + month[1] - 1, on=on)
