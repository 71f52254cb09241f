"""Agreeing to what another person proposed about the programme's own people, or removing it."""

from __future__ import annotations

import psycopg

from plaudit.actions.hire import (
    free_name,
    give_roles,
    leaves_enough,
    new_token,
    said,
    take_on,
    working,
    write_down,
)
from plaudit.core.charter.people import same_person
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.staff import SECONDS, Role, StaffPerson
from plaudit.store import staff
from plaudit.store.staff import Half, Workplace
from plaudit.store.staff_by_two import Givers, StaffProposal, end_proposal, proposals_of


def agree_staff(
    connection: psycopg.Connection, proposal_id: int, *, by: StaffPerson, now: int
) -> str:
    """Do what another person proposed; the token of a link, shown this once, "" without one.

    Takes:   a connection in the doorkeeper's role.
    Units:   `now` in microseconds since the epoch.
    Refuses: PROPOSAL_UNKNOWN, SECOND_IS_THE_SAME, STAFF_IS_ONESELF, STAFF_ROLE_MISSING,
             STAFF_UNKNOWN, STAFF_NAME_TAKEN, STAFF_NONE_LEFT.
    """
    with connection.transaction():
        waiting = _waiting(connection, proposal_id, by, now=now)
        if waiting.first_id == by.staff_id or same_person(waiting.first_name, by.name):
            raise Refused(refusal(Code.SECOND_IS_THE_SAME, name=by.name))
        if waiting.staff_id == by.staff_id:
            raise Refused(refusal(Code.STAFF_IS_ONESELF))
        about = f"{waiting.name}: {said(waiting.roles)}"
        what = f"staff.agree_{waiting.what}"
        write_down(connection, Workplace(by.programme_id), what, by=by, about=about, now=now)
        staff_id = _do(connection, waiting, by, now=now)
        end_proposal(connection, proposal_id)
        if waiting.code_hash is None:
            return ""
        token, half = new_token(), Half(waiting.first_id, waiting.code_hash)
        staff.invite(connection, staff_id, token, made_by=by.staff_id, half=half, now=now)
        return token


def remove_proposal(
    connection: psycopg.Connection, proposal_id: int, *, by: StaffPerson, now: int
) -> None:
    """Remove what waits: its own person doesn't want it any more, or another one doesn't agree.

    Refuses: PROPOSAL_UNKNOWN, STAFF_ROLE_MISSING.
    """
    with connection.transaction():
        waiting = _waiting(connection, proposal_id, by, now=now)
        about = f"{waiting.name}: {said(waiting.roles)}"
        write_down(
            connection, Workplace(by.programme_id), "staff.remove", by=by, about=about, now=now
        )
        end_proposal(connection, proposal_id)


def _waiting(
    connection: psycopg.Connection, proposal_id: int, by: StaffPerson, *, now: int
) -> StaffProposal:
    """Return what waits in a person's programme, with its staff kept from other changes.

    Refuses: PROPOSAL_UNKNOWN, also where who proposed it doesn't keep the staff any more;
             STAFF_ROLE_MISSING where the person can't agree any more.
    """
    everybody = {one.staff_id: one for one in staff.lock_staff(connection, by.programme_id)}
    if SECONDS.isdisjoint(everybody[by.staff_id].roles):
        raise Refused(refusal(Code.STAFF_ROLE_MISSING))
    for one in proposals_of(connection, by.programme_id, now=now):
        if one.proposal_id == proposal_id and Role.KEEPER in everybody[one.first_id].roles:
            return one
    raise Refused(refusal(Code.PROPOSAL_UNKNOWN))


def _do(
    connection: psycopg.Connection, waiting: StaffProposal, by: StaffPerson, *, now: int
) -> int:
    """Do what waited, and return whose number it is about."""
    givers = Givers(waiting, by)
    if waiting.staff_id is None:
        at = Workplace(by.programme_id)
        sound = free_name(connection, at, waiting.name)
        return take_on(connection, at, sound, roles=waiting.roles, by=givers, now=now)
    found = working(connection, waiting.staff_id)
    if waiting.what == "roles":
        leaves_enough(connection, found, waiting.roles)
        give_roles(connection, found, waiting.roles, by=givers, now=now)
    return found.staff_id
