"""Deciding a dispute: a named person answers, with a correction or with an explanation."""

from __future__ import annotations

import psycopg

from plaudit.actions.booking import book
from plaudit.actions.undoing import must_be_a_person
from plaudit.core.period import Calendar, date_of
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.settlement import ANSWER_CHARACTERS, OF_DISPUTE, shown_month
from plaudit.store.disputes import Decided, Disputed, add_decision, find_dispute
from plaudit.store.settlement import NewEntry, lock_account, read_partner


def decide_dispute(connection: psycopg.Connection, of: Disputed, decided: Decided) -> None:
    """Decide a dispute; `decided.points` are booked as a correction of today, if there are any.

    The statement stays as it is: the correction stands in the one of its own month.

    Refuses: NOT_A_PERSON, WORDS_MISSING, DISPUTE_UNKNOWN, DISPUTE_DECIDED, POINTS_WRONG.
    """
    must_be_a_person(decided.decided_by)
    decided = decided._replace(words=decided.words.strip())
    if not 1 <= len(decided.words) <= ANSWER_CHARACTERS:
        raise Refused(refusal(Code.WORDS_MISSING, limit=ANSWER_CHARACTERS))
    with connection.transaction():
        lock_account(connection, of.partner_id)
        found = find_dispute(connection, of)
        if found is None:
            raise Refused(refusal(Code.DISPUTE_UNKNOWN))
        if found.decided is not None:
            zone = read_partner(connection, of.partner_id).time_zone
            on = date_of(Calendar(zone).day_of(found.decided.decided_at))
            raise Refused(refusal(Code.DISPUTE_DECIDED, decided_on=on))
        entry_id = None
        if decided.points is not None:
            reference = f"dispute {shown_month(of.month)}/{of.line}"
            entry = NewEntry(
                of.partner_id,
                "correction",
                decided.points,
                OF_DISPUTE,
                reference,
                decided.decided_by,
            )
            entry_id = book(connection, entry, now=decided.decided_at)
        add_decision(connection, of, found.number, decided=decided, entry_id=entry_id)
