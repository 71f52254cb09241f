"""A member's wallet while a batch is settled: consent, points, lots and running totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from plaudit.core.consent import Consent
from plaudit.core.kinds import Told, was_told
from plaudit.core.lots import (
    GRACE_DAYS,
    Part,
    give_back_to_lots,
    month_number,
    spendable_points,
    take_from_lots,
)
from plaudit.core.slots import KEPT, newest_of_each, slot_of


@dataclass(slots=True, eq=False)
class Wallet:
    """The working copy of one member's row. Totals are millionths by key (core.slots).

    `place` is where the row lies while it is locked; only `store` knows what it says.
    """

    member_id: int
    consent: Consent
    points: int = 0
    newest_day: int | None = None
    lots: list[int] = field(default_factory=list)
    totals: dict[int, int] = field(default_factory=dict)
    place: bytes = b""
    keeps: bool = False
    """Whether there may be totals of what is kept (core.kept): hardly anybody has one."""
    is_restricted: bool = False
    """Whether the record stands still: then nothing in it is written."""
    withheld: dict[int, int] | None = None
    """By activity's number, from which instant its deeds may be recorded (core.rights)."""
    changed: bool = False

    def may_record(self, activity_no: int, happened_at: int, *, told: Told) -> bool:
        """Return whether a deed of that activity and instant may be recorded now."""
        consent, withheld = self.consent, self.withheld
        if self.is_restricted or not consent.covers(happened_at):
            return False
        if withheld is not None and activity_no in withheld:
            return happened_at >= withheld[activity_no]
        return activity_no not in told or was_told(told, activity_no, agreed_at=consent.agreed_at)

    def can_spend(self, *, today: int) -> int:
        """Return the points that can be spent on a day."""
        return spendable_points(self.lots, today=today)

    def take(self, points: int, *, today: int) -> list[Part]:
        """Take points that can be spent today; return what was taken from which lot."""
        parts = take_from_lots(self.lots, points, month=month_number(today))
        self.points -= points
        self.changed = True
        return parts

    def give_back(
        self, parts: Iterable[Part], *, today: int, grace_days: int = GRACE_DAYS
    ) -> list[Part]:
        """Give points back to the lots they came from; return what went into which lot."""
        given = give_back_to_lots(self.lots, parts, today=today, grace_days=grace_days)
        self.points += sum(points for _, points in given)
        self.changed = True
        return given

    def is_late(self, day: int) -> bool:
        """Return whether a deed of that day may count in a period that the row no longer holds."""
        return self.newest_day is not None and day < self.newest_day

    def missing_keys(self, touched: Sequence[int]) -> list[int]:
        """Return the keys whose totals the row gave up for a newer period of their slot."""
        newest = newest_of_each(self.totals)
        if self.keeps:
            touched = [*touched, *(key | KEPT for key in touched)]
        return [
            key for key in touched if key not in self.totals and newest.get(slot_of(key), key) > key
        ]

    def counters(self) -> list[int]:
        """Return the totals to keep, flat: of each slot the newest period."""
        kept = self.totals
        if len(kept) > 1:
            newest = newest_of_each(kept)
            if len(newest) < len(kept):
                kept = {key: kept[key] for key in newest.values()}
        else:
            return [*next(iter(kept.items()), ())]
        return [*chain.from_iterable(kept.items())]


def totals_of(counters: Sequence[int]) -> dict[int, int]:
    """Return a row's counters (flat: key, total, key, total …) as totals by key.

    >>> totals_of([5, 1_000_000, 9, 250_000]), totals_of([5, 1_000_000]), totals_of([])
    ({5: 1000000, 9: 250000}, {5: 1000000}, {})
    """
    if len(counters) == 2:
        return {counters[0]: counters[1]}
    return dict(zip(counters[::2], counters[1::2], strict=True)) if counters else {}
