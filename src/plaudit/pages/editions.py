"""A programme's editions in words: their states, who answers for them, what each one changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from plaudit.core.difference.compare import difference
from plaudit.core.difference.said import said_by
from plaudit.core.difference.telling import ToldDifference, tell_difference
from plaudit.core.period import Calendar, day_number
from plaudit.core.publishing import State, states_of
from plaudit.core.refusals import N_
from plaudit.core.voice import Voice, text_in
from plaudit.pages.voices import GettextVoice
from plaudit.store.catalogue import Published, PublishedEdition

_STATES = {
    State.PUBLISHED: N_("Published, not in force yet"),
    State.IN_FORCE: N_("In force"),
    State.SUPERSEDED: N_("Superseded"),
}
_FROM = N_("In force from {first}.")
_SINCE = N_("In force since {first}.")
_FROM_TO = N_("In force from {first} to {last}.")
_ON = N_("{name}, on {day}")


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A text that can be fetched as it was published."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownEdition:
    """A published edition in words. `difference` is None for a programme's first one."""

    id: str
    state: str
    is_in_force: bool
    span: str
    published_on: str
    author: str
    approver: str
    sha256: str
    address: str
    file: ShownFile
    difference: ToldDifference | None


@dataclass(frozen=True, slots=True)
class ShownEditions:
    """A programme's editions in words, the newest first."""

    title: str
    purpose: str
    address: str
    editions: tuple[ShownEdition, ...]


def show_editions(programme: Published, *, now: int, voice: GettextVoice) -> ShownEditions:
    """Return a programme's editions in the voice's language.

    Units: `now` in microseconds since the epoch.
    """
    today = Calendar(programme.time_zone).day_of(now)
    days = [one.edition.starts_on for one in programme.editions]
    states = states_of(days, today=today)
    shown = [_edition(programme, row, state=state, voice=voice) for row, state in enumerate(states)]
    newest = programme.editions[-1]
    said = said_by(newest.text, newest.activity_texts).tables["edition"]
    purpose = said.get("purpose")
    return ShownEditions(
        title=text_in(newest.edition.title, voice, otherwise=programme.id),
        purpose=text_in(purpose, voice) if isinstance(purpose, dict) else "",
        address=address_of_editions(programme.id),
        editions=tuple(reversed(shown)),
    )


def address_of_editions(programme_id: str) -> str:
    """Return where a programme's editions are listed."""
    return reverse("editions", args=[programme_id])


def pinned_files(
    programme_id: str, published: PublishedEdition, *, voice: Voice
) -> list[ShownFile]:
    """Return the deed types as they were published with an edition, by their titles."""
    id = published.edition.id
    return [
        ShownFile(
            text_in(activity.title, voice, otherwise=activity.id),
            reverse("edition_activity", args=[programme_id, id, activity.id]),
        )
        for activity in published.activities.values()
    ]


def _edition(programme: Published, row: int, *, state: State, voice: GettextVoice) -> ShownEdition:
    published = programme.editions[row]
    signed, id = published.publication, published.edition.id
    approved_on = _day(signed.approved_on, voice)
    return ShownEdition(
        id=id,
        state=voice.say(_STATES[state]),
        is_in_force=state is State.IN_FORCE,
        span=_span(programme.editions[row : row + 2], state, voice=voice),
        published_on=_day(signed.published_on, voice),
        author=signed.author,
        approver=voice.say(_ON, name=signed.approver, day=approved_on),
        sha256=published.sha256,
        address=reverse("edition", args=[programme.id, id]),
        file=ShownFile(f"{id}.toml", reverse("edition_text", args=[programme.id, id])),
        difference=_difference(programme.editions[: row + 1], voice),
    )


def _difference(editions: Sequence[PublishedEdition], voice: Voice) -> ToldDifference | None:
    """Return the last one's difference to the one before it; None for the first edition."""
    if len(editions) < 2:
        return None
    before, after = (said_by(one.text, one.activity_texts) for one in editions[-2:])
    return tell_difference(difference(before, after), voice)


def _span(editions: Sequence[PublishedEdition], state: State, *, voice: Voice) -> str:
    first = voice.day(editions[0].edition.starts_on)
    if len(editions) == 2:
        last = voice.day(editions[1].edition.starts_on - 1)
        return voice.say(_FROM_TO, first=first, last=last)
    return voice.say(_SINCE if state is State.IN_FORCE else _FROM, first=first)


def _day(on: date, voice: Voice) -> str:
    return voice.day(day_number(on))
