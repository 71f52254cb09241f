"""The editions of one programme over columns of deeds: the second engine of the law of counting.

`core.counting` is the reference; on every case and on random editions both say the same, deed by
deed. Deeds of an earlier edition that come late are counted where they arrived: a member's deeds
are taken in stretches of one edition, and running totals go on from stretch to stretch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from plaudit.core.activity import Activity
from plaudit.core.edition import Edition
from plaudit.core.slots import number_slots, slots_needed
from plaudit.replay.columns import Columns, Ints, concatenated, starts_of
from plaudit.replay.folding import Bite, Folded, fold
from plaudit.replay.inputs import Rises
from plaudit.replay.plan import plan_of, with_limits
from plaudit.replay.totals import MEMBERS_MAX, Totals, fits

SLICE_ROWS = 200_000
"""About how many deeds are counted in one go: their columns stay near the processor."""


class Counted(NamedTuple):
    """What deeds came to: rises by rule id, how ceilings cut, and, if asked for, all totals.

    `limits`: by rule, how its own `at_most` cut; only of a replay that counts limits.
    """

    rules: Mapping[str, Rises]
    bites: Mapping[str, Bite]
    totals: Totals
    limits: Mapping[str, Bite] = {}


class Replay:
    """Editions of one programme, compiled for columns of these activities and partners.

    Refuses: nothing: each edition must be sound (core.soundness).
    """

    def __init__(
        self,
        editions: Sequence[Edition],
        activities: Mapping[str, Activity],
        *,
        activity_ids: Sequence[str],
        partner_ids: Sequence[str],
        limits: bool = False,
    ) -> None:
        assert editions, "a programme without an edition can't count"
        self.editions = tuple(sorted(editions, key=lambda edition: edition.starts_on))
        self.slots = number_slots(
            slot for edition in self.editions for slot in slots_needed(edition, activities)
        )
        assert fits(self.slots), len(self.slots)
        self._plans = [
            plan_of(
                edition,
                activities,
                slots=self.slots,
                activity_ids=activity_ids,
                partner_ids=partner_ids,
            )
            for edition in self.editions
        ]
        if limits:
            self._plans = [with_limits(plan) for plan in self._plans]
        self.asks_for_partners = any(
            stage.partners is not None for plan in self._plans for stage in plan.stages
        )
        self._starts_on = np.array([one.starts_on for one in self.editions], np.int64)

    def count(
        self,
        deeds: Columns,
        *,
        keep: bool = False,
        totals: Totals | None = None,
        rows: int = SLICE_ROWS,
    ) -> Counted:
        """Return what deeds earn, by rule and row. Every deed's day has an edition.

        `totals`: where they stood before; they move on. `rows`: about how many deeds in one go.
        Refuses: TooMany where a sum could leave 63 bits.
        """
        totals = totals or Totals()
        if not len(deeds):
            return Counted({}, {}, totals)
        assert int(deeds.member[-1]) < MEMBERS_MAX
        goes_on = keep or not totals.is_empty
        done = [
            (first, self._count(some, totals if goes_on else Totals(), keep=keep))
            for first, some in _slices(deeds, rows)
        ]
        return _one_after_another(done, totals)

    def _count(self, deeds: Columns, totals: Totals, *, keep: bool) -> Counted:
        edition = np.searchsorted(self._starts_on, deeds.day, side="right") - 1
        first = int(edition[0])
        assert int(edition.min()) >= 0, "a deed before the first edition"
        if (edition == first).all():
            plan = self._plans[first]
            folded = fold(plan, deeds, totals, keep=keep)
            totals.end_stretch()
            done = [(plan.rule_ids, [one.id for one in plan.edition.ceilings], folded)]
            return _joined(done, totals)
        done = []
        for rows, at in self._stretches(deeds.member, edition):
            plan = self._plans[at]
            folded = fold(plan, deeds.at(rows), totals, keep=True)
            totals.end_stretch()
            rules = tuple(Rises(rows[one.rows], one.points) for one in folded.rules)
            ceiling_ids = [one.id for one in plan.edition.ceilings]
            done.append((plan.rule_ids, ceiling_ids, folded._replace(rules=rules)))
        return _joined(done, totals)

    def _stretches(self, member: Ints, edition: Ints) -> list[tuple[Ints, int]]:
        """Return the rows of each stretch, and its edition.

        A member's stretch ends where the next deed has another edition. Stretches are numbered so
        that all with one number have one edition: the number steps on to the next that fits.
        """
        count = len(self.editions)
        steps = np.empty(len(edition), np.int64)
        steps[1:] = (edition[1:] - edition[:-1]) % count
        firsts = starts_of(member)
        steps[firsts] = edition[firsts]
        sums = np.cumsum(steps)
        lengths = np.diff(firsts, append=len(member))
        numbers = sums - np.repeat(sums[firsts] - steps[firsts], lengths)
        order = np.argsort(numbers, kind="stable")
        begins = starts_of(numbers[order])
        stretches = np.split(order, begins[1:])
        return [(rows, int(numbers[rows[0]]) % count) for rows in stretches]


def _slices(deeds: Columns, rows: int) -> Iterator[tuple[int, Columns]]:
    """Yield whole members' deeds, about so many at a time, and at which row they begin."""
    first = 0
    while first < len(deeds):
        last = min(first + rows, len(deeds)) - 1
        end = int(np.searchsorted(deeds.member, deeds.member[last], side="right"))
        yield first, deeds.at(slice(first, end))
        first = end


def _one_after_another(done: Sequence[tuple[int, Counted]], totals: Totals) -> Counted:
    """Return what the slices came to, each beginning at its row, as one."""
    if len(done) == 1:
        return done[0][1]._replace(totals=totals)
    rules: dict[str, list[Rises]] = {}
    bites: dict[str, list[Bite]] = {}
    limits: dict[str, list[Bite]] = {}
    for first, counted in done:
        for id, rises in counted.rules.items():
            rules.setdefault(id, []).append(Rises(rises.rows + first, rises.points))
        for into, found in ((bites, counted.bites), (limits, counted.limits)):
            for id, bite in found.items():
                into.setdefault(id, []).append(bite)
    return Counted(
        {
            id: Rises(
                concatenated([one.rows for one in parts]),
                concatenated([one.points for one in parts]),
            )
            for id, parts in rules.items()
        },
        _added(bites),
        totals,
        _added(limits),
    )


def _added(bites: Mapping[str, Sequence[Bite]]) -> dict[str, Bite]:
    return {id: Bite(*map(sum, zip(*parts, strict=True))) for id, parts in bites.items()}


def _joined(done: Sequence[tuple[Sequence[str], Sequence[str], Folded]], totals: Totals) -> Counted:
    """Return what all stretches came to, rows in order."""
    rules: dict[str, list[Rises]] = {}
    bites: dict[str, list[Bite]] = {}
    limits: dict[str, list[Bite]] = {}
    for rule_ids, ceiling_ids, folded in done:
        for id, rises in zip(rule_ids, folded.rules, strict=True):
            rules.setdefault(id, []).append(rises)
        for id, bite in zip(ceiling_ids, folded.bites, strict=True):
            bites.setdefault(id, []).append(bite)
        for id, bite in folded.limits.items():
            limits.setdefault(id, []).append(bite)
    return Counted(
        {id: _in_order(parts) for id, parts in rules.items()},
        _added(bites),
        totals,
        _added(limits),
    )


def _in_order(parts: Sequence[Rises]) -> Rises:
    if len(parts) == 1:
        return parts[0]
    rows = concatenated([one.rows for one in parts])
    points = concatenated([one.points for one in parts])
    order = np.argsort(rows, kind="stable")
    return Rises(rows[order], points[order])
