"""Counting: what each deed of a member earns, by the edition of its day.

This is the reference and the live engine. It is pure: a member's running totals and a deed go in,
the award comes out, and the totals are moved on. Source: design, section 3.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from plaudit.core.activity import Activity
from plaudit.core.amount import MICRO
from plaudit.core.deed import Deed
from plaudit.core.edition import Edition
from plaudit.core.period import Period, start_of
from plaudit.core.slots import Slots, number_slots, slots_needed
from plaudit.core.steps import PERIODS, CeilingStep, Step, activity_steps, ceiling_steps

Totals = dict[int, int]
"""One member's running totals by key: millionths; for a ceiling, millionths of points asked for."""

_DAYS_MAX = 4_000
"""How many days' plans and period starts are remembered at most."""


class Award(NamedTuple):
    """What one deed earned: whole points, by rule (zero left out), and what was counted.

    `counted` is flat: key, total before, amount; and so on for each stage and ceiling it moved.
    """

    points: int
    rules: tuple[tuple[str, int], ...]
    counted: tuple[int, ...]


_Plan = Mapping[str, tuple[Step, ...]]


class Counting:
    """The editions of one programme, compiled for counting.

    Units:   days are day numbers of the programme's calendar; amounts are millionths.
    Refuses: nothing: each edition must be sound (core.soundness).
    """

    def __init__(
        self,
        editions: Sequence[Edition],
        activities: Mapping[str, Activity],
        *,
        slots: Slots | None = None,
    ) -> None:
        assert editions, "a programme without an edition can't count"
        self.editions = tuple(sorted(editions, key=lambda edition: edition.starts_on))
        needed = [slot for edition in self.editions for slot in slots_needed(edition, activities)]
        self.slots = number_slots(needed, slots)
        self._starts_on = [edition.starts_on for edition in self.editions]
        self._plans = [_plan(edition, activities, slots=self.slots) for edition in self.editions]
        self._days: dict[int, tuple[_Plan, tuple[int, ...]]] = {}
        self._periods = {number: slot.period for slot, number in self.slots.items()}

    def edition_of(self, day: int) -> Edition | None:
        """Return the edition in force on a day, or None before the first one."""
        index = bisect_right(self._starts_on, day) - 1
        return self.editions[index] if index >= 0 else None

    def count(self, totals: Totals, deed: Deed) -> Award:
        """Return what a deed earns after `totals`, and move the totals on.

        Refuses: nothing. A day before the first edition is an assertion: ask `edition_of` first.
        """
        activity, _, day, facts = deed
        plan, starts = self._days.get(day) or self._open(day)
        points = 0
        rules: list[tuple[str, int]] = []
        counted: list[int] = []
        rises: dict[int, int] = {}
        for (
            condition, period_at, tally_at, fact_at, weigh_at, weights, each_at, bases, points_of,
            rise_at, rule_id, ceilings,
        ) in plan.get(activity.id, ()):  # fmt: skip
            if condition is not None and not condition(deed):
                continue
            if fact_at >= 0:
                amount = facts[fact_at] or 0
            else:
                amount = MICRO if tally_at < 0 else rises.get(tally_at, 0)
            if weigh_at >= 0:
                amount = amount * weights[facts[weigh_at] or 0] // MICRO
            if not amount:
                continue
            key = (bases[0] if each_at < 0 else bases[facts[each_at] or 0]) + starts[period_at]
            before = totals.get(key, 0)
            totals[key] = after = before + amount
            counted += (key, before, amount)
            rise = points_of(after) - (points_of(before) if before else 0)
            if rise_at >= 0:
                rises[rise_at] = rise
                continue
            if ceilings and rise:
                rise = let_through(rise, ceilings, starts=starts, totals=totals, counted=counted)
            if rise:
                rules.append((rule_id, rise))
                points += rise
        return tuple.__new__(Award, (points, tuple(rules), tuple(counted)))

    def period_of(self, slot: int) -> Period:
        """Return the period over which a slot adds up."""
        return self._periods[slot]

    def touched(self, activity_id: str, day: int) -> tuple[int, ...]:
        """Return the keys of all running totals that a deed of that day may move."""
        if self.edition_of(day) is None:
            return ()
        plan, starts = self._days.get(day) or self._open(day)
        keys: dict[int, None] = {}
        for step in plan.get(activity_id, ()):
            for base in step.bases:
                keys[base + starts[step.period_at]] = None
            for ceiling in step.ceilings:
                keys[ceiling.base + starts[ceiling.period_at]] = None
        return tuple(keys)

    def steps_of(self, activity_id: str, day: int) -> tuple[tuple[Step, ...], tuple[int, ...]]:
        """Return what a deed of that day goes through, and the first days of its periods."""
        plan, starts = self._days.get(day) or self._open(day)
        return plan.get(activity_id, ()), starts

    def _open(self, day: int) -> tuple[_Plan, tuple[int, ...]]:
        """Return the plan of a day's edition and the first days of its periods; remember both."""
        index = bisect_right(self._starts_on, day) - 1
        assert index >= 0, day
        if len(self._days) >= _DAYS_MAX:
            self._days.clear()
        starts = tuple(start_of(period, day) for period in PERIODS)
        self._days[day] = opened = (self._plans[index], starts)
        return opened


def _plan(edition: Edition, activities: Mapping[str, Activity], *, slots: Slots) -> _Plan:
    ceilings = ceiling_steps(edition, slots)
    return {
        activity_id: activity_steps(edition, activity, slots=slots, ceilings=ceilings)
        for activity_id, activity in activities.items()
    }


def let_through(
    asked: int,
    ceilings: tuple[CeilingStep, ...],
    *,
    starts: tuple[int, ...],
    totals: Totals,
    counted: list[int],
) -> int:
    """Return the part of a rule's rise that its ceilings let by, each asking the one before.

    >>> totals, counted = {5: 80 * MICRO}, []
    >>> step = CeilingStep(base=5, period_at=0, at_most=100)
    >>> let_through(30, (step,), starts=(0,), totals=totals, counted=counted)
    20

    A ceiling that was lowered takes nothing back:

    >>> lower = CeilingStep(base=5, period_at=0, at_most=60)
    >>> let_through(30, (lower,), starts=(0,), totals=totals, counted=counted)
    0
    """
    for base, period_at, at_most in ceilings:
        if not asked:
            break
        key = base + starts[period_at]
        amount = asked * MICRO
        before = totals.get(key, 0)
        totals[key] = before + amount
        counted += (key, before, amount)
        used = before // MICRO
        asked = max(0, min(asked, at_most - used))
    return asked
