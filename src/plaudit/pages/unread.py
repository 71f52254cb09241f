"""What a visitor reads where a form was refused before a page saw it, in the visitor's language.

No view was asked and no database is: the answer goes through the pages' middleware alone, which
finds the language and adds the headers.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Any, cast

from django import conf  # its settings are looked up late: reading this file needs none
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from plaudit.core.problem import headers_of
from plaudit.core.refusals import N_, REASONS, Code, Refusal
from plaudit.pages.frame import back_from, page, voice_for

TO_VISITORS: dict[Code, str] = {
    Code.BODY_TOO_LARGE: N_(
        "What you sent has more than {limit} bytes, which is the most here. Write less, or choose "
        "a smaller file."
    ),
    Code.BODY_TOO_SLOW: N_(
        "What you sent wasn't all here after {limit} seconds. Try again where the connection is "
        "better."
    ),
    Code.TOO_BUSY: N_("Too much is being sent just now. Try again in {wait_seconds} seconds."),
}
"""What is said in place of the sentences for programs."""
_HTML = b"text/html"


def is_for_eyes(headers: list[tuple[bytes, bytes]]) -> bool:
    """Return whether a page is asked for, by a browser that shows it.

    >>> is_for_eyes([(b"accept", b"text/html,*/*")]), is_for_eyes([(b"accept", b"*/*")])
    (True, False)
    """
    return any(name == b"accept" and _HTML in value for name, value in headers)


def unread_page(scope: Any, no: Refusal) -> HttpResponse:
    """Return the page that says why a form wasn't read.

    Takes: the scope of the request (ASGI), of which nothing more is read.
    """
    request = ASGIRequest(scope, BytesIO())
    request.no = no  # type: ignore[attr-defined]  # through the middleware to `_page`
    return _through_middleware()(request)


@cache
def _through_middleware() -> Callable[[HttpRequest], HttpResponse]:
    """Return what answers, with the pages' middleware around it."""
    inside: Any = _page
    for one in reversed(conf.settings.MIDDLEWARE):
        inside = import_string(one)(convert_exception_to_response(inside))
    return cast("Callable[[HttpRequest], HttpResponse]", convert_exception_to_response(inside))


def _page(request: HttpRequest) -> HttpResponse:
    no: Refusal = request.no  # type: ignore[attr-defined]
    voice = voice_for(request)
    facts = {name: voice.number(Fraction(value)) for name, value in no.facts}
    reason = voice.say(TO_VISITORS.get(no.code, REASONS[no.code].sentence), **facts)
    back = back_from(request.path)
    response = page(request, "public/unread.html", status=no.status, reason=reason, back=back)
    for name, value in headers_of(no).items():
        response.headers[name] = value
    return response
