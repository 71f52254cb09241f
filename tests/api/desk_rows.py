"""The matrix' rows of the desk. No record is open here, so its pages show and do nothing."""

from __future__ import annotations

from plaudit.core.card import card_number
from plaudit.core.staff import Role
from tests.api.rows import Asked, Row, fixed, for_staff
from tests.api.town import Town

RECORD = "/staff/desk/record/"
_NO_FORM = "00000000-0000-4000-8000-000000000000"
PAGES = {
    "": "",
    "card/": "card/",
    "card/card.pdf": "card/card.pdf",
    "stamps/": "stamps/",
    "paper/": "paper/",
    "rewards/": "rewards/",
    "rewards/<str:reward>": "rewards/coffee",
    "vouchers/": "vouchers/",
    "vouchers/<int:number>": "vouchers/1",
    "questions/": "questions/",
    "data/": "data/",
    "data/plaudit.<str:form>": "data/plaudit.json",
}
PRESSES = {
    "stamps/<str:partner>/<slug:activity>/<uuid:key>": f"stamps/cafe/cup_return/{_NO_FORM}",
    "card/way-in": "card/way-in",
    "rewards/<str:reward>/take": "rewards/coffee/take",
    "vouchers/<int:number>/cancel": "vouchers/1/cancel",
    "vouchers/<int:number>/open": "vouchers/1/open",
    "questions/ask": "questions/ask",
    "data/kinds/<slug:activity>/withhold": "data/kinds/cup_return/withhold",
    "data/kinds/<slug:activity>/allow": "data/kinds/cup_return/allow",
    "data/restrict": "data/restrict",
    "data/lift": "data/lift",
    "data/leave": "data/leave",
    "data/rejoin": "data/rejoin",
    "data/erase": "data/erase",
}
"""Under `RECORD`: each address as its router writes it, and one that is asked."""


def _open(town: Town) -> Asked:
    number = card_number(town.market.members[1])
    return Asked("/staff/desk/open", {"number": number, "reason": "member_asked"})


DESK_ROWS = (
    Row("GET", "/staff/desk/", fixed("/staff/desk/"), for_staff(200, Role.DESK)),
    Row("POST", "/staff/desk/open", _open, for_staff(302, Role.DESK, outside=403)),
    Row("POST", "/staff/desk/close", fixed("/staff/desk/close"),
        for_staff(302, Role.DESK, outside=403)),
    # Without a card nobody leaves, and with no notice kept nobody joins.
    Row("POST", "/staff/desk/leave", fixed("/staff/desk/leave"),
        for_staff(400, Role.DESK, outside=403)),
    Row("GET", "/staff/desk/join/", fixed("/staff/desk/join/"), for_staff(409, Role.DESK)),
    Row("POST", "/staff/desk/join/<uuid:key>", fixed(f"/staff/desk/join/{_NO_FORM}"),
        for_staff(409, Role.DESK, outside=403)),
    *(Row("GET", RECORD + address, fixed(RECORD + asked), for_staff(302, Role.DESK))
      for address, asked in PAGES.items()),
    *(Row("POST", RECORD + address, fixed(RECORD + asked), for_staff(409, Role.DESK, outside=403))
      for address, asked in PRESSES.items()),
)  # fmt: skip
