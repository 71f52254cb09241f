"""Opening a record at the desk: found by its card alone, and a look is written down first."""

from __future__ import annotations

import psycopg

from plaudit.actions.look import look
from plaudit.core.card import member_of_card
from plaudit.core.period import SECOND
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rights import LOOK_REASONS, Looker
from plaudit.core.staff import StaffPerson
from plaudit.store.members import read_membership
from plaudit.store.staff_acts import count_acts

OPENS = "desk.open"
"""How an opening is called in the staff's log; it is there before the record is looked for."""
OPENINGS_MAX = 60
OPENINGS_SECONDS = 3_600
"""Cards are numbered one after the other: who tries number after number is stopped by this."""


def open_record(
    connection: psycopg.Connection, person: StaffPerson, number: str, *, reason: str, now: int
) -> int:
    """Return whose card it is, after it was written down who looks at the record, and why.

    Units:   `now` in microseconds since the epoch.
    Refuses: TOO_MANY_OPENINGS, LOOK_REASON_MISSING, CARD_WRONG, CARD_UNKNOWN (no member, or one of
             another programme).
    """
    since = now - OPENINGS_SECONDS * SECOND
    if count_acts(connection, person, OPENS, since=since) > OPENINGS_MAX:
        raise Refused(refusal(Code.TOO_MANY_OPENINGS, limit=OPENINGS_MAX))
    why = next((one for one in LOOK_REASONS if one == reason), None)
    if why is None:
        raise Refused(refusal(Code.LOOK_REASON_MISSING))
    member_id = member_of_card(number)
    if member_id is None:
        raise Refused(refusal(Code.CARD_WRONG))
    member = read_membership(connection, member_id)
    if member is None or member.programme_id != person.programme_id:
        raise Refused(refusal(Code.CARD_UNKNOWN))
    if not look(connection, member_id, Looker(person.name, why, "desk"), now=now):
        raise Refused(refusal(Code.CARD_UNKNOWN))  # erased a moment ago
    return member_id
