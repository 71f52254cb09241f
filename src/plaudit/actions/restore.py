"""Restoring: what was taken back of an award is given back, because a challenge was upheld."""

from __future__ import annotations

import psycopg

from plaudit.actions.house import House
from plaudit.actions.undoing import undoing
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.reversal import Decision, Reversal, struck_out
from plaudit.core.reversing import Change


def restore(
    connection: psycopg.Connection, house: House, decision: Decision, *, now: int
) -> Reversal:
    """Undo what was decided against an award, and return what came of it.

    A deed that was struck out is counted again, in the periods that it belongs to; of one that
    wasn't, the points come back. They go into the lot they came from, or where its month has begun,
    into one that lasts for 30 days more.

    Units:   `now` in microseconds since the epoch.
    Refuses: NOT_A_PERSON, AWARD_UNKNOWN, NOTHING_TO_RESTORE.
    """
    with undoing(connection, house, decision._replace(reason=None), now=now) as award:
        if award.is_struck:
            change = award.change(struck_out(award.past) - {decision.deed_id})
            award.tell_partner("deed.counted_again")
            return award.take_down("count_again", change)
        if award.reversed_points <= 0:
            raise Refused(refusal(Code.NOTHING_TO_RESTORE))
        change = Change(0, 0, 0, 0, 0, award.reversed_points, 0, 0, ())
        return award.take_down("restore", change)
