"""Who calls, over which connection, and that what was asked once is done once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.http import HttpRequest, HttpResponse
from ninja import Schema

from plaudit.actions.once import once
from plaudit.core.caller import CALLER, Caller
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.voucher import Till
from plaudit.store.embedded import database_url
from plaudit.store.given_answers import Answer, Asked
from plaudit.store.spare import SPARE

KEY_LEAST, KEY_MOST = 8, 128
"""Characters of an Idempotency-Key: a UUID has 36. A short one could be guessed."""
_CHARACTERS = f"[A-Za-z0-9._:-]{{{KEY_LEAST},{KEY_MOST}}}"
KEY_PATTERN = f'^(?:"{_CHARACTERS}"|{_CHARACTERS})$'
_KEY = re.compile(KEY_PATTERN)
REPLAYED = "Idempotent-Replayed"
"""The header of an answer that was given before: nothing was done this time."""


class PartnerKey:
    """Lets in who sent a partner's key. The gate before us has looked it up."""

    openapi_security_schema = {"type": "http", "scheme": "bearer"}  # noqa: RUF012 (ninja's name)

    def __call__(self, request: HttpRequest) -> Till:
        """Return who calls.

        Refuses: what the gate refused, the key before the body; KEY_MISSING where none was before.
        """
        caller = caller_of(request)
        if caller is None:
            raise Refused(refusal(Code.KEY_MISSING))
        for found in caller:
            if isinstance(found, Refusal):
                raise Refused(found)
        return till_of(request)


def caller_of(request: HttpRequest) -> Caller | None:
    """Return what the gate knows of a request; None where it came by another way."""
    scope = getattr(request, "scope", {})
    found = scope.get(CALLER)
    assert found is None or isinstance(found, Caller)
    return found


def till_of(request: HttpRequest) -> Till:
    """Return the partner of a request that was let in, and its key."""
    caller = caller_of(request)
    assert caller is not None
    assert isinstance(caller.till, Till)
    return caller.till


@contextmanager
def opened() -> Iterator[psycopg.Connection]:
    """Lend a connection to the book for one request."""
    with SPARE.lent(database_url()) as connection:
        yield connection


def now() -> int:
    """Return this instant in microseconds since the epoch."""
    return time.time_ns() // 1000


Doing = Callable[[psycopg.Connection, Till, int], Schema]


def answered_once(request: HttpRequest, do: Doing, *, status: int = 200) -> HttpResponse:
    """Do what a request asks for, once for each Idempotency-Key, and return the answer.

    One that was given before says so in the header `Idempotent-Replayed`.
    `do(connection, till, now)` calls one action and returns what to say.
    Refuses: IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_WRONG, and as actions.once does.
    """
    till, at = till_of(request), now()
    asked = Asked(till.partner_id, _key_of(request), _request_of(request))
    with opened() as connection:

        def doing() -> Answer:
            said = do(connection, till, at)
            return Answer(status, said.model_dump_json().encode())

        answer, is_replayed = once(connection, asked, doing, now=at)
    response = HttpResponse(answer.body, status=answer.status, content_type="application/json")
    if is_replayed:
        response.headers[REPLAYED] = "true"
    return response


def _key_of(request: HttpRequest) -> str:
    sent = request.headers.get("Idempotency-Key")
    if sent is None:
        raise Refused(refusal(Code.IDEMPOTENCY_KEY_MISSING))
    if _KEY.fullmatch(sent) is None:
        raise Refused(refusal(Code.IDEMPOTENCY_KEY_WRONG, least=KEY_LEAST, limit=KEY_MOST))
    return sent.strip('"')


def _request_of(request: HttpRequest) -> bytes:
    return f"{request.method} {request.get_full_path()}\n".encode() + request.body
