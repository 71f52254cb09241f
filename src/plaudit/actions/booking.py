"""What correcting and paying have in common: who signs, which reference, and booking it once."""

from __future__ import annotations

import re
from collections.abc import Sequence

import psycopg

from plaudit.actions.undoing import must_be_a_person
from plaudit.core.deed import shown
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.settlement import POINTS_MOST
from plaudit.store import settlement
from plaudit.store.settlement import NewEntry

REFERENCE_CHARACTERS = 35
_REFERENCE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9 ./-]{{0,{REFERENCE_CHARACTERS - 1}}}")


def book(connection: psycopg.Connection, entry: NewEntry, *, now: int) -> int:
    """Book a correction or payment, in a transaction that holds the account; return its number.

    What was booked before under the same reference, with the same content, isn't booked again.

    Refuses: NOT_A_PERSON, POINTS_WRONG, REFERENCE_WRONG, REFERENCE_TAKEN, MORE_THAN_OWED (for
             a payment).
    """
    must_be_sound(entry)
    found = settlement.find_entry(connection, entry.partner_id, entry.reference)
    if found is not None:
        if found[1:] != (entry.kind, entry.reason, entry.points):
            raise Refused(refusal(Code.REFERENCE_TAKEN, seen=shown(entry.reference)))
        return found.number
    if entry.kind == "payment":
        owed = settlement.read_owed(connection, entry.partner_id)
        if -entry.points > owed:
            raise Refused(refusal(Code.MORE_THAN_OWED, points=owed, asked=-entry.points))
    return settlement.add_entry(connection, entry, now=now)


def must_be_sound(entry: NewEntry) -> None:
    """Refuse a correction or payment that can't be right, whatever stands in the book."""
    must_be_a_person(entry.decided_by)
    points = abs(entry.points) if entry.kind == "correction" else -entry.points
    if not 1 <= points <= POINTS_MOST:
        raise Refused(refusal(Code.POINTS_WRONG, seen=points, limit=POINTS_MOST))
    if not _REFERENCE.fullmatch(entry.reference):
        raise Refused(refusal(Code.REFERENCE_WRONG, limit=REFERENCE_CHARACTERS))


def must_be_a_reason(seen: str, known: Sequence[str]) -> None:
    """Refuse a reason that isn't in a closed list."""
    if seen not in known:
        said = {"seen": shown(seen), "known": ", ".join(known)}
        raise Refused(refusal(Code.SETTLEMENT_REASON_UNKNOWN, **said))
