"""What the pages ask the store: the rules in force, a programme's editions, notices.

They write nothing. A member's pages read and act on a connection of their own (member.visit).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple, Protocol

import psycopg
from django import conf  # its settings are looked up late: reading this file needs none
from django.utils.module_loading import import_string

from plaudit.core.activity import Activity
from plaudit.core.edition import Edition
from plaudit.core.funding import Funding
from plaudit.core.notice.blocks import Notice
from plaudit.core.period import Calendar
from plaudit.pages.funding import FUNDS
from plaudit.store.catalogue import Published, PublishedEdition, read_programmes
from plaudit.store.connect import Role
from plaudit.store.embedded import database_url
from plaudit.store.notices import read_notices
from plaudit.store.rewards import Offered, list_rewards
from plaudit.store.spare import SPARE


class Offer(NamedTuple):
    """A programme's edition in force. `today`: the programme's local day, a day number."""

    programme: Published
    published: PublishedEdition
    today: int
    funding: Funding | None = None

    @property
    def edition(self) -> Edition:
        """The edition in force."""
        return self.published.edition

    @property
    def activities(self) -> Mapping[str, Activity]:
        """Its activities by id."""
        return self.published.activities


class BookAway(Exception):
    """The database can't be asked just now."""


class Book(Protocol):
    """Where the pages read."""

    def offers(self, *, now: int) -> tuple[Offer, ...]:
        """Return the edition in force of each programme."""

    def programme(self, id: str) -> Published | None:
        """Return a programme with all its published editions, or None."""

    def rewards(self, id: str, *, now: int) -> tuple[Offer, Sequence[Offered]] | None:
        """Return what a programme's edition in force offers, or None where none is in force."""

    def notices(self, *, now: int) -> tuple[Mapping[str, Notice], ...]:
        """Return the notices of each programme's edition in force, by language."""


class StoreBook:
    """The book in the database."""

    def offers(self, *, now: int) -> tuple[Offer, ...]:
        """Return the edition in force of each programme."""
        with connected() as connection:
            found = (_offer(programme, now) for programme in read_programmes(connection))
            return tuple(
                offer._replace(funding=FUNDS.of(connection, offer.edition.programme, now=now))
                for offer in found
                if offer is not None
            )

    def programme(self, id: str) -> Published | None:
        """Return a programme with all its published editions, or None."""
        with connected() as connection:
            programmes = read_programmes(connection)
        return next((programme for programme in programmes if programme.id == id), None)

    def rewards(self, id: str, *, now: int) -> tuple[Offer, Sequence[Offered]] | None:
        """Return what a programme's edition in force offers, or None where none is in force."""
        with connected() as connection:
            found = (_offer(one, now) for one in read_programmes(connection) if one.id == id)
            offer = next(found, None)
            if offer is None:
                return None
            number = offer.programme.programme_id
            return offer, list_rewards(connection, number, today=offer.today)

    def notices(self, *, now: int) -> tuple[Mapping[str, Notice], ...]:
        """Return the notices of each programme's edition in force, by language."""
        with connected() as connection:
            offers = (_offer(programme, now) for programme in read_programmes(connection))
            editions = [offer.edition for offer in offers if offer is not None]
            found = [read_notices(connection, one.programme, one.id) for one in editions]
        return tuple(notices for notices in found if notices)


PLACES_MAX = 24
"""Connections that pages may have at once: the others are for deeds, partners and jobs."""
PLACES = threading.BoundedSemaphore(PLACES_MAX)
"""Those of this process."""
PATIENCE_SECONDS = 5
_here = threading.local()
"""Whether this thread has a place: for a second role it doesn't wait for another one."""


def share_places(processes: int) -> None:
    """Let this process have its share of the places, before a page is asked for."""
    global PLACES  # noqa: PLW0603 (one for the process)
    PLACES = threading.BoundedSemaphore(max(1, PLACES_MAX // processes))


@contextmanager
def connected(role: Role = "service") -> Iterator[psycopg.Connection]:
    """Lend a connection for as long as the block lasts.

    Refuses: BookAway when the database is away, or all PLACES stay taken.
    """
    try:
        with _place(), SPARE.lent(database_url(), role) as connection:
            yield connection
    except psycopg.OperationalError as fault:
        raise BookAway from fault


@contextmanager
def _place() -> Iterator[None]:
    if getattr(_here, "has_place", False):
        yield
        return
    if not PLACES.acquire(timeout=PATIENCE_SECONDS):
        raise BookAway
    _here.has_place = True
    try:
        yield
    finally:
        _here.has_place = False
        PLACES.release()


def _offer(programme: Published, now: int) -> Offer | None:
    today = Calendar(programme.time_zone).day_of(now)
    started = [one for one in programme.editions if one.edition.starts_on <= today]
    if not started:
        return None
    newest = max(started, key=lambda one: one.edition.starts_on)
    return Offer(programme, newest, today)


def book() -> Book:
    """Return the book that the settings name.

    Refuses: its functions raise BookAway when the database is away.
    """
    made: Book = import_string(conf.settings.PLAUDIT_BOOK)()
    return made
