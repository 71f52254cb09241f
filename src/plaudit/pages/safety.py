"""Headers that keep a page to itself: no other host, no frame, no trace in a cache.

Scripts run on a member's own pages alone, and only files of ours: nothing written into a page.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.deprecation import MiddlewareMixin

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
WITH_SCRIPTS = (
    f"{POLICY}; script-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'"
)
OF_WORKER = "default-src 'none'; connect-src 'self'"
"""A service worker may fetch from us, and nothing else."""
FORGET = '"storage"'
"""As Clear-Site-Data: the browser deletes what the whole site keeps, and its workers."""
OF_STAFF = "of_staff"
"""A cookie that says of a device that staff works at it, and nothing of whom."""
_OF_STAFF_SECONDS = 32 * 24 * 60 * 60
_OF_PARTNERS = "/v1/"
NOTHING = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=()"
WITH_CAMERA = NOTHING.replace("camera=()", "camera=(self)")
"""For the pages that scan codes, and no other."""


def let_forget(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the browser delete what it keeps, but where staff works, whose queues lie there too.

    There the member's script and its worker forget, which know the names of what is the member's.
    """
    if OF_STAFF not in request.COOKIES:
        response.headers["Clear-Site-Data"] = FORGET
    return response


def mark_as_of_staff(request: HttpRequest, response: HttpResponse) -> None:
    """Let a device say to all pages, for as long as it may keep a queue, that staff works at it."""
    response.set_cookie(
        OF_STAFF,
        "yes",
        max_age=_OF_STAFF_SECONDS,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


class SafeHeaders(MiddlewareMixin):
    """Adds the headers to every answer; what says nothing else about keeping isn't kept."""

    def process_response(self, _request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return the answer with its headers."""
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", NOTHING)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class Squeezed(GZipMiddleware):
    """Sends pages compressed, with chance added to their length; what partners ask stays as it is.

    A form's token is masked anew in each page, so its length tells nothing about it.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the answer, compressed where it is a page's and the browser takes it."""
        if request.path.startswith(_OF_PARTNERS) or "Content-Disposition" in response.headers:
            return response
        return super().process_response(request, response)
