"""What partners reported in the weeks around some days, from the book or from files. It reads."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg

from plaudit.core.activity import Activity
from plaudit.core.partner_day import PartnerDay, main_number
from plaudit.core.period import Calendar
from plaudit.lab.unusual import DAYS
from plaudit.replay.partner_days import partner_days
from plaudit.replay.snapshot import Snapshot
from plaudit.store.catalogue import Published
from plaudit.store.partner_days import Span, read_partner_days
from plaudit.store.reading import reading


def of_book(connection: psycopg.Connection, programme: Published, days: range) -> list[PartnerDay]:
    """Return the partners' days of the book that are needed to look at some days.

    They are read in a transaction that can't write.
    """
    calendar = Calendar(programme.time_zone)
    span = Span(calendar.start_of_day(days[0] - DAYS), calendar.start_of_day(days[-1] + 1))
    activities = {id: one for known in programme.editions for id, one in known.activities.items()}
    main = {
        programme.activity_nos[id]: place
        for id, one in activities.items()
        if (place := main_number(one)) is not None
    }
    with reading(connection):
        return read_partner_days(connection, programme.programme_id, span, main)


def of_deeds(
    snapshot: Snapshot, activities: Mapping[str, Activity], days: range
) -> list[PartnerDay]:
    """Return the partners' days of a snapshot that are needed to look at some days."""
    return partner_days(snapshot, activities, first_day=days[0] - DAYS, last_day=days[-1])
