"""Opening a record at the desk: found by its card alone, and a look is written down first."""

from __future__ import annotations

import psycopg

from plaudit.actions.look import look
from plaudit.actions.use_card import member_of, must_have_cards_left
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rights import LOOK_REASONS, Looker
from plaudit.core.staff import StaffPerson


def open_record(
    connection: psycopg.Connection, person: StaffPerson, number: str, *, reason: str, now: int
) -> int:
    """Return whose card it is, after it was written down who looks at the record, and why.

    Units:   `now` in microseconds since the epoch.
    Refuses: TOO_MANY_OPENINGS, LOOK_REASON_MISSING, CARD_WRONG, CARD_UNKNOWN (no member, or one of
             another programme).
    """
    must_have_cards_left(connection, person, now=now)
    why = next((one for one in LOOK_REASONS if one == reason), None)
    if why is None:
        raise Refused(refusal(Code.LOOK_REASON_MISSING))
    member_id = member_of(connection, person, number)
    if not look(connection, member_id, Looker(person.name, why, "desk"), now=now):
        raise Refused(refusal(Code.CARD_UNKNOWN))  # erased a moment ago
    return member_id
