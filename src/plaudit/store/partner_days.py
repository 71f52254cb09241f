"""What partners reported, as sums by activity and day. It reads, and no member's number comes out.

A day is the one on which reports were recorded: a partner that reports late hasn't stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import psycopg

from plaudit.core.partner_day import BURST_MINUTES, Of, PartnerDay
from plaudit.core.period import day_number
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime

_HOURS = 24
Key = tuple[str, str, int]


class Span(NamedTuple):
    """From one instant to another; the end isn't included."""

    since: int
    until: int


def read_partner_days(
    connection: psycopg.Connection, programme_id: int, span: Span, main: Mapping[int, int]
) -> list[PartnerDay]:
    """Return the sums of each partner's days. `main`: where an activity's first number stands."""
    named = {
        "programme_id": programme_id,
        "since": as_datetime(span.since),
        "until": as_datetime(span.until),
        "activity_nos": list(main),
        "places": [place + 1 for place in main.values()],
        "burst_seconds": 60 * BURST_MINUTES,
    }
    refused = {
        (partner, activity, day_number(on)): Of(*of)
        for partner, activity, on, *of in connection.execute(query("refused_by_day"), named)
    }
    rows = connection.execute(query("partner_days"), named).fetchall()
    found = [_read(row, refused) for row in rows]
    alone = refused.keys() - {(one.partner, one.activity, one.day) for one in found}
    return found + [PartnerDay(*key, all=Of(), refused=refused[key]) for key in sorted(alone)]


def _read(row: Any, refused: Mapping[Key, Of]) -> PartnerDay:
    partner, activity, on, reports, members, amount, *groups = row
    with_amount, same, burst = (Of(*groups[at : at + 2]) for at in (0, 2, 4))
    hours = [Of()] * _HOURS
    for hour, *of in zip(*groups[6:], strict=True):
        hours[hour] = Of(*of)
    key = (partner, activity, day_number(on))
    return PartnerDay(
        *key,
        all=Of(reports, members),
        refused=refused.get(key, Of()),
        amount=amount,
        with_amount=with_amount,
        same=same,
        burst=burst,
        hours=tuple(hours),
    )
