"""Somebody of the staff, for tests: hired, and on a shift."""

from __future__ import annotations

from collections.abc import Collection
from secrets import token_urlsafe

import psycopg

from plaudit.actions import hire as hiring
from plaudit.core.staff import Role, StaffPerson
from plaudit.pages.staff.cookie import COOKIE
from plaudit.store import staff
from plaudit.store.ways_in import as_doorkeeper

HIRED = 1_700_000_000_000_000


def hire(
    connection: psycopg.Connection, at: staff.Workplace, name: str, roles: Collection[Role]
) -> StaffPerson:
    """Let somebody work at a programme or a partner. Takes a connection of the service's."""
    with connection.transaction(), as_doorkeeper(connection):
        staff_id, _ = hiring.hire(connection, at, name, roles=roles, by="Ms Test", now=HIRED)
    found = staff.person(connection, staff_id)
    assert found is not None
    return found


def shift_of(connection: psycopg.Connection, person: StaffPerson, *, now: int) -> str:
    """Begin a shift, and return its token: what the cookie of the staff's pages holds."""
    token = token_urlsafe()
    with connection.transaction(), as_doorkeeper(connection):
        staff.begin_shift(connection, person.staff_id, token, now=now)
    return token


def cookie_of(connection: psycopg.Connection, person: StaffPerson, *, now: int) -> tuple[str, str]:
    """Begin a shift, and return the cookie by which a browser goes on with it: name and value."""
    return COOKIE, shift_of(connection, person, now=now)
