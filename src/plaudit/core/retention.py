"""Retention: how long each kind of row is kept, as a programme's editions promise it.

Of several editions the shortest promise holds: nothing is kept longer than any of them said.
Source: charter, C17.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from typing import NamedTuple

from plaudit.core.charter.stages import used_activities
from plaudit.core.charter.view import View
from plaudit.core.period import date_of, day_number


class Retention(NamedTuple):
    """Days or calendar months. The values here are the charter's limits."""

    evidence_days: int = 90
    deed_months: int = 24
    voucher_months: int = 24
    question_months: int = 24
    consent_months: int = 36
    security_log_days: int = 180


def retention_of(view: View) -> Retention:
    """Return what an edition promises; the charter's limit where it says nothing, or more."""
    limits = Retention()
    return Retention(
        *(
            min(limit, view.number("retention", name) or limit)
            for name, limit in zip(Retention._fields, limits, strict=True)
        )
    )


def details_days(view: View) -> int:
    """Return after how many days the details of an edition's deeds are deleted.

    The shortest of what it promises itself and what each deed type that it counts promises: the
    details of all go together, so a notice says the same of each.
    """
    sources = (view.world.activities.get(name) for name in used_activities(view))
    kept = [(one.table or {}).get("keep_days") for one in sources if one is not None]
    own = retention_of(view).evidence_days
    return min([own, *(days for days in kept if isinstance(days, int))])


def shortest(retentions: Iterable[Retention]) -> Retention:
    """Return the shortest of each kind.

    >>> shortest([Retention(evidence_days=30), Retention(deed_months=12)])[:2]
    (30, 12)
    """
    return Retention(*map(min, zip(*retentions, Retention(), strict=True)))


def months_before(day: int, months: int) -> int:
    """Return the same day of an earlier month, or that month's last day where it has no such day.

    >>> from datetime import date
    >>> date_of(months_before(day_number(date(2027, 3, 31)), 1)).isoformat()
    '2027-02-28'
    """
    on = date_of(day)
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    last = monthrange(year, month + 1)[1]
    return day_number(on.replace(year=year, month=month + 1, day=min(on.day, last)))
