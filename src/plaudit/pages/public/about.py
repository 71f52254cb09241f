"""A programme in plain words, on one page: for who has never heard of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.pages.frame import asks_the_book, voice_for
from plaudit.pages.public.about_words import show_about
from plaudit.pages.public.rooms import offer_of, room_page


@require_safe
@asks_the_book
def about(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what a programme is, what it gives points for, and who answers for it."""
    offer = offer_of(programme)
    return room_page(
        request, "public/about.html", offer, about=show_about(offer, voice_for(request))
    )


urlpatterns = [path("<slug:programme>", about, name="about")]
