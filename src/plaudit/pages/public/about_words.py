"""A programme in plain words, made from its edition in force: nothing is promised beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from plaudit.core.difference.said import Entry, said_by
from plaudit.core.promises import Promises, promises_of
from plaudit.core.refusals import N_
from plaudit.core.voice import NN_, points_in_words, text_in
from plaudit.pages.book import Offer
from plaudit.pages.funding import funding_in_words
from plaudit.pages.programmes import ShownProgramme, show_programme
from plaudit.pages.voices import GettextVoice

_FROM_AGE = NN_(
    "Who wants to join is at least {number} year old.",
    "Who wants to join is at least {number} years old.",
)
_LEAVING = NN_(
    "You can leave at any time, with one press. What you have stays yours to spend for {number} "
    "day after that, or until its own last day if that comes first.",
    "You can leave at any time, with one press. What you have stays yours to spend for {number} "
    "days after that, or until its own last day if that comes first.",
)
_ANSWER = NN_(
    "Something looks wrong? Ask with one press. A person answers within {number} day.",
    "Something looks wrong? Ask with one press. A person answers within {number} days.",
)
_BUDGET = N_("It gives {points} a year at most. Paid by: {payer}.")
_CONTROLLER, _ADDRESS = N_("Responsible"), N_("Address")
_EMAIL, _PHONE = N_("E-mail"), N_("Phone")
_OFFICER, _DECIDER = N_("Data protection officer"), N_("Decides on questions")
_CONTACTS = {
    "controller": _CONTROLLER,
    "address": _ADDRESS,
    "email": _EMAIL,
    "phone": _PHONE,
    "data_protection_officer": _OFFICER,
}


@dataclass(frozen=True, slots=True)
class ShownAbout:
    """A programme in plain words. What its edition doesn't say is "" or empty."""

    purpose: str
    reason: str
    age: str
    rules: ShownProgramme
    leaving: str
    answer: str
    budget: str
    funded: str
    without_phone: tuple[tuple[str, str], ...]
    """Each kind of deed, and how it is done without a phone."""
    contacts: tuple[tuple[str, str], ...]


def show_about(offer: Offer, voice: GettextVoice) -> ShownAbout:
    """Return a programme in the voice's language."""
    published = offer.published
    said = said_by(published.text, published.activity_texts).tables
    promises = promises_of(published.text)
    age = said["audience"].get("from_age_years")
    return ShownAbout(
        purpose=_text(said["edition"].get("purpose"), voice),
        reason=_text(said["basis"].get("reason"), voice),
        age=voice.say_many(_FROM_AGE, Fraction(age)) if isinstance(age, int) else "",
        rules=show_programme(offer.edition, offer.activities, voice=voice),
        leaving=voice.say_many(_LEAVING, Fraction(promises.usable_days)),
        answer=voice.say_many(_ANSWER, Fraction(promises.answer_days)),
        budget=_budget(promises, said["budget"], voice=voice),
        funded=funding_in_words(offer.funding, voice),
        without_phone=tuple(
            (text_in(one.title, voice, otherwise=one.id), text_in(one.without_phone, voice))
            for one in offer.activities.values()
            if one.without_phone
        ),
        contacts=_contacts(said["contact"], said["challenge"], voice=voice),
    )


def _budget(promises: Promises, said: Entry, *, voice: GettextVoice) -> str:
    payer = _text(said.get("paid_by"), voice)
    if promises.points_a_year is None or not payer:
        return ""
    points = points_in_words(promises.points_a_year, voice)
    return voice.say(_BUDGET, points=points, payer=payer.rstrip("."))


def _contacts(
    contact: Entry, challenge: Entry, *, voice: GettextVoice
) -> tuple[tuple[str, str], ...]:
    pairs = [(title, _text(contact.get(key), voice)) for key, title in _CONTACTS.items()]
    pairs.append((_DECIDER, _text(challenge.get("decided_by"), voice)))
    return tuple((voice.say(title), words) for title, words in pairs if words)


def _text(said: object, voice: GettextVoice) -> str:
    """Return a text of an edition, of one language or of several; "" where it isn't there."""
    if isinstance(said, Mapping):
        return text_in(said, voice)
    return said if isinstance(said, str) else ""
