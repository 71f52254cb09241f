"""Taking again: what was missing when an award was taken back, and came back out of a voucher.

Points in a voucher that isn't used are the member's still; so nobody waits for them, and nothing
is taken by itself. A person decides it, as the first time. Charter, C05 and C06.
"""

from __future__ import annotations

import psycopg

from plaudit.actions.house import House
from plaudit.actions.undoing import Undoing, undoing
from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.promises import DAYS_MAX
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.reversal import Decision, Reversal
from plaudit.core.reversing import Change
from plaudit.store.reversals import Decided, may_have_come_back


def take_again(
    connection: psycopg.Connection, house: House, decision: Decision, *, now: int
) -> Reversal:
    """Take what came back of an award that was taken back before, and return what came of it.

    Never more than what was missing then, nor than the award; never what was earned since.

    Units:   `now` in microseconds since the epoch.
    Refuses: NOT_A_PERSON, AWARD_UNKNOWN, TOO_LATE_TO_REVERSE, NOTHING_CAME_BACK, and, as the
             first time, what one person may not take back alone. The reason stays that of then.
    Source:  docs/decisions/0016-reversal.md.
    """
    with undoing(connection, house, decision, now=now) as award:
        change = _change(award)
        if not change.taken:
            raise Refused(refusal(Code.NOTHING_CAME_BACK))
        award.decision = decision._replace(reason=award.reason_before)
        award.must_be_in_time()
        return award.take_down("take_again", change)


def list_came_back(
    connection: psycopg.Connection, house: House, programme_id: int, *, by: str, now: int
) -> list[Decided]:
    """Return the decisions of a programme of which `take_again` would take something now.

    Takes:   `by`: the person who asks, as in a decision.
    """
    since = now - DAYS_MAX * DAY_SECONDS * SECOND
    return [
        one
        for one in may_have_come_back(connection, programme_id, since=since)
        if came_back(connection, house, Decision(one.member_id, one.deed_id, by), now=now)
    ]


def came_back(connection: psycopg.Connection, house: House, decision: Decision, *, now: int) -> int:
    """Return how many points `take_again` would take; 0 where it would be refused."""
    try:
        with undoing(connection, house, decision, now=now) as award:
            change = _change(award)
            award.decision = decision._replace(reason=award.reason_before)
            award.must_be_in_time()
            return change.taken
    except Refused:
        return 0


def _change(award: Undoing) -> Change:
    award_left = award.award.points - award.reversed_points
    most = max(0, min(award.loss.points, award_left, award.lot_left()))
    if not most or not award.is_struck:
        return Change(0, 0, 0, 0, most, 0, 0, 0, ())
    return award.change_of_kept(most)
