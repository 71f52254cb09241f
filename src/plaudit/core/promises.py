"""What a published edition promises beside its rules: budget, expiry notice, reversal, answers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from plaudit.core.few import MEMBERS_LEAST, STEP_LEAST
from plaudit.core.figures import Promised

REASONS = (
    "reported_twice",
    "wrong_member",
    "wrong_amount",
    "wrong_day",
    "did_not_happen",
    "key_misused",
    "member_asked",
)
"""Why an award may be undone: faults of a report, never of a person. Charter, C06."""

DAYS_MAX = 90
ANSWER_DAYS = 30
HOLD_HOURS = 72
ALONE_POINTS_MAX = 500
"""Above so many points two persons undo an award, where an edition says nothing else."""
NOTICE_DAYS = 30
USABLE_DAYS = 90
_TEXTS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Promises:
    """Numbers of [budget], [points], [reversal], [challenge], [leaving] and [statistics].

    An edition that is only arithmetic promises nothing: then the charter's own limits hold, and
    `points_a_year` is None. Source: charter, C06, C07, C14, C18.
    """

    points_a_year: int | None = None
    announced_days_before: int = NOTICE_DAYS
    within_days: int = DAYS_MAX
    reasons: tuple[str, ...] = REASONS
    alone_points_max: int = ALONE_POINTS_MAX
    answer_days: int = ANSWER_DAYS
    hold_hours: int = HOLD_HOURS
    """How long something may be held before a person looks at it. Charter, C18."""
    usable_days: int = USABLE_DAYS
    """For how long points can be used after leaving. Charter, C14."""
    groups_from_members: int = MEMBERS_LEAST
    rounded_to_points: int = STEP_LEAST
    """How sums of the whole programme are told. Charter, C10."""

    @property
    def statistics(self) -> Promised:
        """How sums of the whole programme are told."""
        return Promised(self.groups_from_members, self.rounded_to_points)


@lru_cache(maxsize=_TEXTS_KEPT)
def promises_of(text: str) -> Promises:
    r"""Return what an edition's text promises; it was checked when it was published.

    >>> promises_of("[points]\nannounced_days_before = 45").announced_days_before
    45
    """
    table: Mapping[str, Any] = tomllib.loads(text)
    found = {
        name: table[part][name]
        for part, name in (
            ("budget", "points_a_year"),
            ("points", "announced_days_before"),
            ("reversal", "within_days"),
            ("reversal", "reasons"),
            ("reversal", "alone_points_max"),
            ("challenge", "answer_days"),
            ("challenge", "hold_hours"),
            ("leaving", "usable_days"),
            ("statistics", "groups_from_members"),
            ("statistics", "rounded_to_points"),
        )
        if name in table.get(part, {})
    }
    if "reasons" in found:
        found["reasons"] = tuple(reason for reason in found["reasons"] if reason in REASONS)
    return Promises(**found)
