"""What an installed page needs: a manifest, a service worker, and pages for no connection.

The phone keeps the frame of the pages and, while the pass lasts, open vouchers: nothing else.
Source: docs/decisions/0025-the-app.md.
"""

from __future__ import annotations

from functools import cache

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.http import http_date
from django.utils.translation import override
from django.views.decorators.http import require_safe

from plaudit.core.period import SECOND
from plaudit.core.refusals import N_
from plaudit.pages.files import address_of
from plaudit.pages.frame import page
from plaudit.pages.member.visit import Visit, visiting
from plaudit.pages.member.voucher_words import show_vouchers
from plaudit.pages.passes import PATH, mark_of_pass
from plaudit.pages.qr import qr_of
from plaudit.pages.safety import WITH_SCRIPTS
from plaudit.pages.voices import LANGUAGES, voice_of
from plaudit.pages.workers import answer_with_worker
from plaudit.store.offline import signed_vouchers
from plaudit.store.vouchers import list_vouchers

OFFLINE_PATH = f"{PATH}offline/"
LINKED = (
    "plaudit.css",
    "member.css",
    "plaudit.svg",
    "member.js",
    "qr.js",
    "code.js",
    "scan.js",
    "qr_reader.js",
    "check_in.js",
)
"""What pages link to: without it a kept page would have no form."""
_ABOUT = N_("Your points for good deeds: see why, spend them, stop whenever you like.")
_SHORTCUTS = (
    (N_("My code"), "link/"),
    (N_("Check in"), "check-in/"),
    (N_("Vouchers"), "vouchers/"),
)
_PAPER = "#f5f3ec"
_LEAF = "#0b6b5e"


@require_safe
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    """Say how the page is installed, in one language. Source: W3C, Web Application Manifest."""
    if language not in LANGUAGES:
        raise Http404
    voice = voice_of(language)
    said = {
        "id": PATH,
        "name": "Plaudit",
        "short_name": "Plaudit",
        "description": voice.say(_ABOUT),
        "lang": language,
        "dir": voice.direction,
        "start_url": PATH,
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _LEAF,
        "icons": [
            {"src": address_of("plaudit.svg"), "sizes": "any", "type": "image/svg+xml"},
            _icon("icon-192.png", "192x192"),
            _icon("icon-512.png", "512x512"),
            _icon("icon-whole-512.png", "512x512") | {"purpose": "maskable"},
        ],
        "shortcuts": [{"name": voice.say(name), "url": f"{PATH}{to}"} for name, to in _SHORTCUTS],
    }
    return JsonResponse(said, content_type="application/manifest+json")


def _icon(name: str, sizes: str) -> dict[str, str]:
    return {"src": address_of(name), "sizes": sizes, "type": "image/png"}


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Answer with the service worker, which begins with what it keeps of the frame."""
    kept = [address_of(name) for name in LINKED]
    kept += [f"{OFFLINE_PATH}{language}" for language in LANGUAGES]
    return answer_with_worker("worker.js", files=kept, pages=pages_kept())


@cache
def pages_kept() -> str:
    """Return the pages without a connection, made once: they are the same to whoever asks.

    Phones keep them until the worker is another, so it changes with their words.
    """
    asked = HttpRequest()
    asked.method, asked.path = "GET", OFFLINE_PATH
    return "\n".join(_offline(asked, language).content.decode() for language in LANGUAGES)


@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """Show what the phone shows without a connection to who has no voucher kept."""
    if language not in LANGUAGES:
        raise Http404
    return _offline(request, language)


def _offline(request: HttpRequest, language: str) -> HttpResponse:
    with override(language):
        return page(request, "member/offline.html", member_style=address_of("member.css"))


@require_safe
@visiting
def kept(visit: Visit) -> HttpResponse:
    """Show the open vouchers as the phone keeps them, until the pass ends."""
    shown = show_vouchers(visit, list_vouchers(visit.connection, visit.member_id))
    signed = signed_vouchers(visit.connection, visit.member_id)
    codes = [(one, qr_of(signed.get(one.number) or one.code)) for one in shown if one.code]
    response = page(
        visit.request,
        "member/offline.html",
        member_style=address_of("member.css"),
        codes=codes,
        time=visit.voice.clock(visit.calendar.local_time(visit.now)),
        until=visit.until,
        can_link=visit.member.withdrawn_at is None and visit.member.restricted_at is None,
        script=address_of("member.js"),
        pass_mark=mark_of_pass(visit.request),
    )
    response.headers["Content-Security-Policy"] = WITH_SCRIPTS
    response.headers["Expires"] = http_date(visit.pass_ends_at // SECOND)
    return response


urlpatterns = [
    path("manifest/<str:language>.webmanifest", manifest, name="manifest"),
    path("worker.js", worker, name="worker"),
    path("offline/<str:language>", offline, name="offline"),
    path("vouchers/kept", kept, name="kept_vouchers"),
]
