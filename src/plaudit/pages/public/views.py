"""The start page, the switch of languages, and the pages for what went wrong."""

from __future__ import annotations

from django import conf  # its settings are looked up late: reading this file needs none
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import REASON_NO_REFERER
from django.views.decorators.http import require_safe

from plaudit.pages.above import page_at
from plaudit.pages.book import book
from plaudit.pages.clock import now_instant
from plaudit.pages.frame import (
    LANGUAGE_SECONDS,
    MEMBER_PATH,
    asks_the_book,
    page,
    voice_for,
    way_back,
)
from plaudit.pages.funding import funding_in_words
from plaudit.pages.programmes import show_programme
from plaudit.pages.voices import UnknownLanguage, voice_of

_ELSEWHERE = ("Origin checking failed", "Referer checking failed")
"""How Django begins to say that a form came from another site (django.middleware.csrf)."""


@require_safe
@asks_the_book
def start(request: HttpRequest) -> HttpResponse:
    """Show every programme with its rules in words."""
    voice = voice_for(request)
    offers = book().offers(now=now_instant())
    programmes = [
        (
            show_programme(offer.edition, offer.activities, voice=voice),
            funding_in_words(offer.funding, voice),
        )
        for offer in offers
    ]
    return page(request, "public/start.html", programmes=programmes)


@require_safe
def speak(request: HttpRequest, language: str) -> HttpResponse:
    """Keep the language that a reader chose, and lead back."""
    try:
        code = voice_of(language).language
    except UnknownLanguage:
        raise Http404 from None
    response = HttpResponseRedirect(way_back(request))
    response.set_cookie(
        conf.settings.LANGUAGE_COOKIE_NAME,
        code.lower(),
        max_age=LANGUAGE_SECONDS,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing at this address."""
    return page(request, "public/not_found.html", status=404)


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was sent from elsewhere or is too old; lead to where it stands.

    A member's leads to the wallet: the room it stands in may be another member's by now.
    """
    is_members = request.path.startswith(MEMBER_PATH)
    return page(
        request,
        "public/forbidden.html",
        status=403,
        back=MEMBER_PATH if is_members else page_at(request.path),
        is_from_elsewhere=reason.startswith(_ELSEWHERE),
        is_from_nowhere=reason == REASON_NO_REFERER,
        is_members=is_members,
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault."""
    return page(request, "public/failed.html", status=500)
