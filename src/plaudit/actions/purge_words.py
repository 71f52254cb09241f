"""Purging what was said and counted: questions, notices, restrictions, old consents, old totals.

None of it moves points. Source: charter, C17; docs/decisions/0017-rights.md.
"""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.actions.bring_forward import GUARD_DAYS
from plaudit.actions.purge import PART, retention_of_programme
from plaudit.core.lots import month_number
from plaudit.core.period import Calendar, Period, date_of, start_of
from plaudit.core.retention import Retention, months_before
from plaudit.core.slots import KEPT, key_of, slot_of
from plaudit.store import expiry, purging
from plaudit.store.catalogue import Published, read_programmes
from plaudit.store.expiry import Page

MEMBERS_A_PAGE = 20_000


class Said(NamedTuple):
    """How many rows went; of `totals` members whose old totals went."""

    notices: int = 0
    questions: int = 0
    restrictions: int = 0
    consents: int = 0
    totals: int = 0

    def plus(self, more: Said) -> Said:
        """Return both together."""
        return Said(*(one + other for one, other in zip(self, more, strict=True)))


def purge_words(connection: psycopg.Connection, *, now: int) -> Said:
    """Delete what is past its last day, of every programme, in parts.

    Takes:   a connection in the purger's role. Units: `now` in microseconds since the epoch.
    """
    done = Said()
    for programme in read_programmes(connection):
        kept = retention_of_programme(programme)
        done = done.plus(_of_programme(connection, programme, kept, now=now))
        totals = _totals(connection, programme, months=kept.deed_months, now=now)
        done = done.plus(Said(totals=totals))
    return done


def _of_programme(
    connection: psycopg.Connection, programme: Published, kept: Retention, *, now: int
) -> Said:
    calendar = Calendar(programme.time_zone)
    today = calendar.day_of(now)

    def before(months: int) -> int:
        return calendar.start_of_day(months_before(today, months))

    def gone(name: str, months: int) -> int:
        return purging.purge_all_older(
            connection, name, programme.programme_id, before=before(months), part=PART
        )

    month = month_number(months_before(today, kept.voucher_months))
    return Said(
        notices=purging.purge_notices(connection, programme.programme_id, month=month, part=PART),
        questions=gone("questions", kept.question_months),
        restrictions=gone("restrictions", kept.question_months),
        consents=gone("consents", kept.consent_months)
        + gone("activity_consents", kept.consent_months),
    )


def _totals(connection: psycopg.Connection, programme: Published, *, months: int, now: int) -> int:
    """Delete running totals of periods that are past their last day, once a day.

    A total that is for ever has no such day: it goes with its member, after leaving.
    """
    today = Calendar(programme.time_zone).day_of(now)
    day = min(months_before(today, months), today - GUARD_DAYS)
    until_on = purging.purged_until(connection, programme.programme_id, "totals")
    if until_on is None or until_on >= date_of(day):
        return 0
    oldest = {
        number | (extra >> 24): key_of(number, start_of(slot.period, day)) | extra
        for slot, number in programme.slots.items()
        if slot.period is not Period.EVER
        for extra in (0, KEPT)
    }
    assert all(slot_of(key) == slot for slot, key in oldest.items())
    done = 0
    for after_id in range(0, expiry.newest_member(connection), MEMBERS_A_PAGE):
        page = Page(programme.programme_id, after_id, after_id + MEMBERS_A_PAGE)
        with connection.transaction():
            done += purging.purge_totals(connection, page, oldest, until_on=date_of(day))
    purging.set_purged(connection, programme.programme_id, "totals", until_on=date_of(day))
    return done
