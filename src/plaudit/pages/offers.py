"""A reward as anybody sees it: name, price, place, dates and stock. Charter, C09 and C11.

It takes no member and no points: what is shown is the same to everybody, signed in or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from plaudit.core.refusals import N_
from plaudit.core.voice import NN_, points_in_words, text_in
from plaudit.pages.voices import GettextVoice
from plaudit.store.rewards import Offered

FEW = 10
"""A tenth of the stock, or less, is few. How many were taken is of few members, so no number.

Source: charter, C10.
"""

_SOLD_OUT = N_("Nothing is left of it now.")
_FEW_LEFT = N_("Only a few are left.")
_ENOUGH_LEFT = N_("There are enough of it.")
_FROM = N_("It can be taken from {day}.")
_UNTIL = N_("It can be taken until {day}.")
_CLOSED = N_("It could be taken until {day}.")
_NOT_READY = N_("{partner} isn't ready for it yet.")
_A_MONTH = NN_(
    "At most {number} for each member in a month.", "At most {number} for each member in a month."
)


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """A reward in words. `is_there`: it is open and something is left of it."""

    id: str
    title: str
    partner: str
    price: str
    dates: str
    """From when or until when, or why it can't be taken now; "" where nothing ends it."""
    a_month: str
    stock: str
    """Whether enough, few or none are left; "" while it isn't open."""
    alternative: str
    """How anybody gets it without points."""
    is_there: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said beside name and price, to everybody."""
        return tuple(filter(None, (self.stock, self.dates, self.a_month)))


def show_offer(offered: Offered, *, today: int, voice: GettextVoice) -> ShownOffer:
    """Return a reward in the voice's language, as it is offered on a day."""
    terms = offered.terms
    most = terms.at_most_a_month
    return ShownOffer(
        id=terms.id,
        title=text_in(terms.title, voice, otherwise=terms.id),
        partner=offered.partner,
        price=points_in_words(terms.price_points, voice),
        dates=_dates(offered, today, voice=voice),
        a_month="" if most is None else voice.say_many(_A_MONTH, Fraction(most)),
        stock=_stock(offered, voice) if offered.is_open else "",
        alternative=text_in(terms.open_alternative, voice),
        is_there=offered.is_open and offered.left > 0,
    )


def _stock(offered: Offered, voice: GettextVoice) -> str:
    if not offered.left:
        return voice.say(_SOLD_OUT)
    is_few = offered.left * FEW <= offered.terms.stock
    return voice.say(_FEW_LEFT if is_few else _ENOUGH_LEFT)


def _dates(offered: Offered, today: int, *, voice: GettextVoice) -> str:
    terms = offered.terms
    if today < terms.opens_on:
        return voice.say(_FROM, day=voice.day(terms.opens_on))
    if terms.closes_on is not None and today >= terms.closes_on:
        return voice.say(_CLOSED, day=voice.day(terms.closes_on - 1))
    if not offered.is_open:
        return voice.say(_NOT_READY, partner=offered.partner)
    if offered.left and terms.closes_on is not None:
        return voice.say(_UNTIL, day=voice.day(terms.closes_on - 1))
    return ""
