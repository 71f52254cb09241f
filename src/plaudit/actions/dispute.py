"""Disputing a statement, or a line of it: once, for a reason. What is stated stays as it is."""

from __future__ import annotations

import psycopg

from plaudit.actions.booking import must_be_a_reason
from plaudit.core.period import Calendar, date_of
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.settlement import DISPUTE_REASONS, DISPUTE_WORDS_MOST, shown_month
from plaudit.store.disputes import Disputed, add_dispute, find_dispute
from plaudit.store.settlement import lock_account, read_partner, read_statements


def dispute(
    connection: psycopg.Connection, of: Disputed, *, reason: str, words: str, now: int
) -> None:
    """Write down that a partner disputes a statement.

    Units:   `now` in microseconds since the epoch.
    Refuses: WORDS_MISSING, SETTLEMENT_REASON_UNKNOWN, STATEMENT_UNKNOWN, LINE_UNKNOWN,
             DISPUTED_ALREADY.
    """
    if not 1 <= len(words.strip()) <= DISPUTE_WORDS_MOST:
        raise Refused(refusal(Code.WORDS_MISSING, limit=DISPUTE_WORDS_MOST))
    must_be_a_reason(reason, DISPUTE_REASONS)
    with connection.transaction():
        lock_account(connection, of.partner_id)
        partner = read_partner(connection, of.partner_id)
        made = read_statements(connection, of.partner_id, month=of.month)
        if not made:
            said = {"partner": partner.id, "month": shown_month(of.month)}
            raise Refused(refusal(Code.STATEMENT_UNKNOWN, **said))
        statement = made[0].statement
        if not 0 <= of.line <= len(statement.lines):
            raise Refused(refusal(Code.LINE_UNKNOWN, lines=len(statement.lines)))
        found = find_dispute(connection, of)
        if found is not None:
            on = date_of(Calendar(partner.time_zone).day_of(found.disputed_at))
            raise Refused(refusal(Code.DISPUTED_ALREADY, disputed_on=on))
        number = statement.head.number
        add_dispute(connection, of, number, reason=reason, words=words.strip(), now=now)
