"""Striking out: a deed leaves the count, so that its periods give what the remaining deeds give.

A correction is this and the partner's new report, under a new id: the old id stays taken.
"""

from __future__ import annotations

import psycopg

from plaudit.actions.house import House
from plaudit.actions.undoing import undoing
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.reversal import Decision, Reversal, struck_out


def strike_out(
    connection: psycopg.Connection, house: House, decision: Decision, *, now: int
) -> Reversal:
    """Take a deed out of the count, and return what came of it.

    Points that the periods give less are taken back, at most those of this award and what the
    member's lot still holds; the rest is the programme's loss, and nothing is paid twice.

    Units:   `now` in microseconds since the epoch.
    Refuses: NOT_A_PERSON, AWARD_UNKNOWN, STRUCK_OUT_ALREADY, REASON_UNKNOWN, TOO_LATE_TO_REVERSE.
    Source:  charter, C05, C06, C18; docs/decisions/0016-reversal.md.
    """
    with undoing(connection, house, decision, now=now) as award:
        if award.is_struck:
            raise Refused(refusal(Code.STRUCK_OUT_ALREADY))
        award.must_be_in_time()
        change = award.change(struck_out(award.past) | {decision.deed_id})
        award.tell_partner("deed.struck_out")
        return award.take_down("strike_out", change)
