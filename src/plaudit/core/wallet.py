"""A member's wallet while a batch is settled: consent, points, lots and running totals."""

from __future__ import annotations

from collections.abc import Sequence

from plaudit.core.consent import Consent
from plaudit.core.slots import slot_of


class Wallet:
    """The working copy of one member's row. Totals are millionths by key (core.slots).

    `place` is where the row lies while it is locked; only `store` knows what it says.
    """

    __slots__ = (
        "changed",
        "consent",
        "lots",
        "member_id",
        "newest_day",
        "place",
        "points",
        "totals",
    )

    def __init__(
        self,
        member_id: int,
        consent: Consent,
        points: int = 0,
        newest_day: int | None = None,
        lots: list[int] | None = None,
        counters: list[int] | None = None,
        place: bytes = b"",
    ) -> None:
        self.member_id = member_id
        self.consent = consent
        self.points = points
        self.newest_day = newest_day
        self.lots = lots or []
        held = counters or []
        self.totals: dict[int, int] = dict(zip(held[::2], held[1::2], strict=True))
        self.place = place
        self.changed = False

    def is_late(self, day: int) -> bool:
        """Return whether a deed of that day may count in a period that the row no longer holds."""
        return self.newest_day is not None and day < self.newest_day

    def missing_keys(self, touched: Sequence[int]) -> list[int]:
        """Return the keys whose totals the row gave up for a newer period of their slot."""
        newest = self._newest()
        return [
            key for key in touched if key not in self.totals and newest.get(slot_of(key), key) > key
        ]

    def counters(self) -> list[int]:
        """Return the totals to keep, flat: of each slot the newest period."""
        totals = self.totals
        flat: list[int] = []
        for key in self._newest().values():
            flat += (key, totals[key])
        return flat

    def _newest(self) -> dict[int, int]:
        """Return the newest key of each slot: the later period has the greater key."""
        return {slot_of(key): key for key in sorted(self.totals)}
