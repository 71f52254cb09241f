"""Opening a check-in: a steward says where, for which deeds, and from when until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import psycopg

from plaudit.actions.house import House
from plaudit.actions.undoing import must_be_a_person
from plaudit.core.check_in import (
    AHEAD_DAYS_MAX,
    HOURS_MAX,
    MINUTES_MIN,
    OPEN_MAX,
    PLACE_CHARACTERS,
    CheckIn,
)
from plaudit.core.deed import Facts, facts_of
from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.pressing import is_pressed_again
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.store.check_ins import NewCheckIn, add_check_in, list_check_ins
from plaudit.store.desk import lock_form

_MINUTE = 60 * SECOND


class Opening(NamedTuple):
    """What a steward opens. `facts` as a report has them: the same for everyone who comes.

    Units: `starts_at` and `ends_at` in microseconds since the epoch.
    """

    partner_id: int
    activity: str
    facts: Mapping[str, object]
    place: str
    opened_by: str
    starts_at: int
    ends_at: int
    takes_kept: bool = False


def open_check_in(
    connection: psycopg.Connection, house: House, opening: Opening, *, now: int
) -> int:
    """Open a check-in and return its number.

    Pressed again it is one check-in (core.pressing): at two whoever comes would be counted twice.

    Refuses: NOT_A_PERSON, PLACE_WRONG, NOT_REGISTERED_FOR, what is wrong with a fact,
             CHECK_IN_TIME_WRONG, CHECK_INS_TOO_MANY.
    """
    must_be_a_person(opening.opened_by)
    place = " ".join(opening.place.split())
    if not 1 <= len(place) <= PLACE_CHARACTERS or not place.isprintable():
        raise Refused(refusal(Code.PLACE_WRONG, limit=PLACE_CHARACTERS))
    activity_no, facts = _deeds(house, opening)
    starts_at = max(opening.starts_at, now)
    length = opening.ends_at - starts_at
    is_long_enough = MINUTES_MIN * _MINUTE <= length <= HOURS_MAX * 60 * _MINUTE
    if not is_long_enough or starts_at > now + AHEAD_DAYS_MAX * DAY_SECONDS * SECOND:
        said = {"minutes": MINUTES_MIN, "hours": HOURS_MAX, "days": AHEAD_DAYS_MAX}
        raise Refused(refusal(Code.CHECK_IN_TIME_WRONG, **said))
    new = NewCheckIn(
        partner_id=opening.partner_id,
        activity_no=activity_no,
        facts=facts,
        place=place,
        opened_by=opening.opened_by,
        starts_at=starts_at,
        ends_at=opening.ends_at,
        takes_kept=opening.takes_kept,
    )
    with connection.transaction():
        return _open_once(connection, new, now=now)


def _open_once(connection: psycopg.Connection, new: NewCheckIn, *, now: int) -> int:
    """Open it, or return the one that the same press opened before."""
    lock_form(connection, f"a check-in of partner {new.partner_id}")
    for one in list_check_ins(connection, new.partner_id, now=now):
        if _was_opened(one, new):
            return one.number
    number = add_check_in(connection, new, now=now)
    if number is None:
        raise Refused(refusal(Code.CHECK_INS_TOO_MANY, limit=OPEN_MAX))
    return number


def _was_opened(there: CheckIn, new: NewCheckIn) -> bool:
    """Return whether a check-in that goes on is what a person opens now, and was opened just now.

    Who gives no start begins now, and ends as long after it.
    """
    is_as_long = new.starts_at - there.starts_at == new.ends_at - there.ends_at
    is_of_now = is_as_long and is_pressed_again(there.starts_at, new.starts_at)
    return is_of_now and there.closed_at is None and _same(there) == _same(new)


def _same(one: CheckIn | NewCheckIn) -> tuple[object, ...]:
    return one.activity_no, one.facts, one.place, one.opened_by, one.takes_kept


def _deeds(house: House, opening: Opening) -> tuple[int, Facts]:
    """Return the activity's number and the facts, scaled, of a partner that may report it."""
    partner = house.partners[opening.partner_id]
    programme = house.programmes[partner.programme_id]
    activity = programme.activities.get(opening.activity)
    if activity is None or activity.id not in partner.activities:
        raise Refused(refusal(Code.NOT_REGISTERED_FOR, activity=opening.activity[:40]))
    facts = facts_of(activity, opening.facts)
    if isinstance(facts, Refusal):
        raise Refused(facts)
    return programme.activity_nos[activity.id], facts
