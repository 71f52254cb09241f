"""The programme's own people, kept by two persons: who gave which roles, and what waits.

All of it takes a connection in the doorkeeper's role; `given_in` may be asked in the service's too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import psycopg

from plaudit.core.period import SECOND
from plaudit.core.staff import PROPOSED_SECONDS, Role, StaffPerson
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime

What = Literal["hire", "roles", "invite", "invite_instead"]


class StaffProposal(NamedTuple):
    """What one person proposed about somebody; `staff_id` is None for somebody new."""

    proposal_id: int
    staff_id: int | None
    what: What
    name: str
    roles: frozenset[Role]
    code_hash: bytes | None
    first_id: int
    first_name: str


class NewProposal(NamedTuple):
    """What is to be proposed about somebody; `code_hash`: of the half that is a code."""

    what: What
    name: str
    roles: frozenset[Role]
    staff_id: int | None = None
    code_hash: bytes | None = None


class Givers(NamedTuple):
    """Who gives roles: two persons, one who only takes away, or the name behind a command."""

    first: StaffPerson | StaffProposal | str
    second: StaffPerson | None = None


class Given(NamedTuple):
    """Who gave roles: the names. `second`: None where one person could, or a command did it."""

    first: str
    second: str | None
    by_command: bool


def add_given(
    connection: psycopg.Connection, staff_id: int, roles: Iterable[Role], by: Givers, *, now: int
) -> None:
    """Write down who gave somebody these roles; without it the book doesn't take them."""
    first_id, first_name = _first(by.first)
    given = {
        "staff_id": staff_id,
        "roles": sorted(roles),
        "first_id": first_id,
        "first_name": first_name,
        "second_id": None if by.second is None else by.second.staff_id,
        "second_name": None if by.second is None else by.second.name,
        "proposal_id": _without_a_link(by.first),
        "now": as_datetime(now),
    }
    connection.execute(query("add_staff_given"), given)


def was_agreed(connection: psycopg.Connection, proposal_id: int, by: StaffPerson) -> bool:
    """Return whether this person agreed to a proposal of roles, which made no link."""
    asked = {"proposal_id": proposal_id, "second_id": by.staff_id}
    return connection.execute(query("staff_was_agreed"), asked).fetchone() is not None


def given_in(connection: psycopg.Connection, programme_id: int) -> dict[int, Given]:
    """Return who gave the roles that each of a programme's own people has, by number."""
    rows = connection.execute(query("staff_given_last"), {"programme_id": programme_id})
    return {staff_id: Given(*who) for staff_id, *who in rows}


def add_proposal(
    connection: psycopg.Connection, new: NewProposal, by: StaffPerson, *, now: int
) -> int:
    """Let something wait for a second person, and return its number; the one before is gone."""
    given = new._asdict() | {
        "programme_id": by.programme_id,
        "roles": sorted(new.roles),
        "first_id": by.staff_id,
        "first_name": by.name,
        "ends_at": as_datetime(now + PROPOSED_SECONDS * SECOND),
    }
    row = connection.execute(query("add_staff_proposal"), given).fetchone()
    assert row is not None
    return int(row[0])


def proposals_of(
    connection: psycopg.Connection, programme_id: int, *, now: int
) -> list[StaffProposal]:
    """Return what waits for a second person in a programme, the oldest first."""
    asked = {"programme_id": programme_id, "now": as_datetime(now)}
    rows = connection.execute(query("staff_proposals"), asked)
    return [
        StaffProposal(id, about, what, name, frozenset(map(Role, roles)), code, *first)
        for id, about, what, name, roles, code, *first in rows
    ]


def end_proposal(connection: psycopg.Connection, proposal_id: int) -> bool:
    """Remove what waits; False where it was removed before."""
    done = connection.execute(query("end_staff_proposal"), {"proposal_id": proposal_id})
    return done.rowcount == 1


def _without_a_link(by: StaffPerson | StaffProposal | str) -> int | None:
    """Return the number of a proposal that makes no link; one that does is known by its link."""
    return by.proposal_id if isinstance(by, StaffProposal) and by.code_hash is None else None


def _first(by: StaffPerson | StaffProposal | str) -> tuple[int | None, str]:
    if isinstance(by, str):
        return None, by
    return (by.staff_id, by.name) if isinstance(by, StaffPerson) else (by.first_id, by.first_name)
