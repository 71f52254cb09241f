"""Each run of the machine begins with a house that knows nothing of the run before."""

from __future__ import annotations

from plaudit.actions.house import House
from plaudit.store.handles import Handles
from tests.machine.beginning import opened_again


def test_a_house_that_is_opened_again_remembers_no_terms() -> None:
    house = House(version=1, programmes={}, partners={}, handles=Handles(bytes(32)))
    house.terms_today(1, today=0)

    again = opened_again(house)
    again.terms_today(2, today=0)

    assert list(again.terms) == [2]
    assert list(house.terms) == [1]
