"""Reversing: points of one award are taken back; the deed stays in the count. Charter, C06.

Where the deed itself was wrong, `strike_out` is what is wanted.
"""

from __future__ import annotations

import psycopg

from plaudit.actions.house import House
from plaudit.actions.undoing import undoing
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.reversal import Decision, Reversal
from plaudit.core.reversing import Change, taking


def reverse(
    connection: psycopg.Connection,
    house: House,
    decision: Decision,
    *,
    now: int,
    points: int | None = None,
) -> Reversal:
    """Take back one award, or `points` of it, and return what came of it.

    What is left of an award is what was not taken back of it before, nor missing then, and what
    the member's lot of its month still holds of it and could be spent. What is missing is the
    programme's loss; what comes back of it out of a voucher is for `take_again`.

    Units:   `now` in microseconds since the epoch.
    Refuses: NOT_A_PERSON, AWARD_UNKNOWN, STRUCK_OUT_ALREADY, REASON_UNKNOWN, TOO_LATE_TO_REVERSE,
             NOTHING_TO_REVERSE.
    """
    with undoing(connection, house, decision, now=now) as award:
        if award.is_struck:
            raise Refused(refusal(Code.STRUCK_OUT_ALREADY))
        award.must_be_in_time()
        award_left = award.award.points - award.reversed_points - award.loss.points
        asked = award_left if points is None else points
        if award_left <= 0 or asked <= 0:
            raise Refused(refusal(Code.NOTHING_TO_REVERSE))
        took = taking(asked, award_left=award_left, lot_left=award.lot_left())
        change = Change(0, 0, 0, 0, took.taken, 0, 0, took.shortfall, ())
        return award.take_down("reverse", change)
