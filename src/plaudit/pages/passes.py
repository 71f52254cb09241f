"""Who may see a statement: its owner, by a signed link and then a signed pass in a cookie.

A link is good for a quarter of an hour, a pass for an hour. Both are signed with a secret beside
the database, each for its own purpose, so that one can't be used as the other.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.core.signing import BadSignature, TimestampSigner, b62_decode
from django.http import HttpRequest, HttpResponse

from plaudit.store.secrets import secret

LINK_SECONDS = 15 * 60
PASS_SECONDS = 60 * 60
COOKIE = "member"
UNSENT = "unsent"
"""A cookie by which a script knows that a check-in waited on the phone: not whose or where."""
PATH = "/member/"


class Pass(NamedTuple):
    """Whose pass it is, and when it ends, in seconds since the epoch.

    `ended`: how often all of the member's passes had been ended when it was given. It opens
    nothing where that was done since by another pass, which `visiting` sees in the member's row.
    """

    member_id: int
    ends_at: int
    ended: int = 0


class Link(NamedTuple):
    """Whose pages a link opens. `ended` as of a pass, which it becomes."""

    member_id: int
    ended: int = 0


def signing_key() -> str:
    """Return the secret that pages sign with, made at its first use."""
    return secret("pages").hex()


def _signer(purpose: str) -> TimestampSigner:
    return _signer_by(signing_key(), purpose)


@lru_cache(maxsize=16)
def _signer_by(key: str, purpose: str) -> TimestampSigner:
    return TimestampSigner(key=key, salt=f"plaudit.pages.{purpose}", fallback_keys=[])


def link_path(member_id: int, *, ended: int = 0) -> str:
    """Return the path of a link that lets its bearer in as one member, for LINK_SECONDS."""
    return f"{PATH}enter/{_signer('link').sign(_named(member_id, ended))}"


def link_of(token: str) -> Link | None:
    """Return whose link it is, or None where it is broken or too old."""
    return _read(_signer("link"), token, seconds=LINK_SECONDS)


def pass_sent(request: HttpRequest) -> Pass | None:
    """Return the pass that a request carries, or None."""
    return pass_of(request.COOKIES.get(COOKIE, ""))


def pass_of(signed: str) -> Pass | None:
    """Return the pass that a cookie holds, or None where it is broken or over."""
    signer = _signer("pass")
    found = _read(signer, signed, seconds=PASS_SECONDS)
    if found is None:
        return None
    made_at = b62_decode(signed.split(signer.sep)[-2])
    return Pass(found.member_id, made_at + PASS_SECONDS, found.ended)


def pass_for(member_id: int, *, ended: int = 0) -> str:
    """Return a pass, as a cookie holds it."""
    return _signer("pass").sign(_named(member_id, ended))


def give_pass(response: HttpResponse, member_id: int, *, ended: int = 0, secure: bool) -> None:
    """Put a pass into the answer's cookie: read by no script, sent to no other site."""
    response.set_cookie(
        COOKIE,
        pass_for(member_id, ended=ended),
        max_age=PASS_SECONDS,
        path=PATH,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def mark_of_pass(request: HttpRequest) -> str:
    """Return a keyed hash of the pass, "" without one: it says nothing of whose."""
    signed = request.COOKIES.get(COOKIE, "")
    return mark_of(signed) if signed else ""


def mark_of(signed: str) -> str:
    """Return the mark of a pass, as a cookie holds it."""
    return _signer("mark").signature(signed)


def take_pass(response: HttpResponse) -> None:
    """Remove the pass."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def _named(member_id: int, ended: int) -> str:
    return f"{member_id}.{ended}" if ended else str(member_id)


def _read(signer: TimestampSigner, token: str, *, seconds: int) -> Link | None:
    try:
        member_id, _, ended = signer.unsign(token, max_age=seconds).partition(".")
        return Link(int(member_id), int(ended or 0))
    except (BadSignature, ValueError):
        return None
