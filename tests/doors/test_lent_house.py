"""The house that pages are lent: each a copy of its own, which forgets what has changed."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.house import House
from plaudit.actions.settle import settle
from plaudit.actions.update_partner import update_partners
from plaudit.core.ledger import Registration
from plaudit.pages.house import the_house
from tests.riverside import NOW, Riverside, statuses


def test_each_copy_works_out_its_own_terms_and_forgets_them_when_the_catalogue_changes(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", database_url)
    city = Riverside(connection)

    def report(house: House, event_id: str) -> list[str]:
        cup = city.report("cup_return", {"cups": 1}, event_id=event_id)
        return statuses(settle(connection, house, [cup], now=NOW))

    with the_house(connection) as one, the_house(connection) as other:
        assert report(one, "1") == ["accepted"]
        assert one.terms[city.cafe][1]
        assert other.terms == {}

    nothing = Registration(city.programme_id, "cafe", "Cafe", [], 30)
    update_partners(connection, {city.cafe: nothing})
    with the_house(connection) as either, the_house(connection) as another:
        for number, house in enumerate((either, another), 2):
            assert house.terms == {}
            assert report(house, str(number)) == ["not_registered_for"]
