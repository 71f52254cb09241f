"""Agreeing to what another person proposed about the programme's own people, or removing it."""

from __future__ import annotations

import psycopg

from plaudit.actions.hire import (
    free_name,
    give_roles,
    leaves_enough,
    link_anew,
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
from plaudit.store.staff_by_two import (
    Givers,
    StaffProposal,
    end_proposal,
    proposals_of,
    was_agreed,
)


def agree_staff(
    connection: psycopg.Connection, proposal_id: int, *, by: StaffPerson, now: int
) -> str:
    """Do what another person proposed; the token of a link, shown this once, "" without one.

    Takes:   a connection in the doorkeeper's role.
    Units:   `now` in microseconds since the epoch.
    Refuses: PROPOSAL_UNKNOWN, SECOND_IS_THE_SAME, STAFF_IS_ONESELF, STAFF_ROLE_MISSING,
             STAFF_UNKNOWN, STAFF_NAME_TAKEN, STAFF_NONE_LEFT.
    Pressed twice, it is one agreement: the second link is in place of the first, and roles were
    given already.
    """
    with connection.transaction():
        _must_agree(connection, by)
        for made in staff.just_made(connection, by.staff_id, now=now):
            if made.half is not None and made.half.proposal_id == proposal_id:
                return link_anew(connection, made, by=by, now=now)
        if was_agreed(connection, proposal_id, by):
            return ""
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
        token, half = new_token(), Half(waiting.first_id, waiting.code_hash, proposal_id)
        staff.invite(connection, staff_id, token, made_by=by.staff_id, half=half, now=now)
        return token


def remove_proposal(
    connection: psycopg.Connection, proposal_id: int, *, by: StaffPerson, now: int
) -> None:
    """Remove what waits: its own person doesn't want it any more, or another one doesn't agree.

    Refuses: PROPOSAL_UNKNOWN, STAFF_ROLE_MISSING.
    """
    with connection.transaction():
        _must_agree(connection, by)
        waiting = _waiting(connection, proposal_id, by, now=now)
        about = f"{waiting.name}: {said(waiting.roles)}"
        write_down(
            connection, Workplace(by.programme_id), "staff.remove", by=by, about=about, now=now
        )
        end_proposal(connection, proposal_id)


def _must_agree(connection: psycopg.Connection, by: StaffPerson) -> None:
    """Return where a person can agree, still, with the staff kept from other changes.

    Refuses: STAFF_ROLE_MISSING.
    """
    staff.lock_staff(connection, by.programme_id)
    acting = staff.person(connection, by.staff_id)
    if acting is None or SECONDS.isdisjoint(acting.roles):
        raise Refused(refusal(Code.STAFF_ROLE_MISSING))


def _waiting(
    connection: psycopg.Connection, proposal_id: int, by: StaffPerson, *, now: int
) -> StaffProposal:
    """Return what waits in a person's programme.

    Refuses: PROPOSAL_UNKNOWN, also where who proposed it doesn't keep the staff any more.
    """
    for one in proposals_of(connection, by.programme_id, now=now):
        first = staff.person(connection, one.first_id)
        if one.proposal_id == proposal_id and first is not None and Role.KEEPER in first.roles:
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
        leaves_enough(connection, found, waiting.roles, now=now)
        give_roles(connection, found, waiting.roles, by=givers, now=now)
    elif waiting.what == "invite_instead":
        # And what was made since it was proposed.
        staff.remove_keys(connection, found.staff_id, now=now)
    return found.staff_id
