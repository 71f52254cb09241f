"""Beginning a shift: with the passkey of an invitation, or with one that is known."""

from __future__ import annotations

from secrets import token_urlsafe

import psycopg

from plaudit.core.period import DAY_SECONDS
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.staff import INVITED_SECONDS, KEYS_MAX, StaffPerson, read_half
from plaudit.store import staff
from plaudit.store.staff_acts import add_act

_TOKEN_BYTES = 32


def accept_invitation(
    connection: psycopg.Connection,
    token: str,
    mark: bytes,
    public_key: bytes,
    *,
    code: str = "",
    now: int,
) -> str:
    """Keep the passkey of who was invited, and begin a shift; return the shift's token.

    Takes:   a connection in the doorkeeper's role. `code`: the invitation's other half.
    Refuses: INVITATION_OVER, INVITATION_HALF_WRONG, TOO_MANY_STAFF_KEYS, STAFF_KEY_TAKEN. Then the
             invitation stays.
    """
    with connection.transaction():
        meant = staff.invited(connection, token, now=now)
        if meant is not None:
            _keep_from_changes(connection, meant[0])
        staff_id = staff.use_invitation(connection, token, read_half(code), now=now)
        if staff_id is None and staff.invited(connection, token, now=now) is not None:
            raise Refused(refusal(Code.INVITATION_HALF_WRONG))
        if staff_id is None:
            raise invitation_over()
        if len(staff.keys_of(connection, staff_id)) >= KEYS_MAX:
            raise Refused(refusal(Code.TOO_MANY_STAFF_KEYS, limit=KEYS_MAX))
        if not staff.add_key(connection, staff_id, mark, public_key, now=now):
            raise Refused(refusal(Code.STAFF_KEY_TAKEN))
        return _begin(connection, staff_id, "staff.key", now=now)


def begin_shift(connection: psycopg.Connection, mark: bytes, *, now: int) -> str:
    """Begin a shift with a passkey that was shown, and return the shift's token.

    Refuses: STAFF_KEY_UNKNOWN.
    """
    with connection.transaction():
        known = staff.key_of(connection, mark)
        if known is not None:
            _keep_from_changes(connection, known[0])
            known = staff.key_of(connection, mark)
        if known is None:
            raise Refused(refusal(Code.STAFF_KEY_UNKNOWN))
        return _begin(connection, known[0], "staff.begin", now=now)


def invitation_over() -> Refused:
    """Return what is said to who comes with a link that is worth nothing."""
    return Refused(refusal(Code.INVITATION_OVER, days=INVITED_SECONDS // DAY_SECONDS))


def _keep_from_changes(connection: psycopg.Connection, staff_id: int) -> None:
    """Let nobody's passkeys be removed until this one's shift stands, which would survive it."""
    person = staff.person(connection, staff_id)
    assert person is not None, staff_id
    staff.lock_staff(connection, person.programme_id)


def _begin(connection: psycopg.Connection, staff_id: int, what: str, *, now: int) -> str:
    person: StaffPerson | None = staff.person(connection, staff_id)
    assert person is not None, staff_id
    if person.has_left:
        raise Refused(refusal(Code.STAFF_KEY_UNKNOWN))
    token = token_urlsafe(_TOKEN_BYTES)
    add_act(connection, person, what, about="", now=now)
    staff.begin_shift(connection, staff_id, token, now=now)
    return token
