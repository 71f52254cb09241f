"""The rows of the matrix where members check in, and where stewards let them."""

from __future__ import annotations

from collections.abc import Callable

from plaudit.actions.open_check_in import Opening, open_check_in
from plaudit.core.check_in import CheckIn, digits_of, step_of
from plaudit.core.staff import Role
from plaudit.store.check_in_codes import check_in_key
from plaudit.store.check_ins import find_check_in
from tests.api.rows import Asked, Row, fixed, for_members, for_staff
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


def of_a_place(page: str) -> Callable[[Town], Asked]:
    """Return what asks for a page of a check-in of the café's."""
    return lambda town: Asked(f"/staff/steward/{opened(town).number}/{page}")


def what_was_scanned(town: Town) -> Asked:
    return Asked(f"/staff/steward/{opened(town).number}/send", {"entries": "[]"})


def an_opening(_: Town) -> Asked:
    sent = {"place": "The yard", "fact.cups": "1", "hours": "1"}
    return Asked("/staff/steward/open/cup_return", sent)


def cards_of_a_place(town: Town) -> Asked:
    return Asked("/staff/lists/", {"number": str(opened(town).number), "cards": "0"})


_PLACE = "/staff/steward/<int:number>/"
_STEWARD = (Role.STEWARD,)
STEWARD_ROWS = (
    Row("GET", "/staff/steward/", fixed("/staff/steward/"), for_staff(200, *_STEWARD)),
    Row("GET", "/staff/steward/worker.js", fixed("/staff/steward/worker.js"),
        for_staff(200, *_STEWARD)),
    Row("GET", "/staff/steward/open/<slug:activity>", fixed("/staff/steward/open/cup_return"),
        for_staff(200, *_STEWARD)),
    Row("POST", "/staff/steward/open/<slug:activity>", an_opening,
        for_staff(302, *_STEWARD, outside=403)),
    *(
        Row("GET", f"{_PLACE}{page}", of_a_place(page), for_staff(200, *_STEWARD, others=404))
        for page in ("", "kept", "count", "list")
    ),
    Row("POST", f"{_PLACE}list", of_a_place("list"),
        for_staff(200, *_STEWARD, others=404, outside=403)),
    Row("POST", f"{_PLACE}send", what_was_scanned,
        for_staff(200, *_STEWARD, others=404, outside=403)),
    Row("POST", f"{_PLACE}close", of_a_place("close"),
        for_staff(302, *_STEWARD, others=404, outside=403)),
    Row("GET", "/staff/lists/", fixed("/staff/lists/"), for_staff(200, Role.DESK)),
    Row("POST", "/staff/lists/", cards_of_a_place, for_staff(200, Role.DESK, outside=403)),
)  # fmt: skip
