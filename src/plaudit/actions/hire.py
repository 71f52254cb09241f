"""Staff: hiring somebody, changing what the person may do, inviting anew, and letting go.

Who does it is somebody of the staff, or a name given with a command; either is written down. What
one person may not do alone about the programme's own people is in propose_staff and agree_staff.
"""

from __future__ import annotations

from collections.abc import Collection
from secrets import token_urlsafe

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.staff import Role, StaffPerson, must_fit, must_leave_enough, read_name
from plaudit.store import staff
from plaudit.store.staff_acts import add_act, add_command
from plaudit.store.staff_by_two import Givers, add_given

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
    Refuses: NOT_A_PERSON, STAFF_NAME_TAKEN, STAFF_ROLES_DONT_FIT; of who isn't a command
             STAFF_TAKES_TWO for the programme's own people, STAFF_ROLE_MISSING.
    Pressed twice, a form hires one person: the second link is in place of the first.
    """
    must_fit(roles, at_partner=at.partner_id is not None)
    with connection.transaction():
        must_keep(connection, by, at)
        if not isinstance(by, str):
            if at.partner_id is None:
                raise Refused(refusal(Code.STAFF_TAKES_TWO))
            before = _hired_just_now(connection, at, name, roles=roles, by=by, now=now)
            if before is not None:
                return before.staff_id, link_anew(connection, before, by=by, now=now)
        sound = free_name(connection, at, name)
        about = f"{sound}: {said(roles)}"
        write_down(connection, at, "staff.hire", by=by, about=about, now=now)
        staff_id = take_on(connection, at, sound, roles=roles, by=Givers(by), now=now)
        return staff_id, _invite(connection, staff_id, by=by, now=now)


def change_roles(
    connection: psycopg.Connection, staff_id: int, roles: Collection[Role], *, by: By, now: int
) -> None:
    """Give somebody these roles and no others. It holds from the next page on.

    Refuses: STAFF_UNKNOWN, STAFF_ROLES_DONT_FIT; of who isn't a command STAFF_IS_ONESELF; of the
             programme's office STAFF_TAKES_TWO for more roles, and STAFF_NONE_LEFT.
    """
    with connection.transaction():
        found = of_another(connection, staff_id, by)
        must_fit(roles, at_partner=found.partner_id is not None)
        if not isinstance(by, str) and by.partner_id is None:
            if not found.roles.issuperset(roles):
                raise Refused(refusal(Code.STAFF_TAKES_TWO))
            leaves_enough(connection, found, roles, now=now)
        about = f"{found.name}: {said(roles)}"
        write_down(connection, place_of(found), "staff.roles", by=by, about=about, now=now)
        give_roles(connection, found, roles, by=Givers(by), now=now)


def invite_anew(
    connection: psycopg.Connection, staff_id: int, *, by: By, now: int, instead: bool = False
) -> str:
    """Return the token of a new invitation, for one more passkey; the one before is void.

    Takes:   `instead`: passkeys and shifts that the person has are gone at once: one was lost.
    Refuses: STAFF_UNKNOWN; of who isn't a command STAFF_TAKES_TWO for the programme's own people.
    """
    with connection.transaction():
        found = working(connection, staff_id)
        must_keep(connection, by, place_of(found))
        if found.partner_id is None and not isinstance(by, str):
            raise Refused(refusal(Code.STAFF_TAKES_TWO))
        what = "staff.invite_instead" if instead else "staff.invite"
        write_down(connection, place_of(found), what, by=by, about=found.name, now=now)
        if instead:
            staff.remove_keys(connection, staff_id, now=now)
        return _invite(connection, staff_id, by=by, now=now)


def let_go(connection: psycopg.Connection, staff_id: int, *, by: By, now: int) -> None:
    """End somebody's work: roles, passkeys and shifts are gone at once.

    Refuses: STAFF_UNKNOWN; of who isn't a command STAFF_IS_ONESELF, STAFF_NONE_LEFT.
    """
    with connection.transaction():
        found = of_another(connection, staff_id, by)
        if not isinstance(by, str):
            leaves_enough(connection, found, (), now=now)
        about = found.name
        write_down(connection, place_of(found), "staff.let_go", by=by, about=about, now=now)
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


def of_another(connection: psycopg.Connection, staff_id: int, by: By) -> StaffPerson:
    """Return somebody who works here, whom another person may change.

    Refuses: STAFF_UNKNOWN, STAFF_IS_ONESELF, and as must_keep.
    """
    found = working(connection, staff_id)
    if not isinstance(by, str) and by.staff_id == staff_id:
        raise Refused(refusal(Code.STAFF_IS_ONESELF))
    must_keep(connection, by, place_of(found))
    return found


def must_keep(connection: psycopg.Connection, by: By, at: staff.Workplace) -> None:
    """Return where somebody keeps the staff of a programme's office or a partner's, still.

    A command may; who keeps the programme's staff may at its partners too. The programme's staff is
    kept from other changes, so that nobody acts who is let go at the same moment.
    Refuses: STAFF_UNKNOWN for another programme's or partner's, STAFF_ROLE_MISSING.
    """
    staff.lock_staff(connection, at.programme_id)
    if isinstance(by, str):
        return
    acting = staff.person(connection, by.staff_id)
    assert acting is not None, by
    if acting.programme_id != at.programme_id or acting.partner_id not in (None, at.partner_id):
        raise Refused(refusal(Code.STAFF_UNKNOWN))
    needs = Role.KEEPER if acting.partner_id is None else Role.PARTNER_ADMIN
    if needs not in acting.roles:
        raise Refused(refusal(Code.STAFF_ROLE_MISSING))


def free_name(connection: psycopg.Connection, at: staff.Workplace, name: str) -> str:
    """Return the name under which somebody new will work at a place.

    Refuses: NOT_A_PERSON, STAFF_NAME_TAKEN.
    """
    beside = [
        one.name
        for one in staff.staff_of(connection, at.programme_id)
        if one.partner_id == at.partner_id and not one.has_left
    ]
    return read_name(name, others=beside)


def take_on(
    connection: psycopg.Connection,
    at: staff.Workplace,
    name: str,
    *,
    roles: Collection[Role],
    by: Givers,
    now: int,
) -> int:
    """Add somebody with the roles that were given, and return the number."""
    first = roles if at.partner_id is not None else ()
    staff_id = staff.add_staff(connection, at, name, roles=first, now=now)
    person = staff.person(connection, staff_id)
    assert person is not None
    give_roles(connection, person, roles, by=by, now=now)
    return staff_id


def leaves_enough(
    connection: psycopg.Connection, person: StaffPerson, roles: Collection[Role], *, now: int
) -> None:
    """Return where the staff can still be kept once somebody has these roles.

    Refuses: STAFF_NONE_LEFT.
    """
    must_leave_enough(
        staff.staff_of(connection, person.programme_id),
        changed=person._replace(roles=frozenset(roles)),
        can_enter=staff.who_can_enter(connection, person.programme_id, now=now),
    )


def give_roles(
    connection: psycopg.Connection,
    person: StaffPerson,
    roles: Collection[Role],
    *,
    by: Givers,
    now: int,
) -> None:
    """Give roles; of the programme's own people it is kept who gave them.

    Nobody gave what somebody had already.
    """
    if person.roles == set(roles):
        return
    if person.partner_id is None:
        add_given(connection, person.staff_id, roles, by, now=now)
    staff.set_roles(connection, person.staff_id, roles)


def link_anew(
    connection: psycopg.Connection, made: staff.Open, *, by: StaffPerson, now: int
) -> str:
    """Return the token of a link in place of one that its person made and nobody used yet.

    It ends when the first would have: a second press gives no more than the first one did.
    """
    person = working(connection, made.staff_id)
    write_down(connection, place_of(person), "staff.invite", by=by, about=person.name, now=now)
    token, half = new_token(), made.half
    staff.invite(connection, made.staff_id, token, made_by=by.staff_id, half=half, now=made.made_at)
    return token


def new_token() -> str:
    """Return the token of a new link."""
    return token_urlsafe(_TOKEN_BYTES)


def place_of(person: StaffPerson) -> staff.Workplace:
    """Return where somebody works."""
    return staff.Workplace(person.programme_id, person.partner_id)


def write_down(
    connection: psycopg.Connection, at: staff.Workplace, what: str, *, by: By, about: str, now: int
) -> None:
    """Write down what is done with the staff of a place, and by whom.

    What the programme's office does with a partner's people, that partner reads too.
    """
    if isinstance(by, str):
        add_command(connection, at.programme_id, what, who=by, about=about, now=now)
    else:
        at_place = by._replace(partner_id=at.partner_id)
        add_act(connection, at_place, what, about=about, now=now)


def said(roles: Collection[Role]) -> str:
    """Return roles as they are written down."""
    return ", ".join(sorted(roles))


def _hired_just_now(
    connection: psycopg.Connection,
    at: staff.Workplace,
    name: str,
    *,
    roles: Collection[Role],
    by: StaffPerson,
    now: int,
) -> staff.Open | None:
    """Return the link by which the same press invited somebody who has no passkey yet, or None."""
    sound = read_name(name, others=())
    for made in staff.just_made(connection, by.staff_id, now=now):
        one = working(connection, made.staff_id)
        is_same = (place_of(one), one.name, one.roles) == (at, sound, frozenset(roles))
        if is_same and not staff.keys_of(connection, one.staff_id):
            return made
    return None


def _invite(connection: psycopg.Connection, staff_id: int, *, by: By, now: int) -> str:
    token = new_token()
    made_by = None if isinstance(by, str) else by.staff_id
    staff.invite(connection, staff_id, token, made_by=made_by, now=now)
    return token
