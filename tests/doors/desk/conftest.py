"""Riverside's desk, with a clerk on a shift."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from plaudit.actions.register_partner import register_partner
from plaudit.core.ledger import Registration
from plaudit.core.staff import Role, StaffPerson
from plaudit.store.staff import Workplace
from tests.doors.desk.counter import CLERK, Counter
from tests.riverside import JOINED, Riverside
from tests.staff import hire
from tests.store.test_notices import keep_all


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside, whose first member can spend 80 points, and the second 60."""
    town = Riverside(connection)
    keep_all(connection)
    lotus = Registration(town.programme_id, "cafe-lotus", "Café Lotus", ["cup_return"], 30)
    register_partner(connection, lotus, now=JOINED)
    town.settle(
        town.report("library_course", {}, event_id="a"),
        town.report("library_course", {}, member=1, event_id="b"),
        town.report("cup_return", {"cups": 9}, event_id="c"),
    )
    return town


@pytest.fixture
def clerk(riverside: Riverside) -> StaffPerson:
    at = Workplace(riverside.programme_id)
    return hire(riverside.connection, at, CLERK, {Role.DESK})


@pytest.fixture
def counter(
    riverside: Riverside,
    clerk: StaffPerson,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Counter:
    monkeypatch.setenv("PLAUDIT_ERASURES", str(tmp_path / "erasures"))
    made = Counter(riverside, database_url, monkeypatch)
    made.begins(clerk)
    return made
