"""Publishing an edition: who wrote it, who approved what, for which day; and the state it is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.approval import content_hash
from plaudit.core.charter.c25 import AHEAD_DAYS
from plaudit.core.charter.people import is_a_person, same_person
from plaudit.core.charter.registries import Registries, Registry
from plaudit.core.charter.view import View, World
from plaudit.core.period import Calendar, day_number

_HASH_SHOWN = 12
USABLE_DAYS_LEAST = 90


class CannotPublish(Exception):
    """An edition that can't be published; the sentence says why, and what to do."""


class Publication(NamedTuple):
    """Who answers for a published edition. `content_sha256`: what was approved, hexadecimal."""

    author: str
    approver: str
    approved_on: date
    published_on: date
    content_sha256: str


class State(StrEnum):
    """Where an edition stands, in the order of its life. Until it is published it is a file.

    Not every edition is rehearsed: there may be no past deeds to rehearse it on.
    """

    DRAFT = "draft"
    CHECKED = "checked"
    REHEARSED = "rehearsed"
    APPROVED = "approved"
    PUBLISHED = "published"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"


def state_of(starts_on: int, *, next_starts_on: int | None, today: int) -> State:
    """Return the state of a published edition. Days are day numbers of its programme's calendar.

    >>> state_of(10, next_starts_on=None, today=9), state_of(10, next_starts_on=20, today=20)
    (<State.PUBLISHED: 'published'>, <State.SUPERSEDED: 'superseded'>)
    """
    if today < starts_on:
        return State.PUBLISHED
    if next_starts_on is not None and next_starts_on <= today:
        return State.SUPERSEDED
    return State.IN_FORCE


def states_of(first_days: Sequence[int], *, today: int) -> list[State]:
    """Return the state of each published edition of a programme, the earliest first.

    >>> [state.value for state in states_of([10, 20, 30], today=25)]
    ['superseded', 'in force', 'published']
    """
    following = (*first_days[1:], None)
    return [
        state_of(day, next_starts_on=after, today=today)
        for day, after in zip(first_days, following, strict=False)
    ]


def place_in_force(first_days: Sequence[int], *, today: int) -> int:
    """Return the place of the edition in force, of the first one where none has started.

    >>> place_in_force([10, 20, 30], today=25), place_in_force([10, 20], today=9)
    (1, 0)
    """
    assert first_days, "a programme without an edition"
    return max(0, sum(day <= today for day in first_days) - 1)


def view_of_edition(text: str, activity_texts: Mapping[str, str], *, file: str = "edition") -> View:
    """Return an edition's text as the charter looks at it, apart from every registry."""
    sources = {id: read_source(id, source.encode()) for id, source in activity_texts.items()}
    nothing = Registries(
        facts=Registry({}),
        records={},
        evidence=Registry({}),
        activity_classes=Registry({}),
        partner_kinds=Registry({}),
        reward_classes=Registry({}),
        audiences=Registry({}),
        reversal_reasons={},
    )
    return View(read_source(file, text.encode()), "edition", World(nothing, sources))


def usable_days_of(view: View) -> int:
    """Return for how many days points can be used after leaving, as the edition promises.

    Source: charter, C14: 90 at least, also where it doesn't say.
    """
    return max(USABLE_DAYS_LEAST, view.number("leaving", "usable_days") or 0)


def promised_instant(text: str) -> int:
    """Return the first moment of the day on which an edition says that it is published.

    Units:   microseconds since the epoch.
    Refuses: CannotPublish where it doesn't say.
    """
    view = view_of_edition(text, {})
    zone = view.text("edition", "time_zone")
    day = _day(view, "people", "published_on")
    assert zone is not None, "an edition has a time zone"
    return Calendar(zone).start_of_day(day_number(day))


def publication_of(view: View, *, today: date) -> Publication:
    """Return who answers for an edition, where it may be published today.

    Units:   `today` is the day in the programme's time zone.
    Refuses: CannotPublish where author and approver aren't two persons, the approval is missing or
             was given to other content, the file promised another day, or it starts too soon.
    Source:  charter, C25.
    """
    author, approver = _person(view, "author"), _person(view, "approver")
    if same_person(author, approver):
        raise CannotPublish(
            f"{author} wrote the edition and would approve it too. Let another person approve it."
        )
    approved_on, content = _approval(view, approver)
    published_on = _day(view, "people", "published_on")
    if approved_on > published_on:
        raise CannotPublish(
            f"The edition was approved on {approved_on}, after {published_on}, its day of "
            "publication. Set a later published_on and have it approved anew."
        )
    if published_on != today:
        raise CannotPublish(
            f"The file says published_on = {published_on}; today is {today} in the programme's "
            "time zone. Publish it on the day that it names, or set another day and have it "
            "approved anew."
        )
    starts_on = _day(view, "edition", "starts_on")
    if (starts_on - published_on).days < AHEAD_DAYS:
        raise CannotPublish(
            f"The edition starts on {starts_on}, {(starts_on - published_on).days} days after its "
            f"publication; {AHEAD_DAYS} is the least. Let it start later."
        )
    return Publication(author, approver, approved_on, published_on, content)


def _approval(view: View, approver: str) -> tuple[date, str]:
    """Return when the edition was approved and the hash of what it is, which is what was."""
    approve = "plaudit approve FILE --by NAME"
    if view.value("approval") is None:
        raise CannotPublish(
            f"Nobody has approved the edition: it has no table [approval]. {approver} approves it "
            f"with: {approve}"
        )
    by = view.text("approval", "by") or ""
    if not same_person(by, approver):
        raise CannotPublish(
            f'"{by}" approved the edition, but {approver} is named as approver in [people]. Name '
            "the one who approved it, and have it approved anew."
        )
    now, approved = content_hash(view), view.text("approval", "sha256") or ""
    if approved != now:
        raise CannotPublish(
            f"What was approved has the hash {approved[:_HASH_SHOWN]}…, and the edition with its "
            f"activities as it stands has {now[:_HASH_SHOWN]}…: something was changed after the "
            f"approval, which is void. {approver} looks at it again, then: {approve}"
        )
    return _day(view, "approval", "approved_on"), now


def _person(view: View, key: str) -> str:
    name = (view.text("people", key) or "").strip()
    if not is_a_person(name):
        seen = f'says {key} = "{name}", which names no person' if name else f"names no {key}"
        raise CannotPublish(
            f"The edition {seen}. Write two persons into [people]: the author, and another one "
            "who approves it."
        )
    return name


def _day(view: View, table: str, key: str) -> date:
    day = view.day(table, key)
    if day is None:
        raise CannotPublish(f"The edition doesn't say {key}. Write a day into [{table}].")
    return day
