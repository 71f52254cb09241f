"""What a partner reported of one kind of deed on one day: sums, and of how many members."""

from __future__ import annotations

from typing import NamedTuple

from plaudit.core.activity import Activity

BURST_MINUTES = 5
"""In spans of so many minutes of the clock the most reports are looked for."""


class Of(NamedTuple):
    """So many reports, of so many members."""

    reports: int = 0
    members: int = 0


class PartnerDay(NamedTuple):
    """One partner, one activity, one day.

    Units:   `amount`: millionths of the activity's first number, added up over `with_amount`: the
             reports that say it. `same`: those that say the most frequent amount; `burst`: those in
             the busiest span of BURST_MINUTES; where several have as many, the one of the fewest
             members. `hours`: by local hour. `refused`: refused that day.
    """

    partner: str
    activity: str
    day: int
    all: Of
    refused: Of = Of()
    amount: int = 0
    with_amount: Of = Of()
    same: Of = Of()
    burst: Of = Of()
    hours: tuple[Of, ...] = (Of(),) * 24


def main_number(activity: Activity) -> int | None:
    """Return the place of an activity's first number fact; None where it has none."""
    return next((at for at, fact in enumerate(activity.facts) if fact.is_number), None)
