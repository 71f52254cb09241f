"""A programme, compiled: its calendar, its editions' counting and the book's numbers for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plaudit.core.activity import Activity
from plaudit.core.counting import Counting
from plaudit.core.period import Calendar


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme, ready for counting. Numbers are the book's."""

    programme_id: int
    id: str
    calendar: Calendar
    counting: Counting
    activities: Mapping[str, Activity]
    """Of all editions. An activity only ever gains facts and choices (actions.publish)."""
    activity_nos: Mapping[str, int]
    edition_ids: Mapping[str, int]
