"""What a stage counts: rows of deeds, an amount for each, and the slot of its total."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from plaudit.core.amount import MICRO
from plaudit.replay.columns import MISSING, Bools, Columns, Ints, concatenated
from plaudit.replay.curves import LARGEST
from plaudit.replay.days import Days
from plaudit.replay.plan import FactCheck, PlannedStage, Reach


class TooMany(Exception):
    """A sum could leave 63 bits: more deeds than an edition's soundness allows for."""


class Rises(NamedTuple):
    """What a stage gave: rows in order, and the rise at each. Rows without one are left out."""

    rows: Ints
    points: Ints


class Input(NamedTuple):
    """What a stage counts. `slots` is one number where all rows have the same."""

    rows: Ints
    amounts: Ints
    slots: Ints | int


class Inputs:
    """Reads what stages count from one stretch of deeds."""

    def __init__(self, deeds: Columns, days: Days) -> None:
        self._deeds = deeds
        self._days = days
        self._rows_of: dict[int, Ints] = {}

    def of(self, planned: PlannedStage, below: Rises | None) -> Input:
        """Return what a stage counts; `below` is what its tally rose by."""
        if below is not None:
            below = _kept(below, self._days.hold(planned.stage.when, below.rows))
        parts = [self._reached(one, planned, below) for one in planned.reaches]
        if not parts:
            none = np.zeros(0, np.int64)
            return Input(none, none, 0)
        rows, amounts, slots = (concatenated([part[at] for part in parts]) for at in range(3))
        if len(parts) > 1:
            order = np.argsort(rows, kind="stable")
            rows, amounts, slots = rows[order], amounts[order], slots[order]
        same = planned.stage.each is None
        return Input(rows, amounts, int(planned.reaches[0].slots[0]) if same else slots)

    def _reached(
        self, reach: Reach, planned: PlannedStage, below: Rises | None
    ) -> tuple[Ints, Ints, Ints]:
        """Return rows, amounts and slots of one activity's deeds; amounts of 0 are left out."""
        if below is None:
            rows, rises = self._deeds_of(reach.activity_at, planned), None
        else:
            mine = None
            if len(planned.reaches) > 1:
                mine = self._deeds.activity[below.rows] == reach.activity_at
            rows, rises = _kept(below, mine)
        held = self._facts_hold(reach, rows)
        if held is not None:
            rows = rows[held]
            rises = None if rises is None else rises[held]
        amounts = self._amounts(reach, rows, rises)
        counted = amounts > 0
        if not counted.all():
            rows, amounts = rows[counted], amounts[counted]
        return rows, amounts, self._slots(reach, rows, planned)

    def _deeds_of(self, activity_at: int, planned: PlannedStage) -> Ints:
        rows = self._rows_of.get(activity_at)
        if rows is None:
            rows = np.flatnonzero(self._deeds.activity == activity_at)
            self._rows_of[activity_at] = rows
        on_days = self._days.hold(planned.stage.when, rows) if len(rows) else None
        if on_days is not None:
            rows = rows[on_days]
        if planned.partners is not None:
            rows = rows[np.isin(self._deeds.partner[rows], planned.partners)]
        return rows

    def _facts_hold(self, reach: Reach, rows: Ints) -> Bools | None:
        """Return at which rows the facts are there and fulfil the conditions; None: at all."""
        held: list[Bools] = [self._deeds.facts[at][rows] != MISSING for at in reach.needed]
        held += [_check_holds(one, self._deeds.facts[one.fact_at][rows]) for one in reach.checks]
        if not held:
            return None
        every: Bools = np.logical_and.reduce(held)
        return every

    def _amounts(self, reach: Reach, rows: Ints, rises: Ints | None) -> Ints:
        if reach.count_at is not None:
            amounts = self._deeds.facts[reach.count_at][rows]
        elif rises is not None:
            amounts = rises
        else:
            amounts = np.full(len(rows), MICRO, np.int64)
        if reach.weigh_at is None:
            return amounts
        weights = reach.weights[self._deeds.facts[reach.weigh_at][rows]]
        most = int(amounts.max(initial=0)) * int(weights.max(initial=0))
        if most <= LARGEST:
            return amounts * weights // MICRO
        # The product has millionths of millionths: parts of each are multiplied on their own.
        whole, part = np.divmod(amounts, MICRO)
        if most // MICRO > LARGEST or MICRO * int(weights.max()) > LARGEST:
            raise TooMany
        return whole * weights + part * weights // MICRO

    def _slots(self, reach: Reach, rows: Ints, planned: PlannedStage) -> Ints:
        if planned.stage.each is None or reach.each_at is None:
            return np.broadcast_to(reach.slots[:1], len(rows))
        return reach.slots[self._deeds.facts[reach.each_at][rows]]


def _kept(rises: Rises, kept: Bools | None) -> Rises:
    return rises if kept is None else Rises(rises.rows[kept], rises.points[kept])


def _check_holds(check: FactCheck, facts: Ints) -> Bools:
    if check.values is not None:
        one_of: Bools = np.isin(facts, check.values)
        return one_of
    holds: Bools = facts != MISSING
    if check.low is not None:
        holds &= facts >= check.low
    if check.below is not None:
        holds &= facts < check.below
    return holds
