"""The public rooms of a programme: what anybody may read about it, and how they are linked."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from plaudit.core.refusals import N_
from plaudit.core.voice import text_in
from plaudit.pages.book import Offer, book
from plaudit.pages.clock import now_instant
from plaudit.pages.files import address_of
from plaudit.pages.frame import framing, voice_for

ROOMS = {
    "about": N_("In plain words"),
    "public_rewards": N_("Rewards"),
    "editions": N_("Rules"),
    "calculator": N_("Count points"),
    "statistics": N_("In figures"),
    "notice": N_("Privacy"),
}
"""By the name of the address, in the order of the navigation."""


@dataclass(frozen=True, slots=True)
class Room:
    """A link of the navigation."""

    title: str
    address: str
    is_here: bool


def offer_of(programme: str) -> Offer:
    """Return what a programme's edition in force says.

    Refuses: Http404 where there is no such programme, or none of its editions is in force.
    """
    found = next(
        (one for one in book().offers(now=now_instant()) if one.programme.id == programme), None
    )
    if found is None:
        raise Http404
    return found


def room_page(
    request: HttpRequest, template: str, offer: Offer, *, status: int = 200, **shown: object
) -> HttpResponse:
    """Answer with a page of a programme, with the links to its other rooms."""
    voice = voice_for(request)
    here = "" if request.resolver_match is None else request.resolver_match.url_name
    rooms = [
        Room(voice.say(title), reverse(name, args=[offer.programme.id]), name == here)
        for name, title in ROOMS.items()
    ]
    title = text_in(offer.edition.title, voice, otherwise=offer.programme.id)
    shown |= {"rooms": rooms, "programme_id": offer.programme.id, "title": title}
    return public_page(request, template, status=status, **shown)


def public_page(
    request: HttpRequest, template: str, *, status: int = 200, **shown: object
) -> HttpResponse:
    """Answer with a page that anybody may read, with the styles of such pages."""
    styles = {
        "member_style": address_of("member.css"),
        "public_style": address_of("public.css"),
    }
    return render(request, template, shown | styles | framing(request), status=status)
