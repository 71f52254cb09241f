"""What every way of checking in has in common: it becomes a deed, and settling decides about it."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.actions.house import House
from plaudit.actions.settle import settle
from plaudit.core.activity import Activity
from plaudit.core.check_in import CheckIn
from plaudit.core.deed import Report
from plaudit.core.ledger import Outcome
from plaudit.core.refusals import Code, refusal
from plaudit.store.check_in_codes import event_id_of

Came = tuple[int, int]
"""A member who checked in, and when, in microseconds since the epoch."""


def settle_check_ins(
    connection: psycopg.Connection,
    house: House,
    check_in: CheckIn,
    *,
    came: Sequence[Came],
    now: int,
) -> list[Outcome]:
    """Settle who came as one batch of deeds, and return an outcome for each, in order.

    The event id is made of the check-in and the member, so whoever comes twice, by whatever way,
    is counted once. Consent, how far back, budgets and all else are settling's to judge.

    Refuses: in the outcomes: CHECK_IN_TWICE, and what settling refuses.
    """
    if not came:
        return []
    arrivals = [_arrival(house, check_in, one) for one in came]
    outcomes = settle(connection, house, arrivals, now=now)
    twice = refusal(Code.CHECK_IN_TWICE, place=check_in.place)
    return [
        one._replace(refusal=twice)
        if one.refusal is not None and one.refusal.code is Code.CONTENT_CONFLICT
        else one
        for one in outcomes
    ]


def activity_of(house: House, check_in: CheckIn) -> Activity:
    """Return the activity that a check-in is for."""
    programme = house.programmes[check_in.programme_id]
    named = {number: id for id, number in programme.activity_nos.items()}
    return programme.activities[named[check_in.activity_no]]


def _arrival(house: House, check_in: CheckIn, came: Came) -> Arrival:
    member_id, at = came
    partner_id, activity = check_in.partner_id, activity_of(house, check_in)
    # An activity that gained a fact since the check-in was opened: it was left out.
    facts = (*check_in.facts, *[None] * len(activity.facts))[: len(activity.facts)]
    report = Report(
        event_id=event_id_of(check_in.number, member_id),
        source=house.partners[partner_id].id,
        subject=house.handles.handle_of(member_id, partner_id),
        activity=activity,
        happened_at=check_in.within(at),
        facts=facts,
    )
    return Arrival(partner_id, report)
