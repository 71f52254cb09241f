"""The matrix' rows of joining and signing in, and of a member's ways in."""

from __future__ import annotations

from plaudit.core.ways_in import WayIn
from plaudit.store.ways_in import add_way_in, as_doorkeeper
from tests.api.rows import Asked, Row, fixed, for_all, for_members
from tests.api.town import Town
from tests.market import DAY, NOW


def a_way_in(town: Town) -> Asked:
    """One of two passkeys of the member."""
    with town.connection.transaction(), as_doorkeeper(town.connection):
        for mark in (b"one passkey", b"another passkey"):
            way = WayIn("passkey", mark, b"key")
            add_way_in(town.connection, town.market.members[0], way, today=NOW // DAY)
    return Asked("/member/data/ways/remove", {"way": b"one passkey".hex()})


WAYS_IN = (
    Row("GET", "/member/data/ways/", fixed("/member/data/ways/"), for_members(200, 200, 200)),
    # Nothing is shown with these, so nothing is added: no address, no passkey, no city's login.
    Row("POST", "/member/data/ways/email", fixed("/member/data/ways/email"),
        for_members(400, 400, 400, outside=403)),
    Row("POST", "/member/data/ways/passkey", fixed("/member/data/ways/passkey"),
        for_members(409, 409, 409, outside=403)),
    Row("POST", "/member/data/ways/city", fixed("/member/data/ways/city"),
        for_members(404, 404, 404, outside=403)),
    Row("GET", "/member/data/ways/finish", fixed("/member/data/ways/finish"),
        for_members(409, 409, 409)),
    Row("POST", "/member/data/ways/elsewhere", fixed("/member/data/ways/elsewhere"),
        for_members(302, 302, 302, outside=403)),
    Row("POST", "/member/data/ways/remove", a_way_in, for_members(302, 302, 302, outside=403)),
    Row("GET", "/join/<slug:programme>", fixed("/join/nowhere"), for_all(404)),
    Row("POST", "/join/<slug:programme>", fixed("/join/nowhere"), for_all(404)),
    Row("GET", "/sign-in/", fixed("/sign-in/"), for_all(200)),
    Row("POST", "/sign-in/email", fixed("/sign-in/email"), for_all(400)),
    Row("POST", "/sign-in/passkey", fixed("/sign-in/passkey"), for_all(409)),
    Row("POST", "/sign-in/choose", fixed("/sign-in/choose"), for_all(409)),
    Row("GET", "/sign-in/code", fixed("/sign-in/code"), for_all(409)),
    Row("POST", "/sign-in/code", fixed("/sign-in/code"), for_all(409)),
    Row("GET", "/sign-in/city", fixed("/sign-in/city"), for_all(404)),
    Row("GET", "/sign-in/city/go", fixed("/sign-in/city/go"), for_all(409)),
    Row("GET", "/sign-in/city/back", fixed("/sign-in/city/back"), for_all(404)),
)  # fmt: skip
