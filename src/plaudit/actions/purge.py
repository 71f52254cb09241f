"""Purging: what is past its last day is deleted, in parts that each take a moment.

Facts of deeds, refused deeds, looks and acts of the staff. It may run at any time, be stopped in
the middle and begun again. A record that stands still is left as it is. Source: charter, C17;
docs/decisions/0017.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from operator import add
from typing import NamedTuple

import psycopg

from plaudit.core.charter.view import View
from plaudit.core.period import DAY_SECONDS, SECOND, Calendar, date_of
from plaudit.core.publishing import view_of_edition
from plaudit.core.retention import Retention, details_days, retention_of, shortest
from plaudit.store import purging
from plaudit.store.bringing_forward import LATE_DAYS
from plaudit.store.catalogue import Published, read_programmes

PART = 10_000
"""How many rows one transaction looks at."""

_DAY = DAY_SECONDS * SECOND


class Purged(NamedTuple):
    """How many facts, refused deeds, looks and acts of the staff were deleted."""

    facts: int = 0
    refused: int = 0
    looks: int = 0
    staff_acts: int = 0


def purge(connection: psycopg.Connection, *, now: int, part: int = PART) -> Purged:
    """Delete all that is past its last day, of every programme.

    Takes:   a connection in the purger's role. Units: `now` in microseconds since the epoch.
    """
    done = Purged()
    for programme in read_programmes(connection):
        kept = retention_of_programme(programme)
        today = Calendar(programme.time_zone).day_of(now)
        facts = sum(_purge_facts(connection, programme, today=today, part=part))
        older = {
            "refused": now - kept.evidence_days * _DAY,
            "looks": now - kept.security_log_days * _DAY,
            "staff_acts": now - kept.security_log_days * _DAY,
        }
        went = (
            sum(_purge_older(connection, name, programme, before=before, part=part))
            for name, before in older.items()
        )
        done = Purged(*map(add, done, (facts, *went)))
    return done


def retention_of_programme(programme: Published) -> Retention:
    """Return how long a programme keeps what: the shortest promise of its editions."""
    return shortest(map(retention_of, _views(programme)))


def _views(programme: Published) -> list[View]:
    return [view_of_edition(one.text, one.activity_texts) for one in programme.editions]


def _purge_facts(
    connection: psycopg.Connection, programme: Published, *, today: int, part: int
) -> Iterator[int]:
    """Delete the facts of deeds past their last day; yield how many, part by part.

    Where facts are kept for less long than a deed may be late, some are of a day that was purged.
    """
    kept_days = min(map(details_days, _views(programme)))
    editions = [one.edition_id for one in programme.editions]
    from_on = purging.purged_until(connection, programme.programme_id, "facts")
    if from_on is None:
        return
    from_on -= timedelta(days=max(0, LATE_DAYS - kept_days))
    days = purging.Days(from_on, date_of(today - kept_days), editions)
    yield purging.purge_facts_of_lifted(connection, days)
    if days.from_on >= days.until_on:
        return
    after: purging.Place | None = purging.FIRST
    while after is not None:
        with connection.transaction():
            done, after = purging.purge_facts(connection, days, after, how_many=part)
        yield done
    purging.set_purged(connection, programme.programme_id, "facts", until_on=days.until_on)


def _purge_older(
    connection: psycopg.Connection, name: str, programme: Published, *, before: int, part: int
) -> Iterator[int]:
    done = part
    while done == part:
        done = purging.purge_older(
            connection, name, programme.programme_id, before=before, how_many=part
        )
        yield done
