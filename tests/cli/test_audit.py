"""`plaudit audit`: says of each check whether it found something, and shows the first of it."""

from __future__ import annotations

import json

import psycopg
import pytest

from plaudit.sql.loader import checks
from tests.cli.running import plaudit
from tests.riverside import Riverside


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    city = Riverside(connection)
    city.settle(city.report("cup_return", {"cups": 8}))
    return city


def test_a_sound_book_is_called_sound_check_by_check(
    riverside: Riverside, database_url: str
) -> None:
    done = plaudit("audit", url=database_url)
    as_json = plaudit("audit", "--json", url=database_url)

    assert (done.code, done.err) == (0, "")
    *lines, last = done.out.splitlines()
    assert lines == [f"  right  {name.replace('_', ' ')}" for name in checks()]
    assert last == "The book is sound."
    assert as_json.code == 0
    assert json.loads(as_json.out) == [
        {"check": name, "rows": 0, "examples": []} for name in checks()
    ]


@pytest.mark.damages_the_book
def test_a_damaged_wallet_is_found_and_shown(
    riverside: Riverside, owner: psycopg.Connection, database_url: str
) -> None:
    member = riverside.members[0]
    owner.execute("UPDATE member SET points = points + 1 WHERE member_id = %s", (member,))

    done = plaudit("audit", url=database_url)
    as_json = plaudit("audit", "--json", url=database_url)

    assert (done.code, done.err) == (1, "")
    lines = done.out.splitlines()
    at = lines.index("  WRONG  wallet is the sum of its entries: 1 row")
    assert lines[at + 1] == f"         member_id {member}, points 9, entries_points 8"
    assert "  right  deed has its key and key its deed" in lines
    assert lines[-1] == "The book is not sound. Stop and look."
    assert as_json.code == 1
    found = {one["check"]: one for one in json.loads(as_json.out)}
    assert found["wallet_is_the_sum_of_its_entries"]["rows"] == 1
    assert found["wallet_is_the_sum_of_its_entries"]["examples"] == [
        {"member_id": member, "points": 9, "entries_points": "8"}
    ]
    assert [name for name, one in found.items() if one["rows"]] == [
        "wallet_is_the_sum_of_its_entries",
        "wallet_is_the_sum_of_its_lots",
        "issued_is_held_spent_and_gone",
    ]
