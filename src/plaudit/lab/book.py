"""The live book's deeds for a rehearsal: read and left as they are.

Only sums come out of a rehearsal. There is no list of members' totals of the book: a total is shown
to nobody but its owner (charter, C10).
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import psycopg

from plaudit.core.activity import Activity
from plaudit.core.deed import Facts
from plaudit.replay.arrivals import Arrived
from plaudit.replay.gathering import Gathering
from plaudit.store.past_deeds import PastDeed, past_deeds


class OtherFacts(Exception):
    """An activity whose facts stand otherwise than when its deeds were recorded."""


def gather_book(gathering: Gathering, connection: psycopg.Connection, programme_id: int) -> str:
    """Put a programme's deeds into a gathering; return a hash of them that names no member.

    Refuses: OtherFacts where an activity doesn't fit what the book holds of it.
    """
    seen = sha256()
    for week in past_deeds(connection, programme_id):
        for one in week:
            seen.update(f"{one.number} {one.activity} {one.happened_at} {one.facts}\n".encode())
        gathering.put((one.number, _arrived(one, gathering.activities)) for one in week)
    return seen.hexdigest()


def _arrived(one: PastDeed, activities: Mapping[str, Activity]) -> Arrived:
    return Arrived(
        source=one.partner,
        event_id=str(one.number),
        subject=str(one.member_id),
        activity_id=one.activity,
        happened_at=one.happened_at,
        day=one.day,
        facts=facts_now(one.activity, one.facts, activities),
    )


def facts_now(activity_id: str, facts: Facts, activities: Mapping[str, Activity]) -> Facts:
    """Return a deed's facts as its activity has them now: it may have gained some since.

    Refuses: OtherFacts where the activity doesn't fit what the book holds of it.
    """
    activity = activities.get(activity_id)
    if activity is None:
        raise OtherFacts(f"The book has deeds of {activity_id}, which isn't among the activities.")
    values = (*facts, *[None] * (len(activity.facts) - len(facts)))
    for fact, value in zip(activity.facts, values, strict=True):
        low, high = (fact.low, fact.high) if fact.is_number else (0, len(fact.choices) - 1)
        if fact.required if value is None else not low <= value <= high:
            raise OtherFacts(f"{fact.name} of {activity_id} was recorded otherwise than now.")
    return values
