"""What is new on a member's page: rules that will change, and kinds of deeds to say yes or no to.

It is made of the editions and of what the member agreed to, never of what they did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.urls import reverse

from plaudit.core.edition import Edition
from plaudit.core.refusals import N_
from plaudit.core.voice import text_in
from plaudit.pages.member.visit import Visit
from plaudit.store.known import Known, known_just_now
from plaudit.store.rights import answers_of

_CHANGE = N_("From {day} on the rules are different.")
_KIND = N_("A new kind of deeds: {kind}")
_ASKS = N_(
    "It is counted since {day}. Nothing of it is recorded about you before you say yes. Either "
    "answer can be changed later."
)
_WILL_ASK = N_(
    "It will be counted from {day} on. Nothing of it is recorded about you before you say yes. "
    "Either answer can be changed later."
)


class Coming(NamedTuple):
    """An edition that is published and not in force yet, and the page that says what changes."""

    edition: str
    """With its programme, as in "riverside/2026-10": ids of editions are their programme's own."""
    says: str
    path: str


class NewKind(NamedTuple):
    """A kind of deeds that the member hasn't been told of on joining, nor answered since."""

    id: str
    title: str
    says: str
    asks: str


class News(NamedTuple):
    """What a member's page says first."""

    coming: Coming | None = None
    kinds: tuple[NewKind, ...] = ()


def news_for(visit: Visit) -> News:
    """Return what is new, in the visit's language; nothing for who left.

    After the statement was read (`known_just_now`).
    """
    member = visit.member
    if member.withdrawn_at is not None:
        return News()
    known = known_just_now(visit.connection, member.programme_id, member.programme)
    return News(_coming(visit, known), _kinds(visit, known))


def _coming(visit: Visit, known: Known) -> Coming | None:
    later = [one for one in known.editions.values() if one.starts_on > visit.today]
    if not later or len(later) == len(known.editions):
        return None
    named = {"programme_id": visit.member.programme, "edition_id": later[0].id}
    says = visit.voice.say(_CHANGE, day=visit.voice.day(later[0].starts_on))
    return Coming(f"{visit.member.programme}/{later[0].id}", says, reverse("edition", kwargs=named))


def _kinds(visit: Visit, known: Known) -> tuple[NewKind, ...]:
    """Return the kinds to ask about: of the edition in force, and of those to come."""
    _, waiting = answers_of(visit.member, known)
    if not waiting:
        return ()
    titles = {one.id: one.title for one in known.activities.values()}
    editions = tuple(known.editions.values())
    asked: dict[str, int] = {}
    for place in range(editions.index(known.edition_on(visit.today)), len(editions)):
        for kind in sorted(waiting & editions[place].kinds()):
            asked.setdefault(kind, _since(editions[: place + 1], kind))
    return tuple(_asked(visit, kind, titles[kind], since=since) for kind, since in asked.items())


def _since(editions: Sequence[Edition], kind: str) -> int:
    """Return from which day on a kind is counted that the last edition has, without a gap."""
    since = editions[-1].starts_on
    for edition in reversed(editions):
        if kind not in edition.kinds():
            break
        since = edition.starts_on
    return since


def _asked(visit: Visit, kind: str, titles: Mapping[str, str], *, since: int) -> NewKind:
    voice, title = visit.voice, text_in(titles, visit.voice, otherwise=kind)
    asks = _ASKS if since <= visit.today else _WILL_ASK
    return NewKind(kind, title, voice.say(_KIND, kind=title), voice.say(asks, day=voice.day(since)))
