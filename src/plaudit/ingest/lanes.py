"""Lanes: a member's deeds go to one writer, so that writers don't wait for each other's members.

Any two large batches share a few members, and the second would wait at the first of them until the
first batch is committed. With lanes one writer's rows are stored while the next one's are counted.
Deeds that come by themselves share the first lane while few wait (ingest.gather): they may wait
there for a member whom another lane's batch holds, and never in a circle, as all lock in one order.
Source: docs/decisions/0007-settling.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from plaudit.actions.batch import Arrival
from plaudit.ingest.ports import MembersOf


def places_by_lane(
    arrivals: Sequence[Arrival], *, members_of: MembersOf, lanes: int
) -> dict[int, Sequence[int]]:
    """Return which of a request's deeds go down which lane: places, in the order of arrival.

    A request that names an event twice stays whole, so that the first of them is the one that
    counts. Deeds of nobody, which are only refused, take the first lane.
    """
    everything = range(len(arrivals))
    if lanes == 1:
        return {0: everything}
    members = members_of(arrivals)
    if len({arrival.report.event_id for arrival in arrivals}) < len(arrivals):
        return {(members[0] or 0) % lanes: everything}
    places: dict[int, list[int]] = {}
    for place, member_id in enumerate(members):
        places.setdefault((member_id or 0) % lanes, []).append(place)
    return dict(places)
