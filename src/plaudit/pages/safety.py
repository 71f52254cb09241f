"""Headers that keep a page to itself: no script, no other host, no frame, no trace in a cache."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
NOTHING = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=()"


class SafeHeaders(MiddlewareMixin):
    """Adds the headers to every answer; what says nothing else about keeping isn't kept."""

    def process_response(self, _request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return the answer with its headers."""
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Permissions-Policy"] = NOTHING
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
