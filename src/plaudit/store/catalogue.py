"""The published catalogue: editions as immutable texts, with the activities they were made for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg

from plaudit.core.activity import Activity
from plaudit.core.catalogue.activities import parse_activity
from plaudit.core.catalogue.editions import parse_edition
from plaudit.core.edition import Edition
from plaudit.core.kinds import Naming, Told, told_by
from plaudit.core.period import Calendar, Period, date_of
from plaudit.core.publishing import Publication
from plaudit.core.slots import CEILING, Slot, ceiling_slot
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime, as_instant

_TEXTS_KEPT = 256
"""Editions that are kept read."""


class PublishedEdition(NamedTuple):
    """An edition as published, read from its text, with its activities by id.

    `text` and `activity_texts` are what was read; `sha256` is the text's, hexadecimal.
    """

    edition_id: int
    edition: Edition
    activities: Mapping[str, Activity]
    text: str
    activity_texts: Mapping[str, str]
    sha256: str
    publication: Publication
    published_at: int
    """In microseconds since the epoch."""


class NewEdition(NamedTuple):
    """An edition to be stored: its text, the texts of its activities, who answers for it."""

    edition: Edition
    text: str
    activity_texts: Mapping[str, str]
    publication: Publication
    usable_days: int
    """For how long points can be used after leaving. Source: charter, C14."""


class Published(NamedTuple):
    """One programme as the database has it."""

    programme_id: int
    id: str
    time_zone: str
    editions: list[PublishedEdition]
    activity_nos: Mapping[str, int]
    slots: Mapping[Slot, int]
    told: Told
    named: Told
    """Who was told by the notices alone, without words of old (core.kinds)."""


def version(connection: psycopg.Connection) -> int:
    """Return the catalogue's version: it rises with every change.

    It becomes visible together with the change, so it is read first and the rows after it. Rows
    may then be newer than the version that they are kept under, which costs one more reading; the
    other way round they would be taken for new, and stay.
    """
    row = connection.execute(query("catalogue_version")).fetchone()
    return 0 if row is None else int(row[0])


def raise_version(connection: psycopg.Connection) -> None:
    """Tell running services, once this is committed, that the catalogue has changed.

    Others who raise it wait until then: it comes after everything that may wait for one of them.
    """
    connection.execute(query("raise_catalogue_version"))


def read_programmes(connection: psycopg.Connection) -> list[Published]:
    """Return every programme that has an edition."""
    rows = connection.execute(query("programmes")).fetchall()
    found = [_programme(connection, *row) for row in rows]
    return [programme for programme in found if programme.editions]


def programme_numbers(connection: psycopg.Connection) -> list[int]:
    """Return the numbers of all programmes."""
    return [int(row[0]) for row in connection.execute(query("programme_numbers"))]


def programme_number(connection: psycopg.Connection, id: str) -> int | None:
    """Return the number of a programme, or None."""
    row = connection.execute(query("programme_named"), {"id": id}).fetchone()
    return None if row is None else int(row[0])


def lock_programme(connection: psycopg.Connection, id: str, *, time_zone: str) -> tuple[int, str]:
    """Return (number, time zone) of a programme, made where it is new, locked for publishing."""
    connection.execute(query("lock_publishing"))
    connection.execute(query("add_programme"), {"id": id, "time_zone": time_zone})
    row = connection.execute(query("programme_zone"), {"id": id}).fetchone()
    assert row is not None
    connection.execute(query("add_programme_accounts"), {"programme_id": row[0]})
    return int(row[0]), str(row[1])


def read_programme(connection: psycopg.Connection, programme_id: int, id: str) -> Published:
    """Return one programme; it may have no edition yet."""
    return _programme(connection, programme_id, id, "")


def add_edition(
    connection: psycopg.Connection, programme_id: int, new: NewEdition, *, now: int
) -> int:
    """Store an edition's text and its activities' texts, and return the edition's number.

    Refuses: psycopg.errors.UniqueViolation where the id or the first day is taken, CheckViolation
             where the database's own look at the publication says no (charter, C25 and C08).
    """
    given = new.publication._asdict() | {
        "programme_id": programme_id,
        "id": new.edition.id,
        "starts_on": date_of(new.edition.starts_on),
        "source": new.text,
        "usable_days": new.usable_days,
        "published_at": as_datetime(now),
    }
    row = connection.execute(query("add_edition"), given).fetchone()
    assert row is not None
    for id, source in new.activity_texts.items():
        named = {"programme_id": programme_id, "id": id}
        connection.execute(query("add_activity"), named)
        connection.execute(
            query("add_edition_activity"), named | {"edition_id": row[0], "source": source}
        )
    return int(row[0])


def add_slots(connection: psycopg.Connection, programme_id: int, slots: Mapping[Slot, int]) -> None:
    """Store the numbers of new slots. A ceiling's stands under its plain id (`_slots`)."""
    for slot, number in slots.items():
        row = slot._replace(stage_id=slot.stage_id.removeprefix(CEILING))
        connection.execute(
            query("add_slot"), {"programme_id": programme_id, "slot": number, **row._asdict()}
        )


def _programme(
    connection: psycopg.Connection, programme_id: int, id: str, time_zone: str
) -> Published:
    named = {"programme_id": programme_id}
    rows = connection.execute(query("editions"), named).fetchall()
    editions = [_edition(connection, *row) for row in rows]
    numbers = connection.execute(query("activity_numbers"), named).fetchall()
    activity_nos: dict[str, int] = dict(numbers)
    asks = connection.execute(query("kinds_asked_since"), named).fetchone()
    notices = [_naming(one, activity_nos) for one in editions]
    return Published(
        programme_id=programme_id,
        id=id,
        time_zone=time_zone,
        editions=editions,
        activity_nos=activity_nos,
        slots=_slots(
            connection.execute(query("slots"), named).fetchall(),
            [one.edition for one in editions],
        ),
        told=told_by(notices, asks_since=None if asks is None else as_instant(asks[0])),
        named=told_by(notices, asks_since=None),
    )


def _naming(published: PublishedEdition, activity_nos: Mapping[str, int]) -> Naming:
    starts_at = Calendar(published.edition.time_zone).start_of_day(published.edition.starts_on)
    kinds = frozenset(activity_nos[id] for id in published.activities)
    return Naming(starts_at, published.published_at, kinds)


def _slots(
    rows: Sequence[tuple[str, str, str, str, int]], editions: Sequence[Edition]
) -> dict[Slot, int]:
    """Return the numbers of slots. The editions say which are of ceilings: rows have plain ids.

    Publishing lets no id change between stage and ceiling. Of an id that did so before it was
    asked, both go on with the one total that the book has.
    """
    slots = {Slot(id, Period(period), fact, value): slot for id, period, fact, value, slot in rows}
    stage_ids = {stage.id for edition in editions for stage in edition.stages}
    for ceiling in (ceiling for edition in editions for ceiling in edition.ceilings):
        plain = Slot(ceiling.id, ceiling.period)
        if plain in slots:
            slots[ceiling_slot(ceiling)] = slots[plain]
            if ceiling.id not in stage_ids:
                del slots[plain]
    return slots


def _edition(connection: psycopg.Connection, edition_id: int, *row: Any) -> PublishedEdition:
    text, sha256, author, approver, approved_on, published_on, content_sha256, published_at = row
    texts = connection.execute(query("edition_activities"), {"edition_id": edition_id}).fetchall()
    edition, activities = _read(text, tuple(sorted(texts)))
    return PublishedEdition(
        edition_id=edition_id,
        edition=edition,
        activities=activities,
        text=text,
        activity_texts=dict(texts),
        sha256=sha256,
        publication=Publication(author, approver, approved_on, published_on, content_sha256),
        published_at=as_instant(published_at),
    )


@lru_cache(maxsize=_TEXTS_KEPT)
def _read(
    text: str, activity_texts: tuple[tuple[str, str], ...]
) -> tuple[Edition, Mapping[str, Activity]]:
    """Return what the texts say. They never change, and a page would read them each time."""
    activities = {id: parse_activity(source) for id, source in activity_texts}
    return parse_edition(text, activities), activities
