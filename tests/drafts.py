"""Drafts for tests: Riverside's next edition, who writes it, and who approves it."""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg

from plaudit.actions.catalogue_folder import CATALOGUE
from plaudit.actions.examine import Beside, examine_text, open_catalogue
from plaudit.core.approving import without_tables
from plaudit.core.catalogue.amending import Kind, amended, values_of
from plaudit.core.catalogue.scanner import Path as Way
from plaudit.core.catalogue.source import Source, read_source
from plaudit.core.charter.approval import rehearsed_hash
from plaudit.core.charter.check import Report
from plaudit.core.difference.compare import difference
from plaudit.core.difference.said import said_by
from plaudit.core.difference.telling import in_sentences
from plaudit.core.staff import Role, StaffPerson
from plaudit.pages.voices import voice_of
from plaudit.store.catalogue import read_programme
from plaudit.store.staff import Workplace
from tests.rehearsals import written
from tests.riverside import EDITIONS, Riverside, instant
from tests.staff import hire

AUTHOR, APPROVER = "Malee Srisai", "Anan Wongsa"
NOW = instant("2026-11-20T12:00:00+07:00")
PUBLISHED_ON, STARTS_ON = "2026-12-01", "2027-01-01"
ON_THE_DAY = instant("2026-12-01T09:00:00+07:00")
NEXT = {
    ("edition", "id"): "2027-01",
    ("edition", "starts_on"): STARTS_ON,
    ("people", "published_on"): PUBLISHED_ON,
    ("rule", 0, "at_most"): "20",
}


def next_text(**changed: str) -> str:
    """Return Riverside's next edition without an approval. `changed`: its first rule's keys."""
    source = read_source("", without_tables(EDITIONS[1].read_text("utf-8")).encode())
    more = {("rule", 0, key): value for key, value in changed.items()}
    return amended(source, NEXT | more)


def with_value(text: str, path: tuple[str | int, ...], value: str) -> str:
    """Return a text with one value changed."""
    return amended(read_source("", text.encode()), {path: value})


FILLED = {
    "email": "thanks@lakeside.example",
    "phone": "+66 2 000 0000",
    "kind": "cafe",
    "author": AUTHOR,
    "approver": APPROVER,
    "decided_by": "Pim Chaiyo, points office",
}
"""What is written in an empty place that takes no sentence, by its key."""


def empty_places(text: str) -> list[Way]:
    """Return where an edition's text is left empty."""
    values = values_of(read_source("", text.encode()))
    return [one.path for one in values if one.kind is Kind.TEXT and not one.shown]


def filled(text: str) -> str:
    """Return a text with something in each empty place."""
    given = {path: FILLED.get(str(path[-1]), "By hand.") for path in empty_places(text)}
    return amended(read_source("", text.encode()), given)


def examined(text: str, *, today: date, programme: str = "riverside") -> Report:
    """Return what the check says of a programme's first edition."""
    alone = Beside(open_catalogue(CATALOGUE), programme)
    return examine_text(text, alone, name="draft", today=today)


def two_people(riverside: Riverside) -> tuple[StaffPerson, StaffPerson]:
    """Hire somebody who writes, and somebody who approves; the first one has both roles."""
    return two_at(riverside.connection, riverside.programme_id)


def two_at(connection: psycopg.Connection, programme_id: int) -> tuple[StaffPerson, StaffPerson]:
    """Hire the same two at a programme."""
    at = Workplace(programme_id)
    author = hire(connection, at, AUTHOR, {Role.AUTHOR, Role.APPROVER})
    return author, hire(connection, at, APPROVER, {Role.APPROVER})


def rehearsed(connection: psycopg.Connection, programme_id: int, text: str, **said: Any) -> bytes:
    """Return the report of a draft's rehearsal against Riverside's newest edition."""
    known = beside(connection, programme_id)
    current = read_programme(connection, programme_id, "riverside").editions[-1]
    hashes, sides = [], []
    for one in (current.text, text):
        view = examine_text(one, known, name="x").view
        assert view is not None
        hashes.append(rehearsed_hash(view))
        sides.append(said_by(one, known.activity_texts))
    told = in_sentences(difference(*sides), voice_of("en"))
    against = {"edition": current.edition.id, "edition_sha256": hashes[0]}
    return written(hashes[1], **{"against": against, "difference": told} | said)


def beside(connection: psycopg.Connection, programme_id: int) -> Beside:
    """Return what Riverside's drafts are examined in."""
    editions = read_programme(connection, programme_id, "riverside").editions
    others: list[Source] = [read_source(one.edition.id, one.text.encode()) for one in editions]
    return Beside(open_catalogue(CATALOGUE), "riverside", others)
