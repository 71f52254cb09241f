"""On what terms an edition lets a partner report. Source: charter, C24: the terms are published."""

from __future__ import annotations

import tomllib
from typing import NamedTuple


class PartnerTerms(NamedTuple):
    """One [[partner]] of an edition. A budget of None: the edition sets no limit."""

    id: str
    name: str
    activities: tuple[str, ...] = ()
    back_date_days: int = 0
    budget_points_a_week: int | None = None


def partners_of(text: str) -> tuple[PartnerTerms, ...]:
    r"""Return the partners that an edition's text names; it was checked when it was published.

    >>> [terms] = partners_of('[[partner]]\nid = "city-museum"\nname = "City Museum"')
    >>> terms.id, terms.activities, terms.budget_points_a_week
    ('city-museum', (), None)
    """
    tables = tomllib.loads(text).get("partner", [])
    return tuple(
        PartnerTerms(
            id=table["id"],
            name=table["name"],
            activities=tuple(sorted(set(table.get("activities", ())))),
            back_date_days=table.get("back_date_days", 0),
            budget_points_a_week=table.get("budget_points_a_week"),
        )
        for table in tables
    )
