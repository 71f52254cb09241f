"""Headers that keep a page to itself: no script, no other host, no frame, no trace in a cache."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
NOTHING = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=()"


Answering = Callable[[HttpRequest], HttpResponse] | Callable[[HttpRequest], Awaitable[HttpResponse]]


@sync_and_async_middleware
def safe_headers(answer: Answering) -> Answering:
    """Add the headers to every answer; what says nothing else about keeping isn't kept."""
    if iscoroutinefunction(answer):

        async def answered_later(request: HttpRequest) -> HttpResponse:
            return _with_headers(await answer(request))

        return answered_later

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        assert isinstance(response, HttpResponse)
        return _with_headers(response)

    return answered


def _with_headers(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Permissions-Policy"] = NOTHING
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    return response
