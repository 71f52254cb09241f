"""Rewards as everybody sees them: the same list in the same order, signed in or not.

How many of a reward were taken is of few members, so a stock is shown as enough, few or none.
Source: charter, C09, C10 and C11.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.pages.book import book
from plaudit.pages.clock import now_instant
from plaudit.pages.frame import asks_the_book, voice_for
from plaudit.pages.offers import show_offer
from plaudit.pages.public.rooms import room_page


@require_safe
@asks_the_book
def rewards(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what a programme offers, in the order of its edition."""
    found = book().rewards(programme, now=now_instant())
    if found is None:
        raise Http404
    offer, offered = found
    voice = voice_for(request)
    shown = [show_offer(one, today=offer.today, voice=voice) for one in offered]
    return room_page(request, "public/rewards.html", offer, rewards=shown)


urlpatterns = [path("<slug:programme>", rewards, name="public_rewards")]
