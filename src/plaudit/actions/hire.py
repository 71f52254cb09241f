"""Staff: hiring somebody, changing what the person may do, inviting anew, and letting go.

Who does it is somebody of the staff, or a name given with a command; either is written down.
"""

from __future__ import annotations

from collections.abc import Collection
from secrets import token_urlsafe

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.staff import Role, StaffPerson, must_fit, read_name
from plaudit.store import staff
from plaudit.store.staff_acts import add_act, add_command

By = StaffPerson | str
"""Somebody of the staff, or the name of who gave the command."""
_TOKEN_BYTES = 24


def hire(
    connection: psycopg.Connection,
    at: staff.Workplace,
    name: str,
    *,
    roles: Collection[Role],
    by: By,
    now: int,
) -> tuple[int, str]:
    """Let somebody work for a programme or a partner; the number, and the token of an invitation.

    Takes:   a connection in the doorkeeper's role.
    Units:   `now` in microseconds since the epoch.
    Refuses: NOT_A_PERSON, STAFF_NAME_TAKEN, STAFF_ROLES_DONT_FIT.
    """
    must_fit(roles, at_partner=at.partner_id is not None)
    with connection.transaction():
        beside = [
            one.name
            for one in staff.lock_staff(connection, at.programme_id)
            if one.partner_id == at.partner_id and not one.has_left
        ]
        sound = read_name(name, others=beside)
        about = f"{sound}: {said(roles)}"
        _write_down(connection, at.programme_id, "staff.hire", by=by, about=about, now=now)
        staff_id = staff.add_staff(connection, at, sound, roles=roles, now=now)
        token = token_urlsafe(_TOKEN_BYTES)
        staff.invite(connection, staff_id, token, now=now)
        return staff_id, token


def change_roles(
    connection: psycopg.Connection, staff_id: int, roles: Collection[Role], *, by: By, now: int
) -> None:
    """Give somebody these roles and no others. It holds from the next page on.

    Refuses: STAFF_UNKNOWN, STAFF_ROLES_DONT_FIT.
    """
    with connection.transaction():
        found = working(connection, staff_id)
        must_fit(roles, at_partner=found.partner_id is not None)
        about = f"{found.name}: {said(roles)}"
        _write_down(connection, found.programme_id, "staff.roles", by=by, about=about, now=now)
        staff.set_roles(connection, staff_id, roles)


def invite_anew(
    connection: psycopg.Connection, staff_id: int, *, by: By, now: int, instead: bool = False
) -> str:
    """Return the token of a new invitation, for one more passkey; the one before is void.

    Takes:   `instead`: passkeys and shifts that the person has are gone at once: one was lost.
    Refuses: STAFF_UNKNOWN.
    """
    with connection.transaction():
        found = working(connection, staff_id)
        what = "staff.invite_instead" if instead else "staff.invite"
        _write_down(connection, found.programme_id, what, by=by, about=found.name, now=now)
        if instead:
            staff.remove_keys(connection, staff_id)
        token = token_urlsafe(_TOKEN_BYTES)
        staff.invite(connection, staff_id, token, now=now)
        return token


def let_go(connection: psycopg.Connection, staff_id: int, *, by: By, now: int) -> None:
    """End somebody's work: roles, passkeys and shifts are gone at once.

    Refuses: STAFF_UNKNOWN.
    """
    with connection.transaction():
        found = working(connection, staff_id)
        about = found.name
        _write_down(connection, found.programme_id, "staff.let_go", by=by, about=about, now=now)
        staff.end(connection, staff_id, now=now)


def working(connection: psycopg.Connection, staff_id: int) -> StaffPerson:
    """Return somebody who works here, with the programme's staff kept from other changes.

    Refuses: STAFF_UNKNOWN.
    """
    found = staff.person(connection, staff_id)
    if found is not None:
        staff.lock_staff(connection, found.programme_id)
        found = staff.person(connection, staff_id)
    if found is None or found.has_left:
        raise Refused(refusal(Code.STAFF_UNKNOWN))
    return found


def _write_down(
    connection: psycopg.Connection, programme_id: int, what: str, *, by: By, about: str, now: int
) -> None:
    if isinstance(by, str):
        add_command(connection, programme_id, what, who=by, about=about, now=now)
    else:
        add_act(connection, by, what, about=about, now=now)


def said(roles: Collection[Role]) -> str:
    """Return roles as they are written down."""
    return ", ".join(sorted(roles))
