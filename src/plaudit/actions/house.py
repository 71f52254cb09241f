"""The house: what settling knows of programmes and partners, compiled once and kept.

It is read from the database at start and again whenever the catalogue's version rises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import psycopg

from plaudit.actions.repeats import Repeats
from plaudit.core.activity import Activity
from plaudit.core.counting import Counting
from plaudit.core.judging import Terms
from plaudit.core.ledger import Partner
from plaudit.core.period import Calendar
from plaudit.core.programme import Programme
from plaudit.core.promises import promises_of
from plaudit.store import catalogue
from plaudit.store.budgets import Budgets
from plaudit.store.funding import Purses
from plaudit.store.handles import Handles
from plaudit.store.partners import read_partners
from plaudit.store.secrets import secret

TermsByDeed = dict[tuple[str, int], Terms]
"""By activity and day."""


@dataclass(slots=True)
class House:
    """All programmes and partners of one database. `weeks`: the partitions known to be there."""

    version: int
    programmes: Mapping[int, Programme]
    partners: Mapping[int, Partner]
    handles: Handles
    budgets: Budgets = field(default_factory=Budgets)
    purses: Purses = field(default_factory=Purses)
    repeats: Repeats = field(default_factory=Repeats)
    weeks: set[int] = field(default_factory=set)
    terms: dict[int, tuple[int, TermsByDeed]] = field(default_factory=dict)
    """By partner: today, and the terms of its deeds today (actions.batch)."""

    def terms_today(self, partner_id: int, *, today: int) -> TermsByDeed:
        """Return the terms of a partner's deeds that were worked out today, to look up and add."""
        known = self.terms.get(partner_id)
        if known is None or known[0] != today:
            known = self.terms[partner_id] = (today, {})
        return known[1]


def open_house(connection: psycopg.Connection) -> House:
    """Return the house as the database has it now."""
    version = catalogue.version(connection)  # before the rows: see there
    return House(
        version=version,
        programmes={
            known.programme_id: _programme(known) for known in catalogue.read_programmes(connection)
        },
        partners={partner.partner_id: partner for partner in read_partners(connection)},
        handles=Handles(secret("handles")),
    )


def refresh_house(connection: psycopg.Connection, house: House) -> None:
    """Bring a house up to what the database has now, in place."""
    fresh = open_house(connection)
    house.programmes, house.partners = fresh.programmes, fresh.partners
    house.version = fresh.version
    house.terms.clear()


def _programme(known: catalogue.Published) -> Programme:
    activities: dict[str, Activity] = {}
    for published in known.editions:
        activities |= published.activities
    editions = [published.edition for published in known.editions]
    return Programme(
        programme_id=known.programme_id,
        id=known.id,
        calendar=Calendar(known.time_zone),
        counting=Counting(editions, activities, slots=known.slots),
        activities=activities,
        activity_nos=known.activity_nos,
        edition_ids={one.edition.id: one.edition_id for one in known.editions},
        promises={one.edition.id: promises_of(one.text) for one in known.editions},
        told=known.told,
    )


def activities_of(house: House) -> dict[str, Activity]:
    """Return the activities of all programmes, by id.

    Two programmes share an activity's file; where they pinned different versions of it, the one
    with more facts and choices reads both (actions.publish lets an activity only grow).
    """
    every: dict[str, Activity] = {}
    for programme in house.programmes.values():
        for id, activity in programme.activities.items():
            known = every.get(id)
            if known is None or _size(activity) > _size(known):
                every[id] = activity
    return every


def _size(activity: Activity) -> int:
    return len(activity.facts) + sum(len(fact.choices) for fact in activity.facts)
