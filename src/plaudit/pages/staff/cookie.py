"""The cookie of a shift: a token that only the browser holds, sent to the staff's pages alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from plaudit.core.staff import SHIFT_SECONDS

COOKIE = "staff"
PATH = "/staff/"


def token_of(request: HttpRequest) -> str:
    """Return the token that a request brings, or ""."""
    return request.COOKIES.get(COOKIE, "")


def give_token(response: HttpResponse, token: str, *, secure: bool) -> None:
    """Let the browser hold the token of a shift: read by no script, sent to no other site."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=SHIFT_SECONDS,
        path=PATH,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def take_token(response: HttpResponse) -> None:
    """Let the browser hold no shift any more.

    What waits to be sent stays on the device: it is owed. What else is kept, staff.js deletes.
    """
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
