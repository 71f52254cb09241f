"""A programme's budget: nothing beyond it, nothing vanishes, and how long it lasts is told."""

from __future__ import annotations

from dataclasses import replace

import psycopg
import pytest

from plaudit.actions.settle import settle
from plaudit.core.funding import Funding
from plaudit.core.period import date_of
from plaudit.core.statement import RefusedEntry
from plaudit.sql.loader import query
from plaudit.store.audit import audit
from plaudit.store.erasing import erase_rows
from plaudit.store.funding import Purses, issued_since, keep_issued_sum, read_funding
from plaudit.store.instants import as_datetime
from plaudit.store.statement import read_statement
from tests.riverside import NOW, Riverside, instant, statuses

YEAR = instant("2026-01-01T00:00:00+07:00")


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    city = Riverside(connection)
    limit(city, 20)
    return city


def limit(city: Riverside, points_a_year: int) -> None:
    programme = city.house.programmes[city.programme_id]
    promises = {
        id: replace(one, points_a_year=points_a_year) for id, one in programme.promises.items()
    }
    city.house.programmes = {city.programme_id: replace(programme, promises=promises)}


def test_a_deed_beyond_the_budget_is_refused_kept_and_told(riverside: Riverside) -> None:
    first = riverside.report("cup_return", {"cups": 12})
    second = riverside.report("cup_return", {"cups": 9}, member=1, event_id="2")
    third = riverside.report("litter_pick", {"bags": 1}, member=2, event_id="3")
    small = riverside.report("cup_return", {"cups": 8}, member=2, event_id="4")

    assert statuses(riverside.settle(first)) == ["accepted"]
    assert statuses(riverside.settle(second, third, small)) == [
        "programme_budget_spent",
        "programme_budget_spent",
        "accepted",
    ]
    assert riverside.all_points() == [12, 0, 8]
    statement = read_statement(riverside.connection, riverside.members[1], now=NOW)
    assert statement is not None
    (entry,) = statement.entries
    assert isinstance(entry, RefusedEntry)
    assert dict(entry.refusal.facts) == {"budget_points": "20", "year": "2026"}

    limit(riverside, 40)
    assert statuses(riverside.settle(second)) == ["accepted"]
    assert riverside.points(1) == 9


def test_what_was_issued_is_kept_in_sums_that_fit(riverside: Riverside) -> None:
    programme = riverside.house.programmes[riverside.programme_id]
    riverside.settle(riverside.report("cup_return", {"cups": 12}))
    day_on = instant("2026-11-21T12:00:00+07:00")

    assert keep_issued_sum(riverside.connection, programme, now=day_on)
    riverside.settle(riverside.report("cup_return", {"cups": 3}, event_id="2"), now=day_on)

    used = issued_since(riverside.connection, riverside.programme_id, since=YEAR)
    assert used == 15
    assert audit(riverside.connection) == []


def test_it_is_told_until_when_a_programme_is_funded(riverside: Riverside) -> None:
    connection = riverside.connection
    programme = riverside.house.programmes[riverside.programme_id]
    limit(riverside, 30)
    for at in ("2026-11-01", "2026-11-08", "2026-11-15", "2026-11-20"):
        on = f"{at}T09:00:00+07:00"
        riverside.settle(
            riverside.report("cup_return", {"cups": 3}, at=on, event_id=at), now=instant(on)
        )
    programme = riverside.house.programmes[riverside.programme_id]

    found = read_funding(connection, programme, now=NOW)

    assert found is not None
    assert isinstance(found, Funding)
    assert (found.budget_points, found.left_points) == (30, 18)
    assert found.first_day is not None
    assert date_of(found.first_day).isoformat() == "2026-12-11"
    assert date_of(found.year_ends_on).isoformat() == "2027-01-01"


def test_several_writers_over_one_book_don_t_pass_a_budget(riverside: Riverside) -> None:
    limit(riverside, 40)
    houses = [replace(riverside.house, purses=Purses()) for _ in range(4)]
    said = [
        statuses(
            settle(
                riverside.connection,
                house,
                [riverside.report("cup_return", {"cups": 2}, member=turn, event_id=f"{turn} {at}")],
                now=NOW + turn,
            )
        )
        for turn in range(3)
        for at, house in enumerate(houses * 2)
    ]

    assert sum(riverside.all_points()) == 40
    assert said[-1] == ["programme_budget_spent"]


def test_a_sum_isn_t_kept_while_somebody_is_erased(
    riverside: Riverside, owner: psycopg.Connection
) -> None:
    programme = riverside.house.programmes[riverside.programme_id]
    riverside.connection.execute("SET lock_timeout = '20ms'")
    with owner.transaction():
        owner.execute(query("lock_leaving"))
        with pytest.raises(psycopg.errors.LockNotAvailable):
            keep_issued_sum(riverside.connection, programme, now=NOW)

    assert keep_issued_sum(riverside.connection, programme, now=NOW)


def test_a_recount_counts_and_goes_on_counting_once_it_is_erased(
    riverside: Riverside, owner: psycopg.Connection
) -> None:
    riverside.settle(riverside.report("cup_return", {"cups": 12}))
    member_id, programme_id = riverside.members[0], riverside.programme_id
    with owner.transaction(force_rollback=True):
        owner.execute(
            "INSERT INTO transfer (member_id, transfer_id, account_id, into_wallet, points,"
            " lot_month, why, recorded_at, of_deed_on, of_deed_id, decided_by)"
            " SELECT d.member_id, 1, a.account_id, TRUE, 5, d.lot_month, 'recount', %s,"
            " d.happened_on, d.deed_id, 'Somsak Dee' FROM deed AS d, account AS a"
            " WHERE d.member_id = %s AND a.programme_id = %s AND a.kind = 'issue'",
            (as_datetime(NOW), member_id, programme_id),
        )
        before = issued_since(owner, programme_id, since=YEAR)
        owner.execute("SET LOCAL ROLE plaudit_eraser")
        erase_rows(owner, member_id, now=NOW)
        owner.execute("RESET ROLE")
        assert before == issued_since(owner, programme_id, since=YEAR) == 17
