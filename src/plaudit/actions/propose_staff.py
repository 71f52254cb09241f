"""Proposing a change of the programme's own people: it waits until another person agrees.

One person who hires alone could be two: an author and an approver, with two passkeys. So one
proposes and is shown a code, another agrees and is shown a link, and only both make a passkey.
Source: charter, C25 and C06; docs/decisions/0036-keeping-the-staff.md.
"""

from __future__ import annotations

from collections.abc import Collection
from secrets import choice

import psycopg

from plaudit.actions.hire import (
    change_roles,
    free_name,
    leaves_enough,
    must_keep,
    of_another,
    said,
    write_down,
)
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.staff import HALF_LENGTH, HALF_LETTERS, Role, StaffPerson, must_fit
from plaudit.store import staff
from plaudit.store.staff import Workplace, hash_of_half
from plaudit.store.staff_by_two import NewProposal, What, add_proposal


def propose_hiring(
    connection: psycopg.Connection,
    name: str,
    roles: Collection[Role],
    *,
    by: StaffPerson,
    now: int,
) -> str:
    """Propose that somebody new works in the programme's office; the code, shown this once.

    Takes:   a connection in the doorkeeper's role.
    Units:   `now` in microseconds since the epoch.
    Refuses: NOT_A_PERSON, STAFF_NAME_TAKEN, STAFF_ROLES_DONT_FIT, STAFF_ROLE_MISSING.
    """
    must_fit(roles, at_partner=False)
    with connection.transaction():
        at = Workplace(by.programme_id)
        must_keep(connection, by, at)
        sound = free_name(connection, at, name)
        code = _new_code()
        new = NewProposal("hire", sound, frozenset(roles), code_hash=hash_of_half(code))
        _propose(connection, new, by, now=now)
        return code


def propose_roles(
    connection: psycopg.Connection,
    staff_id: int,
    roles: Collection[Role],
    *,
    by: StaffPerson,
    now: int,
) -> bool:
    """Give somebody these roles and no others; True where it is done, False where it waits.

    What only takes roles away is done at once; more roles wait for a second person.
    Refuses: as change_roles.
    """
    with connection.transaction():
        found = of_another(connection, staff_id, by)
        must_fit(roles, at_partner=found.partner_id is not None)
        if found.roles.issuperset(roles):
            change_roles(connection, staff_id, roles, by=by, now=now)
            return True
        if found.partner_id is not None:
            raise Refused(refusal(Code.STAFF_UNKNOWN))  # a partner's office keeps its own people
        new = NewProposal("roles", found.name, frozenset(roles), staff_id)
        _propose(connection, new, by, now=now)
        return False


def propose_invitation(
    connection: psycopg.Connection,
    staff_id: int,
    *,
    by: StaffPerson,
    now: int,
    instead: bool = False,
) -> str:
    """Propose a new link for somebody of the programme's office; the code, shown this once.

    Takes:   `instead`: a passkey was lost: those before, and their shifts, are gone at once.
    Refuses: STAFF_UNKNOWN, STAFF_IS_ONESELF, STAFF_ROLE_MISSING; STAFF_NONE_LEFT where nobody who
             is needed could sign in.
    """
    with connection.transaction():
        found = of_another(connection, staff_id, by)
        if found.partner_id is not None:
            raise Refused(refusal(Code.STAFF_UNKNOWN))
        if instead:
            leaves_enough(connection, found, (), now=now)
            staff.remove_keys(connection, staff_id, now=now)
        code = _new_code()
        what: What = "invite_instead" if instead else "invite"
        new = NewProposal(what, found.name, found.roles, staff_id, hash_of_half(code))
        _propose(connection, new, by, now=now)
        return code


def _propose(
    connection: psycopg.Connection, new: NewProposal, by: StaffPerson, *, now: int
) -> None:
    at, what = Workplace(by.programme_id), f"staff.propose_{new.what}"
    about = f"{new.name}: {said(new.roles)}"
    write_down(connection, at, what, by=by, about=about, now=now)
    add_proposal(connection, new, by, now=now)


def _new_code() -> str:
    return "".join(choice(HALF_LETTERS) for _ in range(HALF_LENGTH))
