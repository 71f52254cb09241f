"""Deeds of the book as columns, cut into stretches, each with what its totals stood at before it.

A member's deeds are counted one after the other from their facts, in the order recorded. Where
something else moved the member's totals in between (a deed whose facts are past their last day, one
from before the editions, a decision that struck a deed out), a new stretch begins, with what the
book says its totals stood at. To the replay each stretch is a member of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from plaudit.core.activity import Activity
from plaudit.core.slots import KEPT, period_start_of, slot_of
from plaudit.lab.book import facts_now
from plaudit.replay.arrivals import width_of
from plaudit.replay.columns import MISSING, Columns, Ints
from plaudit.replay.totals import Total, Totals, keys_of
from plaudit.store.awarded import Awarded, MemberRows

Key = tuple[int, int, int]
"""A stretch, a slot of the replay, and the first day of a period."""


class Reading(NamedTuple):
    """How rows of the book become columns. `first_day`: of the first edition.

    `slots`: the replay's slot by the book's number of it. Positions in columns by id.
    """

    first_day: int
    slots: Mapping[int, int]
    activities: Mapping[str, Activity]
    activity_at: Mapping[str, int]
    partner_at: Mapping[str, int]


@dataclass(slots=True)
class Stretches:
    """Deeds that are counted. `whose`: a number from 0 for each member, here alone.

    `before` and `after`: what totals stood at before and after each stretch, as the book has it.
    """

    reading: Reading
    deeds: list[Awarded] = field(default_factory=list)
    whose: list[int] = field(default_factory=list)
    past_facts: int = 0
    too_early: int = 0
    before: dict[Key, int] = field(default_factory=dict)
    after: dict[Key, int] = field(default_factory=dict)
    _stretch: list[int] = field(default_factory=list)

    def take(self, members: Sequence[MemberRows]) -> None:
        """Take everything that moved the totals of some members."""
        number = -1
        for whose, rows in enumerate(members):
            goes_on = False
            for one in rows:
                if one is None or not self._is_counted(one):
                    goes_on = False
                    continue
                if not goes_on:
                    number, goes_on = number + 1, True
                self.deeds.append(one)
                self.whose.append(whose)
                self._stretch.append(number)
                self._move(number, one.counted)

    def _is_counted(self, one: Awarded) -> bool:
        is_early = one.day < self.reading.first_day
        self.too_early += is_early
        self.past_facts += not is_early and one.facts is None
        return not is_early and one.facts is not None

    def _move(self, stretch: int, counted: Sequence[int]) -> None:
        for at in range(0, len(counted), 3):
            key, before, amount = counted[at : at + 3]
            slot = None if key >= KEPT else self.reading.slots.get(slot_of(key))
            if slot is not None:
                of = (stretch, slot, period_start_of(key))
                self.before.setdefault(of, before)
                self.after[of] = before + amount

    def columns(self) -> Columns:
        """Return the deeds as columns. Refuses: OtherFacts (lab.book.facts_now)."""
        how = self.reading
        facts = [facts_now(one.activity, one.facts or (), how.activities) for one in self.deeds]
        return Columns(
            np.array(self._stretch, np.int64),
            np.array([one.day for one in self.deeds], np.int64),
            np.array([how.activity_at[one.activity] for one in self.deeds], np.int64),
            np.array([how.partner_at[one.partner] for one in self.deeds], np.int64),
            tuple(
                np.array(
                    [MISSING if at >= len(of) or (it := of[at]) is None else it for of in facts],
                    np.int64,
                )
                for at in range(width_of(how.activities))
            ),
        )

    def totals(self) -> Totals:
        """Return the totals with which the stretches begin."""
        columns: list[Ints] = [np.array(one, np.int64) for one in zip(*self.before, strict=True)]
        if not columns:
            return Totals()
        return Totals.standing(keys_of(*columns), np.array([*self.before.values()], np.int64))

    def totals_different(self, counted: Sequence[Total]) -> int:
        """Return how many totals a replay leaves at something else than the book has."""
        found = {(one.member, one.slot, one.period_start): one.total for one in counted}
        return sum(found.get(key) != self.after.get(key) for key in found.keys() | self.after)
