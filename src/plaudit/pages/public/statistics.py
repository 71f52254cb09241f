"""A programme in figures: month by month, rounded, and nothing of fewer than 20 members.

Each month is told once, when it is closed, and never again: two readings don't differ by what one
member did. Figures are read, never counted, for a page. Source: charter, C10; decision 0028.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.core.figures import OTHERS, Promised
from plaudit.core.promises import promises_of
from plaudit.core.refusals import N_
from plaudit.core.settlement import month_after
from plaudit.core.voice import text_in
from plaudit.pages.book import Offer, connected
from plaudit.pages.frame import asks_the_book, voice_for
from plaudit.pages.funding import funding_in_words
from plaudit.pages.public.rooms import offer_of, room_page
from plaudit.pages.voices import GettextVoice
from plaudit.store.closings import PublishedMonth, read_published

MONTHS_MAX = 24
"""The newest months that the page shows."""
_TOGETHER = N_("Other kinds, together")
_TOO_FEW = N_("of fewer than {least} members, so not shown")
_LESS = N_("less than {step}")
_HOW = N_(
    "Shown are sums of {least} members and more, rounded: points to {points} at least, all else to "
    "10. A month is counted once, when it is over, and never changed; what is reported late is in "
    "the month in which it was reported."
)


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """A month in words. `rows`: kind of deed, deeds, points; `too_few` says why there are none."""

    title: str
    joined: str
    spent: str
    rows: tuple[tuple[str, str, str], ...]
    too_few: str
    number: int
    sha256: str
    signature: str
    public_key: str


@require_safe
@asks_the_book
def statistics(request: HttpRequest, programme: str) -> HttpResponse:
    """Show the newest months, the newest first."""
    offer = offer_of(programme)
    voice = voice_for(request)
    with connected() as connection:
        number = offer.programme.programme_id
        months = read_published(connection, number, how_many=MONTHS_MAX)
    promised = promises_of(offer.published.text).statistics
    least, step = _number(promised.members_least, voice), _number(promised.step_points, voice)
    return room_page(
        request,
        "public/statistics.html",
        offer,
        funded=funding_in_words(offer.funding, voice),
        how=voice.say(_HOW, least=least, points=step),
        months=[_month(one, offer, voice=voice) for one in months],
    )


def _month(month: PublishedMonth, offer: Offer, *, voice: GettextVoice) -> ShownMonth:
    promised = _promised(offer, month_after(month.month) - 1)
    too_few = voice.say(_TOO_FEW, least=_number(promised.members_least, voice))
    joined, spent = month.joined_members, month.spent_points
    rows = tuple(
        (
            _title(part.activity, offer, voice=voice),
            _number(part.deeds, voice),
            _points(part.points, promised, voice=voice),
        )
        for part in month.parts
    )
    return ShownMonth(
        title=voice.month(month.month),
        joined=too_few if joined is None else _number(joined, voice),
        spent=too_few if spent is None else _points(spent, promised, voice=voice),
        rows=rows,
        too_few="" if rows else too_few,
        number=month.number,
        sha256=month.sha256,
        signature=month.signature,
        public_key=month.public_key,
    )


def _promised(offer: Offer, day: int) -> Promised:
    """Return how sums of a day were promised to be told, by the edition in force on it."""
    began = [one for one in offer.programme.editions if one.edition.starts_on <= day]
    return promises_of(began[-1].text).statistics if began else Promised()


def _title(activity: str, offer: Offer, *, voice: GettextVoice) -> str:
    if activity == OTHERS:
        return voice.say(_TOGETHER)
    for published in reversed(offer.programme.editions):
        if activity in published.activities:
            return text_in(published.activities[activity].title, voice, otherwise=activity)
    return activity


def _points(points: int, promised: Promised, *, voice: GettextVoice) -> str:
    if not points:
        return voice.say(_LESS, step=_number(promised.step_points, voice))
    return _number(points, voice)


def _number(number: int, voice: GettextVoice) -> str:
    return voice.number(Fraction(number))


urlpatterns = [path("<slug:programme>", statistics, name="statistics")]
