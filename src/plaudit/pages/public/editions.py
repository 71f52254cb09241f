"""The editions of a programme: listed with their differences, one by one, and as published."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from plaudit.pages.book import book
from plaudit.pages.clock import now_instant
from plaudit.pages.editions import pinned_files, show_editions
from plaudit.pages.frame import asks_the_book, page, voice_for
from plaudit.pages.programmes import show_programme
from plaudit.store.catalogue import Published, PublishedEdition

KEPT_SECONDS = 60 * 60
"""How long a browser may keep a published text. It never changes."""


@require_safe
@asks_the_book
def editions(request: HttpRequest, programme_id: str) -> HttpResponse:
    """List a programme's editions with their states and differences."""
    programme = _programme(programme_id)
    shown = show_editions(programme, now=now_instant(), voice=voice_for(request))
    return page(request, "public/editions.html", programme=shown)


@require_safe
@asks_the_book
def edition(request: HttpRequest, programme_id: str, edition_id: str) -> HttpResponse:
    """Show one edition: its rules in words, its difference, and its text as published."""
    programme = _programme(programme_id)
    published = _edition(programme, edition_id)
    voice = voice_for(request)
    shown = show_editions(programme, now=now_instant(), voice=voice)
    return page(
        request,
        "public/edition.html",
        programme=shown,
        edition=next(one for one in shown.editions if one.id == edition_id),
        rules=show_programme(published.edition, published.activities, voice=voice),
        text=published.text,
        activities=pinned_files(programme.id, published, voice=voice),
    )


@require_safe
@asks_the_book
def edition_text(_request: HttpRequest, programme_id: str, edition_id: str) -> HttpResponse:
    """Answer with an edition's text, byte for byte as it was published."""
    published = _edition(_programme(programme_id), edition_id)
    return _file(published.text, f"{programme_id}-{edition_id}.toml")


@require_safe
@asks_the_book
def edition_activity(
    _request: HttpRequest, *, programme_id: str, edition_id: str, activity_id: str
) -> HttpResponse:
    """Answer with the text of a deed type as it was published with an edition."""
    published = _edition(_programme(programme_id), edition_id)
    if activity_id not in published.activity_texts:
        raise Http404
    return _file(published.activity_texts[activity_id], f"{activity_id}.toml")


def _programme(id: str) -> Published:
    found = book().programme(id)
    if found is None:
        raise Http404
    return found


def _edition(programme: Published, id: str) -> PublishedEdition:
    for published in programme.editions:
        if published.edition.id == id:
            return published
    raise Http404


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text.encode(), content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response
