"""The calculator: deeds in, points and why out, by the counting that members' points come from.

Nothing is stored and no cookie is asked for: what was typed stands in the address and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from plaudit.core.difference.said import said_by
from plaudit.core.period import Calendar
from plaudit.pages.book import Offer
from plaudit.pages.frame import asks_the_book, voice_for
from plaudit.pages.public.calculator_deeds import LINES_MAX, Line, LineReader, Unreadable
from plaudit.pages.public.calculator_words import count_deeds, show_form, show_kinds
from plaudit.pages.public.rooms import offer_of, room_page
from plaudit.store.catalogue import PublishedEdition


class Asked(NamedTuple):
    """What is asked of the calculator: by which edition, and which deeds."""

    offer: Offer
    published: PublishedEdition
    reader: LineReader
    lines: list[Line]

    def address(self, lines: Sequence[Line]) -> str:
        """Return where these deeds are counted by the same edition."""
        pairs = [("edition", self.published.edition.id)]
        pairs += [("deed", line.written) for line in lines]
        return f"{reverse('calculator', args=[self.offer.programme.id])}?{urlencode(pairs)}"


@require_safe
@asks_the_book
def calculator(request: HttpRequest, programme: str) -> HttpResponse:
    """Count what stands in the address; a deed that was typed beside it is added to it."""
    offer = offer_of(programme)
    published = _edition(offer, request.GET.get("edition"))
    partners = said_by(published.text, published.activity_texts).lists.get("partner", {})
    reader = LineReader(
        published.edition,
        published.activities,
        {id: str(said["name"]) for id, said in partners.items()},
        voice_for(request),
    )
    asked = Asked(offer, published, reader, [])
    faults = _read(request.GET.getlist("deed"), asked)
    if "add" in request.GET:
        try:
            reader.add_to(asked.lines, reader.of_fields(request.GET.dict()))
        except Unreadable as fault:
            faults.append(str(fault))
        else:
            if not faults:
                return redirect(asked.address(asked.lines))
    return _page(request, asked, faults)


def _page(request: HttpRequest, asked: Asked, faults: list[str]) -> HttpResponse:
    offer, lines, reader = asked.offer, asked.lines, asked.reader
    kind = reader.activities.get(request.GET.get("kind", ""))
    without = [asked.address(lines[:at] + lines[at + 1 :]) for at in range(len(lines))]
    return room_page(
        request,
        "public/calculator.html",
        offer,
        status=400 if faults else 200,
        faults=list(dict.fromkeys(faults)),
        edition=reader.edition.id,
        editions=[one.edition.id for one in reversed(offer.programme.editions)],
        kinds=show_kinds(reader),
        form=None
        if kind is None
        else show_form(kind, reader, typed=request.GET.dict(), today=offer.today),
        written=[line.written for line in lines],
        counted=count_deeds(
            lines, reader, calendar=Calendar(offer.programme.time_zone), without=without
        ),
    )


def _edition(offer: Offer, asked: str | None) -> PublishedEdition:
    """Return the edition that is asked for, in force or not; without one, that in force."""
    if asked is None:
        return offer.published
    for published in offer.programme.editions:
        if published.edition.id == asked:
            return published
    raise Http404


def _read(written: Sequence[str], asked: Asked) -> list[str]:
    """Read the deeds of a link, and return what is wrong with those that are left out."""
    faults = []
    for one in written[: LINES_MAX + 1]:
        try:
            asked.reader.add_to(asked.lines, asked.reader.of_link(one))
        except Unreadable as fault:
            faults.append(str(fault))
    return faults


urlpatterns = [path("<slug:programme>", calculator, name="calculator")]
