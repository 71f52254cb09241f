"""Entering stamps of a paper card: the desk writes down what a partner stamped, in its name.

A stamp is a report like any other of that partner: its activities, its budget and how far back it
may report are judged by settling, and nowhere beside it. Source: charter, C22 and C24;
docs/decisions/0030-desk.md.
"""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.actions.house import House
from plaudit.actions.settle import settle
from plaudit.core.activity import Activity
from plaudit.core.deed import DESK_IDS, Facts, Report
from plaudit.core.ledger import Outcome, Partner
from plaudit.core.period import date_of
from plaudit.store.statement import count_deeds_of_day


class Stamper(NamedTuple):
    """Who stamps cards, and for which kind of deed."""

    partner: Partner
    activity: Activity


class Stamps(NamedTuple):
    """Stamps of one day on one card. `key`: of the form that they were typed into, once.

    Units: `happened_at` in microseconds since the epoch.
    """

    stamper: Stamper
    happened_at: int
    times: int
    facts: Facts
    key: str


def stampers_of(house: House, programme_id: int) -> list[Stamper]:
    """Return whose stamps a programme's desk may enter.

    A partner of the programme, for what it is registered for, where the activity has a way without
    a phone: nobody else, and nothing else.
    """
    activities = house.programmes[programme_id].activities
    return [
        Stamper(partner, activities[id])
        for partner in house.partners.values()
        if partner.programme_id == programme_id
        for id in sorted(partner.activities)
        if id in activities and activities[id].without_phone
    ]


def are_there_others(
    connection: psycopg.Connection, house: House, member_id: int, stamps: Stamps
) -> bool:
    """Return whether such deeds of that day stand there that another form or the partner sent."""
    partner, activity = stamps.stamper
    programme = house.programmes[partner.programme_id]
    return (
        count_deeds_of_day(
            connection,
            member_id,
            of=(partner.partner_id, programme.activity_nos[activity.id]),
            on=date_of(programme.calendar.day_of(stamps.happened_at)),
            but=_event_id(stamps, ""),
        )
        > 0
    )


def enter_stamps(
    connection: psycopg.Connection, house: House, member_id: int, stamps: Stamps, *, now: int
) -> list[Outcome]:
    """Settle the stamps as the partner's reports, and return an outcome for each.

    To enter the same form again is harmless: its event ids are taken.

    Units:   `now` in microseconds since the epoch.
    Refuses: in the outcomes, what settling refuses.
    """
    partner, activity = stamps.stamper
    subject = house.handles.handle_of(member_id, partner.partner_id)
    arrivals = [
        Arrival(
            partner.partner_id,
            Report(
                event_id=_event_id(stamps, str(nth)),
                source=partner.id,
                subject=subject,
                activity=activity,
                happened_at=stamps.happened_at,
                facts=stamps.facts,
            ),
        )
        for nth in range(1, stamps.times + 1)
    ]
    return settle(connection, house, arrivals, now=now)


def _event_id(stamps: Stamps, nth: str) -> str:
    """Return the id of a stamp: it says that the desk entered it, and in the log who that was."""
    return f"{DESK_IDS}{stamps.key}/{nth}"
