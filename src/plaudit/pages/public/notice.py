"""The privacy notice of each programme's edition in force, as it was kept with the edition."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.core.notice.blocks import Notice, fingerprint
from plaudit.pages.book import book
from plaudit.pages.clock import now_instant
from plaudit.pages.frame import asks_the_book, page, voice_for


@require_safe
@asks_the_book
def notice(request: HttpRequest, programme: str | None = None) -> HttpResponse:
    """Show the notice of a programme; without one named, the only notice or a list of all."""
    found = [
        one
        for one in _notices(language=voice_for(request).language)
        if programme is None or one.programme == programme
    ]
    if programme is not None and not found:
        raise Http404
    if len(found) == 1:
        shown = found[0]
        return page(request, "public/notice.html", notice=shown, fingerprint=fingerprint(shown))
    return page(request, "public/notices.html", notices=found)


def _notices(*, language: str) -> list[Notice]:
    """Return each programme's notice in a language; in English or what there is without it."""
    kept = book().notices(now=now_instant())
    return [
        notices.get(language) or notices.get("en") or next(iter(notices.values()))
        for notices in kept
    ]


urlpatterns = [
    path("", notice, name="notices"),
    path("<slug:programme>", notice, name="notice"),
]
