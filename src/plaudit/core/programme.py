"""A programme, compiled: its calendar, its editions' counting and the book's numbers for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plaudit.core.activity import Activity
from plaudit.core.counting import Counting
from plaudit.core.expiry import NoticePromise, Notices
from plaudit.core.kinds import Told
from plaudit.core.period import Calendar
from plaudit.core.promises import Promises


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
    promises: Mapping[str, Promises] = field(default_factory=dict)
    """By the id of the edition that gives them."""
    told: Told = field(default_factory=dict)
    """Who was told of which kind of deeds (core.kinds)."""

    @property
    def notices(self) -> Notices:
        """When lots are announced, by what each edition promised."""
        return Notices(
            self.calendar,
            tuple(
                NoticePromise(
                    one.starts_on,
                    one.expires_after_months,
                    self.promises.get(one.id, Promises()).announced_days_before,
                )
                for one in self.counting.editions
            ),
        )

    def promises_on(self, day: int) -> Promises:
        """Return what the edition in force on a day promises; before the first one, nothing."""
        edition = self.counting.edition_of(day)
        return Promises() if edition is None else self.promises.get(edition.id, Promises())
