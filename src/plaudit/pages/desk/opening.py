"""An opened record: whose it is, sealed for one shift and for a quarter of an hour.

It lies in a cookie, so no address says whose record is open, and an address that is passed on
opens nothing. A look was written down before it was made.
"""

from __future__ import annotations

import secrets
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from plaudit.core.period import SECOND
from plaudit.pages.sign_in.carried import seal, unseal
from plaudit.pages.staff.cookie import token_of

COOKIE = "record"
PATH = "/staff/desk/"
RECORD = f"{PATH}record/"
OPEN_SECONDS = 15 * 60
"""Then it closes by itself, and who goes on says anew why."""
_MARK_BYTES = 8


class Opening(NamedTuple):
    """Which record is open, and until when, in microseconds since the epoch.

    `mark` stands in each form of the record: of two that were opened one after the other, a page
    of the first one can't act on the second.
    """

    member_id: int
    mark: str
    ends_at: int


def opening_of(request: HttpRequest) -> Opening | None:
    """Return what is open in this browser and this shift, or None."""
    said = unseal(_purpose(request), request.COOKIES.get(COOKIE, ""))
    return None if said is None else Opening(said["member"], said["mark"], said["ends_at"])


def keep_open(response: HttpResponse, request: HttpRequest, member_id: int, *, now: int) -> None:
    """Let a record be open from `now` on, in microseconds since the epoch."""
    mark = secrets.token_urlsafe(_MARK_BYTES)
    said = {"member": member_id, "mark": mark, "ends_at": now + OPEN_SECONDS * SECOND}
    response.set_cookie(
        COOKIE,
        seal(_purpose(request), said, seconds=OPEN_SECONDS),
        max_age=OPEN_SECONDS,
        path=PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def close(response: HttpResponse) -> HttpResponse:
    """Let no record be open."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


def _purpose(request: HttpRequest) -> str:
    """Return what a seal is good for: this shift, and no other one of the same person."""
    return f"desk {token_of(request)}"
