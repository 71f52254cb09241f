"""Counting a stretch of deeds: what each rule gives for each deed, as `core` would say it.

A running total is a sum that starts again with each member and period: one pass over the column,
then each group's own start taken off. What a deed earns is the rise of the schedule over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from plaudit.core.amount import MICRO
from plaudit.core.period import Period
from plaudit.replay.columns import Columns, Ints, concatenated, starts_of
from plaudit.replay.curves import LARGEST, Curve
from plaudit.replay.days import Days
from plaudit.replay.inputs import Inputs, Rises, TooMany
from plaudit.replay.plan import Plan, PlannedCeiling, PlannedStage
from plaudit.replay.totals import Totals, keys_of, with_slot


class Bite(NamedTuple):
    """How a limit cut: awards that asked, awards that got less, points asked and let through.

    `cut_members`: of how many members the awards are that got less; `members`: that asked.
    """

    asked: int = 0
    cut: int = 0
    asked_points: int = 0
    let_points: int = 0
    cut_members: int = 0
    members: int = 0


class Folded(NamedTuple):
    """What a stretch came to: by rule, and how its ceilings cut; both in the order written.

    `limits`: by rule, how its own `at_most` cut, where the plan asks for it.
    """

    rules: tuple[Rises, ...]
    bites: tuple[Bite, ...]
    limits: Mapping[str, Bite]


class _Groups(NamedTuple):
    """A column sorted by key. `order` is None where it stood so already."""

    keys: Ints
    amounts: Ints
    firsts: Ints
    order: Ints | None

    def in_row_order(self, column: Ints) -> Ints:
        """Return a column of the groups as the rows stood."""
        return column if self.order is None else _before_order(column, self.order)


def _before_order(column: Ints, order: Ints) -> Ints:
    """Return a column as it stood before it was put in an order."""
    unsorted = np.empty(len(column), np.int64)
    unsorted[order] = column
    return unsorted


def fold(plan: Plan, deeds: Columns, totals: Totals, *, keep: bool) -> Folded:
    """Return what each rule gives for each deed of a stretch, all of one edition.

    `totals` hold where the stretches before ended; with `keep`, where this one ends is noted.
    Refuses: TooMany where a sum could leave 63 bits (core.soundness.bounds).
    """
    days = Days(deeds.day)
    inputs = Inputs(deeds, days)
    tallies: dict[str, Rises] = {}
    asked: list[Rises] = []
    folding = _Folding(deeds, days, totals, keep=keep)
    folding.endless = plan.endless
    for planned in plan.stages:
        below = tallies[planned.stage.on_tally] if planned.stage.on_tally else None
        rises = folding.stage(planned, inputs, below)
        if planned.rule_at is None:
            tallies[planned.stage.id] = rises
        else:
            asked.append(rises)
    bites = tuple(folding.ceiling(one, asked) for one in plan.ceilings)
    return Folded(tuple(asked), bites, folding.limits)


class _Folding:
    """The running totals of one stretch."""

    def __init__(self, deeds: Columns, days: Days, totals: Totals, *, keep: bool) -> None:
        self._deeds, self._days, self._totals, self._keep = deeds, days, totals, keep
        self.endless: Mapping[str, Curve] = {}
        self.limits: dict[str, Bite] = {}
        self._keys_of_slot_0: dict[bool, Ints] = {}

    def _keys(self, rows: Ints, period: Period, slots: Ints | int) -> Ints:
        """Return the keys of some rows' totals. What all stages share is worked out once."""
        is_day = period is Period.DAY
        shared = self._keys_of_slot_0.get(is_day)
        if shared is None:
            shared = keys_of(self._deeds.member, 0, self._deeds.day if is_day else 0)
            self._keys_of_slot_0[is_day] = shared
        keys = shared[rows]
        if not is_day:
            keys += self._days.starts(period, rows)
        return with_slot(keys, slots)

    def stage(self, planned: PlannedStage, inputs: Inputs, below: Rises | None) -> Rises:
        """Return what a tally or a rule gives, before ceilings."""
        rows, amounts, slots = inputs.of(planned, below)
        if not len(rows):
            return Rises(rows, amounts)
        groups = _grouped(self._keys(rows, planned.stage.period, slots), amounts)
        before, after = self._running(groups)
        rises = groups.in_row_order(_rises(planned.curve, groups.firsts, before, after=after))
        endless = self.endless.get(planned.stage.id)
        if endless is not None and planned.rule_at is not None:
            whole = groups.in_row_order(_rises(endless, groups.firsts, before, after=after))
            self.limits[planned.stage.id] = self._bite(rows, whole, rises)
        return _without_zeros(rows, rises)

    def _bite(self, rows: Ints, asked: Ints, let: Ints) -> Bite:
        """Return how a limit cut what was asked for at some rows."""
        cut = let < asked
        counts = [
            (int(np.count_nonzero(of)), len(starts_of(self._deeds.member[rows[of]])))
            for of in (asked != 0, cut)
        ]
        (often, members), (cut_often, cut_members) = counts
        return Bite(often, cut_often, int(asked.sum()), int(let.sum()), cut_members, members)

    def ceiling(self, planned: PlannedCeiling, asked: list[Rises]) -> Bite:
        """Let through what a ceiling lets by: `asked` is changed for its rules."""
        members = [asked[at] for at in planned.rules_at]
        rows = concatenated([one.rows for one in members])
        if not len(rows):
            return Bite()
        points = concatenated([one.points for one in members])
        order = None
        if len(members) > 1:
            order = _row_order(rows, len(self._deeds))  # a deed's rules in the order written
            rows, points = rows[order], points[order]
        if int(points.max()) * MICRO > LARGEST:
            raise TooMany
        groups = _grouped(self._keys(rows, planned.ceiling.period, planned.slot), points)
        _, after = self._running(groups, unit=MICRO)
        used = groups.in_row_order(after - groups.amounts)
        let = np.minimum(planned.ceiling.at_most - used, points)
        np.maximum(let, 0, out=let)
        bite = self._bite(rows, points, let)
        if order is not None:
            let = _before_order(let, order)
        ends = np.cumsum([len(one.rows) for one in members])
        for at, one, some in zip(planned.rules_at, members, np.split(let, ends[:-1]), strict=True):
            asked[at] = _without_zeros(one.rows, some)
        return bite

    def _running(self, groups: _Groups, *, unit: int = 1) -> tuple[Ints | None, Ints]:
        """Return where the groups stood before, and the running total at each row.

        `unit`: of so many is one of the groups' amounts; all totals are multiples of it.
        The sum over all groups may wrap around 64 bits; what is left after a group's own start is
        taken off is right, because the group's total fits.
        """
        keys, amounts, firsts, _ = groups
        lengths = np.diff(firsts, append=len(amounts))
        before = self._totals.before(keys[firsts])
        if before is not None and unit > 1:
            before //= unit
        most = int(amounts.max()) * int(lengths.max())
        if most + (0 if before is None else int(before.max())) > LARGEST // unit:
            _must_fit(groups, before, unit)
        sums = np.cumsum(amounts)
        offsets = amounts[firsts] - sums[firsts]
        if before is not None:
            offsets += before
        after = sums + np.repeat(offsets, lengths)
        if self._keep:
            self._totals.keep(keys[firsts], after[firsts + lengths - 1] * unit)
        return before, after


def _must_fit(groups: _Groups, before: Ints | None, unit: int) -> None:
    """Refuse groups of which one's total could leave 63 bits, with a thousandth to spare.

    Refuses: TooMany. In doubles no sum wraps around, and they are off by far less than that.
    """
    totals = np.add.reduceat(groups.amounts.astype(np.float64), groups.firsts)
    if before is not None:
        totals += before
    if totals.max() * unit > LARGEST * 0.999:
        raise TooMany


def _rises(curve: Curve, firsts: Ints, before: Ints | None, *, after: Ints) -> Ints:
    """Return by how much a schedule rises at each row; `before`: where groups stood."""
    points = curve(after)
    rises = np.empty(len(points), np.int64)
    np.subtract(points[1:], points[:-1], out=rises[1:])
    rises[firsts] = points[firsts]
    if before is not None:
        rises[firsts] -= curve(before)
    return rises


def _grouped(keys: Ints, amounts: Ints) -> _Groups:
    """Return keys and amounts so that equal keys stand together, in the order of arrival."""
    if (keys[1:] >= keys[:-1]).all():
        return _Groups(keys, amounts, starts_of(keys), None)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    return _Groups(keys, amounts[order], starts_of(keys), order)


def _row_order(rows: Ints, count: int) -> Ints:
    """Return in which order rows rise, the same one's as they stand; each is below `count`."""
    at = np.full(count, -1, np.int64)
    at[rows] = np.arange(len(rows))
    order = at[at >= 0]
    if len(order) < len(rows):  # a deed that several rules count
        return np.argsort(rows, kind="stable")
    return order


def _without_zeros(rows: Ints, points: Ints) -> Rises:
    given = np.flatnonzero(points)
    return Rises(rows, points) if len(given) == len(points) else Rises(rows[given], points[given])
