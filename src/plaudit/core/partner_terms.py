"""On what terms an edition lets a partner report. Source: charter, C24: the terms are published."""

from __future__ import annotations

import tomllib
from typing import Any, NamedTuple

from plaudit.core.ledger import Registration

TERMS = ("name", "activities", "back_date_days", "budget_points_a_week")
"""What an edition says of a partner, in the order in which it is told."""


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


def changes_of(was: Registration, becomes: Registration) -> dict[str, tuple[Any, Any]]:
    """Return what becomes different at a partner, as (was, becomes) by name.

    >>> was = Registration(1, "cafe", "Cafe", {"cup_return"}, 7, 300)
    >>> changes_of(was, was._replace(activities=["cup_return"], budget_points_a_week=None))
    {'budget_points_a_week': (300, None)}
    """
    pairs = {name: (term_of(was, name), term_of(becomes, name)) for name in TERMS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def term_of(one: Registration, name: str) -> Any:
    """Return one of a partner's TERMS; activities in the order of their ids."""
    found = getattr(one, name)
    return sorted(found) if name == "activities" else found
