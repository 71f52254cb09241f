"""The rows of the matrix where members check in."""

from __future__ import annotations

from plaudit.actions.open_check_in import Opening, open_check_in
from plaudit.core.check_in import CheckIn, digits_of, step_of
from plaudit.store.check_in_codes import check_in_key
from plaudit.store.check_ins import find_check_in
from tests.api.rows import Asked, Row, fixed, for_members
from tests.api.town import Town
from tests.market import NOW
from tests.place import HOUR, STEWARD


def opened(town: Town) -> CheckIn:
    """Let the café open a check-in."""
    cafe = town.tills["cafe"].partner_id
    opening = Opening(cafe, "cup_return", {"cups": 1}, "The yard", STEWARD, NOW, NOW + HOUR)
    number = open_check_in(town.connection, town.market.house, opening, now=NOW)
    found = find_check_in(town.connection, number)
    assert found is not None
    return found


def a_code_of_a_place(town: Town) -> Asked:
    place = opened(town)
    code = digits_of(check_in_key(place.number), step_of(NOW))
    return Asked("/member/check-in/", {"number": str(place.number), "code": code})


CHECK_INS = [
    Row("GET", "/member/check-in/", fixed("/member/check-in/"), for_members(200, 200, 200)),
    # Everybody of the programme checks in for themselves.
    Row("POST", "/member/check-in/", a_code_of_a_place, for_members(200, 200, 404, outside=403)),
    Row("GET", "/member/check-in/kept", fixed("/member/check-in/kept"),
        for_members(200, 200, 200)),
]  # fmt: skip
