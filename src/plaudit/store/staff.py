"""Staff in the book: who works where, by which passkey, and for how long this time.

All of it takes a connection in the doorkeeper's role, which has no right on what members have;
`staff_of` and `person` may be asked in the service's too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import psycopg

from plaudit.core.period import DAY_SECONDS, SECOND, date_of
from plaudit.core.staff import AGAIN_SECONDS, IDLE, INVITED_SECONDS, SHIFT, Role, StaffPerson
from plaudit.sql.loader import query
from plaudit.store.erasures import write_down_removed
from plaudit.store.instants import as_datetime, as_instant


class Key(NamedTuple):
    """A passkey of somebody's, and the day on which it was added."""

    mark: bytes
    added_on: date


class Workplace(NamedTuple):
    """Where somebody works: at a programme, or at one of its partners."""

    programme_id: int
    partner_id: int | None = None


class Half(NamedTuple):
    """The half of an invitation that is a code: who was shown it, and what is kept of it.

    `proposal_id`: what was agreed to, which is gone by then.
    """

    of: int
    code_hash: bytes
    proposal_id: int | None = None


class Open(NamedTuple):
    """A link that nobody used yet: whose, and when it was made."""

    staff_id: int
    made_at: int
    half: Half | None


def lock_staff(connection: psycopg.Connection, programme_id: int) -> None:
    """Keep a programme's staff from other changes until the transaction ends."""
    connection.execute(query("lock_staff"), {"programme_id": programme_id})


def staff_of(connection: psycopg.Connection, programme_id: int) -> list[StaffPerson]:
    """Return everybody who works or worked for a programme and its partners."""
    asked = {"programme_id": programme_id, "staff_id": None}
    return [_person(row) for row in connection.execute(query("staff_of_programme"), asked)]


def person(connection: psycopg.Connection, staff_id: int) -> StaffPerson | None:
    """Return somebody of the staff, who left too."""
    asked = {"programme_id": None, "staff_id": staff_id}
    row = connection.execute(query("staff_of_programme"), asked).fetchone()
    return None if row is None else _person(row)


def add_staff(
    connection: psycopg.Connection,
    at: Workplace,
    name: str,
    *,
    roles: Iterable[Role],
    now: int,
) -> int:
    """Add somebody, and return the number."""
    given = at._asdict() | {"name": name, "roles": sorted(roles), "now": as_datetime(now)}
    row = connection.execute(query("add_staff"), given).fetchone()
    assert row is not None
    return int(row[0])


def set_roles(connection: psycopg.Connection, staff_id: int, roles: Iterable[Role]) -> bool:
    """Give somebody these roles and no others; False where the person has left."""
    given = {"staff_id": staff_id, "roles": sorted(roles)}
    return connection.execute(query("set_staff_roles"), given).rowcount == 1


def end(connection: psycopg.Connection, staff_id: int, *, now: int) -> bool:
    """Let somebody leave, at once, without passkeys and shifts; False where the person had left."""
    remove_keys(connection, staff_id, now=now)
    given = {"staff_id": staff_id, "now": as_datetime(now)}
    return connection.execute(query("end_staff"), given).rowcount == 1


def keys_of(connection: psycopg.Connection, staff_id: int) -> list[Key]:
    """Return somebody's passkeys."""
    return [Key(*row) for row in connection.execute(query("staff_keys"), {"staff_id": staff_id})]


def who_can_enter(connection: psycopg.Connection, programme_id: int, *, now: int) -> set[int]:
    """Return the numbers of who can sign in with a passkey that stays."""
    asked = {"programme_id": programme_id, "now": as_datetime(now)}
    return {int(row[0]) for row in connection.execute(query("staff_who_can_enter"), asked)}


def key_of(connection: psycopg.Connection, mark: bytes) -> tuple[int, bytes] | None:
    """Return whose a passkey is, and its public half."""
    row = connection.execute(query("staff_key"), {"mark": mark}).fetchone()
    return None if row is None else (int(row[0]), bytes(row[1]))


def add_key(
    connection: psycopg.Connection, staff_id: int, mark: bytes, public_key: bytes, *, now: int
) -> bool:
    """Add a passkey; False where it is somebody's already."""
    given = {
        "staff_id": staff_id,
        "mark": mark,
        "public_key": public_key,
        "added_on": date_of(now // (DAY_SECONDS * SECOND)),
    }
    return connection.execute(query("add_staff_key"), given).rowcount == 1


def remove_keys(connection: psycopg.Connection, staff_id: int, *, now: int) -> None:
    """Remove all passkeys and shifts of somebody's, and a link that makes one.

    A backup doesn't bring the passkeys back. Refuses: OSError where the journal can't say so.
    """
    removed = connection.execute(query("remove_staff_keys"), {"staff_id": staff_id})
    write_down_removed([mark for (mark,) in removed], at=now)


def invite(
    connection: psycopg.Connection,
    staff_id: int,
    token: str,
    *,
    made_by: int | None = None,
    half: Half | None = None,
    now: int,
) -> None:
    """Let a link add one passkey of somebody's; the link before is worth nothing any more.

    Takes: `made_by`: who is shown the link, None for a command; `half`: what it needs beside it.
    """
    given = {
        "token_hash": _hash(token),
        "staff_id": staff_id,
        "ends_at": as_datetime(now + INVITED_SECONDS * SECOND),
        "made_by": made_by,
        "half_of": None if half is None else half.of,
        "code_hash": None if half is None else half.code_hash,
        "proposal_id": None if half is None else half.proposal_id,
    }
    connection.execute(query("add_staff_invitation"), given)


def just_made(connection: psycopg.Connection, made_by: int, *, now: int) -> list[Open]:
    """Return the links that somebody was shown within the last minutes, the newest first."""
    lasts = INVITED_SECONDS * SECOND
    asked = {"made_by": made_by, "after": as_datetime(now - AGAIN_SECONDS * SECOND + lasts)}
    return [
        Open(staff_id, as_instant(ends_at) - lasts, None if half[0] is None else Half(*half))
        for staff_id, ends_at, *half in connection.execute(query("invitations_made_by"), asked)
    ]


def invited(
    connection: psycopg.Connection, token: str, *, now: int
) -> tuple[int, str | None] | None:
    """Return who is invited by a link, and who has its other half if it needs one; or None."""
    asked = {"token_hash": _hash(token), "now": as_datetime(now)}
    row = connection.execute(query("staff_invited"), asked).fetchone()
    return None if row is None else (int(row[0]), row[1])


def use_invitation(
    connection: psycopg.Connection, token: str, code: str, *, now: int
) -> int | None:
    """Use a link up, and return who was invited by it; None where it is worth nothing.

    Takes: `code`: the other half, "" where there is none.
    """
    asked = {"token_hash": _hash(token), "code_hash": hash_of_half(code), "now": as_datetime(now)}
    row = connection.execute(query("use_staff_invitation"), asked).fetchone()
    return None if row is None else int(row[0])


def begin_shift(connection: psycopg.Connection, staff_id: int, token: str, *, now: int) -> None:
    """Begin a shift that the browser with this token goes on with."""
    given = {
        "mark": _hash(token),
        "staff_id": staff_id,
        "ends_at": as_datetime(now + IDLE),
        "over_at": as_datetime(now + SHIFT),
    }
    connection.execute(query("add_staff_session"), given)


def on_shift(
    connection: psycopg.Connection, token: str, *, now: int, keeps_awake: bool = True
) -> StaffPerson | None:
    """Return whose shift a token goes on with, and let it go on; None where it is over.

    The end is moved on at most once in a quarter of the idle time: not each page writes. Where
    nobody need be there (`keeps_awake` is False), it isn't.
    """
    asked = {"mark": _hash(token), "now": as_datetime(now)}
    row = connection.execute(query("staff_of_session"), asked).fetchone()
    if row is None:
        return None
    *who, ends_at = row
    if keeps_awake and as_instant(ends_at) < now + IDLE * 3 // 4:
        moved = {"mark": asked["mark"], "ends_at": as_datetime(now + IDLE)}
        connection.execute(query("go_on_with_staff_session"), moved)
    return _person(who)


def end_shift(connection: psycopg.Connection, token: str) -> None:
    """End a shift."""
    connection.execute(query("end_staff_session"), {"mark": _hash(token)})


def clear_shifts(connection: psycopg.Connection, *, now: int) -> int:
    """Delete shifts, invitations and proposals that are over, and return how many."""
    row = connection.execute(query("clear_staff_sessions"), {"now": as_datetime(now)}).fetchone()
    assert row is not None
    return int(row[0])


def _person(row: Any) -> StaffPerson:
    *first, roles, has_left = row
    return StaffPerson._make([*first, frozenset(map(Role, roles)), has_left])


def hash_of_half(code: str) -> bytes:
    """Return what is kept of the code of an invitation."""
    return _hash(code)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
