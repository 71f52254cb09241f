"""Forgetting: who left is erased when the agreement itself is past its last day.

It is the same erasure that a member may ask for (actions.erase): monthly sums stay, partners are
told. Source: charter, C17; docs/decisions/0017-rights.md.
"""

from __future__ import annotations

import psycopg

from plaudit.actions.erase import erase
from plaudit.actions.purge import retention_of_programme
from plaudit.core.period import Calendar
from plaudit.core.retention import months_before
from plaudit.store import leaving
from plaudit.store.catalogue import read_programmes
from plaudit.store.erasures import Journal
from plaudit.store.handles import Handles


def forget(
    connection: psycopg.Connection, *, handles: Handles, journal: Journal, now: int, how_many: int
) -> int:
    """Erase up to so many members of each programme who left `consent_months` ago; how many.

    Whose points can still be used, or whose record stands still, waits.

    Takes:   a connection in the eraser's role. Units: `now` in microseconds since the epoch.
    """
    forgotten = 0
    for programme in read_programmes(connection):
        calendar = Calendar(programme.time_zone)
        months = retention_of_programme(programme).consent_months
        before = calendar.start_of_day(months_before(calendar.day_of(now), months))
        found = leaving.members_to_forget(
            connection, programme.programme_id, before=before, how_many=how_many
        )
        for member_id in found:
            with connection.transaction():
                # Who came back, or whose record stands still, since the list was read is left.
                if leaving.lock_to_forget(connection, member_id, before=before):
                    erase(connection, member_id, handles=handles, journal=journal, now=now)
                    forgotten += 1
    return forgotten
