"""Drafts for tests: Riverside's next edition, who writes it, and who approves it."""

from __future__ import annotations

import psycopg

from plaudit.actions.catalogue_folder import CATALOGUE
from plaudit.actions.examine import Beside, open_catalogue
from plaudit.core.approving import without_tables
from plaudit.core.catalogue.amending import amended
from plaudit.core.catalogue.source import Source, read_source
from plaudit.core.staff import Role, StaffPerson
from plaudit.store.catalogue import read_programme
from plaudit.store.staff import Workplace
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


def two_people(riverside: Riverside) -> tuple[StaffPerson, StaffPerson]:
    """Hire somebody who writes, and somebody who approves; the first one has both roles."""
    at = Workplace(riverside.programme_id)
    author = hire(riverside.connection, at, AUTHOR, {Role.AUTHOR, Role.APPROVER})
    return author, hire(riverside.connection, at, APPROVER, {Role.APPROVER})


def beside(connection: psycopg.Connection, programme_id: int) -> Beside:
    """Return what Riverside's drafts are examined in."""
    editions = read_programme(connection, programme_id, "riverside").editions
    others: list[Source] = [read_source(one.edition.id, one.text.encode()) for one in editions]
    return Beside(open_catalogue(CATALOGUE), "riverside", others)
