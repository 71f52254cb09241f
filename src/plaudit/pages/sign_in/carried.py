"""What a browser carries from one step of signing in to the next: signed, short-lived, one cookie.

Nothing about an unfinished step is kept here that says whose it is. A pass is another thing
(pages.passes): neither can be used as the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from plaudit.core.period import SECOND
from plaudit.pages.clock import now_instant
from plaudit.pages.passes import signing_key

COOKIE = "sign_in"
STEP_SECONDS = 15 * 60
"""For how long a step may be gone on with: a little longer than an e-mail's code lasts."""
ADDING = "adding"
"""The step at which a way in was shown that a member wants to add."""
_UNTIL = "until"


def seal(purpose: str, said: Mapping[str, Any], *, seconds: int = STEP_SECONDS) -> str:
    """Return values as a signed text, for one purpose and so many seconds."""
    until = now_instant() + seconds * SECOND
    return _signer(purpose).sign_object({**said, _UNTIL: until}, compress=True)


def unseal(purpose: str, text: str) -> dict[str, Any] | None:
    """Return what was sealed; None where it is broken, of another purpose, or over."""
    try:
        said: dict[str, Any] = _signer(purpose).unsign_object(text)
    except (BadSignature, ValueError):
        return None
    return said if said[_UNTIL] > now_instant() else None


def carry(response: HttpResponse, said: Mapping[str, Any], *, secure: bool) -> None:
    """Let the browser carry values to the next step. Lax, for the way back from a city's login."""
    response.set_cookie(
        COOKIE,
        seal(COOKIE, said),
        max_age=STEP_SECONDS,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def carried(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the browser carries, or None."""
    return unseal(COOKIE, request.COOKIES.get(COOKIE, ""))


def drop(response: HttpResponse) -> None:
    """Let the browser carry nothing on."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _signer(purpose: str) -> Signer:
    return Signer(key=signing_key(), salt=f"plaudit.pages.sign_in.{purpose}", fallback_keys=[])
