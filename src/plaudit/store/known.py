"""What explaining a programme's deeds needs, read once for a connection and kept with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from weakref import WeakKeyDictionary

import psycopg

from plaudit.core.activity import Activity
from plaudit.core.deed import Facts
from plaudit.core.edition import Edition
from plaudit.core.expiry import NoticePromise
from plaudit.core.explaining import Explainer
from plaudit.core.explanation import CountedDeed, Explanation
from plaudit.core.kinds import Told
from plaudit.core.promises import promises_of
from plaudit.core.slots import Slot
from plaudit.sql.loader import query
from plaudit.store import catalogue
from plaudit.store.exchange import Asks, Rows

Deed = tuple[int, Facts | None, int, tuple[int, ...]]
"""The day, the facts, the points and what was counted (core.explanation.CountedDeed)."""
EXPLAINED_KEPT = 2_048
"""Explanations that are kept. They say nothing of whose deeds they explain."""
EDITIONS_KEPT = 64
"""Editions that stay ready to explain by."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A programme's numbers in the book, and what they stand for. Equal to itself alone."""

    editions: Mapping[int, Edition]
    activities: Mapping[int, Activity]
    slots: Mapping[int, Slot]
    told: Told
    named: Told
    notices: tuple[NoticePromise, ...]
    """What each edition promises about the end of points."""

    def edition_on(self, day: int) -> Edition:
        """Return the edition in force on a day; before all of them, the first one."""
        return self.edition_of(day) or next(iter(self.editions.values()))

    def edition_of(self, day: int) -> Edition | None:
        """Return the edition in force on a day; None before all of them."""
        in_force = [one for one in self.editions.values() if one.starts_on <= day]
        return in_force[-1] if in_force else None

    def older_than(self, edition: Edition) -> Edition | None:
        """Return the edition before one; None where it is the first."""
        return self.edition_of(edition.starts_on - 1)

    def says_as(self, other: Known) -> bool:
        """Return whether another one says the same."""
        return all(getattr(self, one.name) == getattr(other, one.name) for one in fields(Known))


_KEPT: WeakKeyDictionary[psycopg.Connection, dict[int, Known]] = WeakKeyDictionary()
"""By connection, which knows one database, and by programme. Never longer than the connection."""
_SHARED: dict[str, Known] = {}
"""The newest by programme: connections that read the same have the same one."""


def read_known(connection: psycopg.Connection, programme_id: int, id: str) -> Known:
    """Return a programme's editions, activities and slots by number.

    What is kept is still right while there is no other edition: none ever changes, and activities
    and slots are added with an edition alone.
    """
    return known_of(connection, programme_id, id, asked=ask_editions(connection, programme_id))


def known_just_now(connection: psycopg.Connection, programme_id: int, id: str) -> Known:
    """Return what `read_known` found on this connection for the same answer; else it is read.

    For what stands on a page beside a statement: both are made of the same editions.
    """
    return _KEPT.get(connection, {}).get(programme_id) or read_known(connection, programme_id, id)


def ask_editions(connection: Asks, programme_id: int) -> Rows:
    """Ask which editions a programme has, and don't wait for the answer."""
    return connection.execute(query("edition_numbers"), {"programme_id": programme_id})


def known_of(connection: psycopg.Connection, programme_id: int, id: str, *, asked: Rows) -> Known:
    """Return what `read_known` does, where its editions were asked for before.

    What is read anew is of now: it has those editions, and perhaps a newer one.
    """
    kept = _KEPT.setdefault(connection, {})
    numbers = [number for (number,) in asked]
    if programme_id not in kept or list(kept[programme_id].editions) != numbers:
        fresh, shared = _read(connection, programme_id, id), _SHARED.get(id)
        if shared is None or not shared.says_as(fresh):
            shared = _SHARED[id] = fresh
        kept[programme_id] = shared
    return kept[programme_id]


@lru_cache(maxsize=EXPLAINED_KEPT)
def explained(known: Known, deed: Deed, *, edition_id: int, activity_no: int) -> Explanation:
    """Return why a deed earned what it earned: one explanation for all deeds of equal numbers."""
    counted = CountedDeed(known.activities[activity_no], *deed)
    return _explainer(known, edition_id).explain(counted)


@lru_cache(maxsize=EDITIONS_KEPT)
def _explainer(known: Known, edition_id: int) -> Explainer:
    edition = known.editions[edition_id]
    return Explainer(edition, slots=known.slots, older=known.older_than(edition))


def _read(connection: psycopg.Connection, programme_id: int, id: str) -> Known:
    published = catalogue.read_programme(connection, programme_id, id)
    activities: dict[str, Activity] = {}
    for one in published.editions:
        activities |= one.activities
    return Known(
        editions={one.edition_id: one.edition for one in published.editions},
        activities={published.activity_nos[id]: activity for id, activity in activities.items()},
        slots={number: slot for slot, number in published.slots.items()},
        told=published.told,
        named=published.named,
        notices=tuple(
            NoticePromise(
                one.edition.starts_on,
                one.edition.expires_after_months,
                promises_of(one.text).announced_days_before,
            )
            for one in published.editions
        ),
    )
