"""Recounting: what a member's deeds give when some of them are left out.

The book keeps of each deed what it counted, stage by stage, so its facts aren't needed: they may
have been deleted. What came from outside (deeds, cups, hours) stays as it was; what a deed gave to
a tally, and what a ceiling let through, is worked out anew. Source: design, section 3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from plaudit.core.activity import Activity
from plaudit.core.amount import MICRO
from plaudit.core.counting import Counting, Totals, let_through
from plaudit.core.deed import Deed
from plaudit.core.slots import KEPT, slot_of
from plaudit.core.steps import NOT_USED, Step


class Past(NamedTuple):
    """A row that moved a member's running totals: a deed, or a reversal (`activity` is None).

    `number`: in which order they were recorded. `counted` as in core.counting.Award.
    """

    number: int
    day: int
    activity: Activity | None
    points: int
    counted: tuple[int, ...]


class Recount(NamedTuple):
    """Running totals after a recount; points by the rule's key, and by deed and that key."""

    totals: Totals
    points: dict[int, int]
    awards: dict[int, dict[int, int]]


def totals_in_book(history: Iterable[Past]) -> Totals:
    """Return the running totals as the book has them after a member's rows, kept ones too."""
    totals: Totals = {}
    for past in history:
        for at in range(0, len(past.counted), 3):
            key, before, amount = past.counted[at : at + 3]
            totals[key] = before + amount
    return totals


def recount(history: Collection[Past], without: Collection[int], counting: Counting) -> Recount:
    """Return what a member's deeds give, in the order recorded, without those of some numbers.

    Rows that were deleted after their last day are in the totals that the first row after them
    starts with.
    """
    totals: Totals = {}
    for past in history:
        for at in range(0, len(past.counted), 3):
            key, before = past.counted[at : at + 2]
            if key < KEPT:
                totals.setdefault(key, before)
    points: dict[int, int] = {}
    awards: dict[int, dict[int, int]] = {}
    for past in history:
        if past.activity is not None and past.number not in without:
            award = dict(count_again(past, past.activity, totals, counting=counting))
            awards[past.number] = award
            for key, rise in award.items():
                points[key] = points.get(key, 0) + rise
    return Recount(totals, points, awards)


def count_again(
    past: Past, activity: Activity, totals: Totals, *, counting: Counting
) -> Iterator[tuple[int, int]]:
    """Yield (key of its total, points) for each rule that counts a deed after `totals`.

    The totals move on.
    """
    steps, starts = counting.steps_of(activity.id, past.day)
    amounts = {
        slot_of(past.counted[at]): past.counted[at + 2] for at in range(0, len(past.counted), 3)
    }
    rises: dict[int, int] = {}
    choices: dict[int, int] = {}
    for step in steps:
        if step.tally_at == NOT_USED:
            place, amount = _from_outside(step, amounts)
        else:
            place = choices.get(step.tally_at, 0)
            amount = _from_tally(step, rises, place=place, past=past, activity=activity)
        if not amount:
            continue
        each = place if step.each_at != NOT_USED else 0
        key = step.bases[each] + starts[step.period_at]
        before = totals.get(key, 0)
        totals[key] = before + amount
        rise = step.points_of(before + amount) - step.points_of(before)
        if step.rise_at != NOT_USED:
            rises[step.rise_at] = rise
            choices[step.rise_at] = place
            continue
        if step.ceilings and rise:
            rise = let_through(rise, step.ceilings, starts=starts, totals=totals, counted=[])
        yield key, rise


def _from_outside(step: Step, amounts: dict[int, int]) -> tuple[int, int]:
    """Return which of the step's totals a deed moved, by place, and by how much."""
    for place, base in enumerate(step.bases):
        amount = amounts.get(slot_of(base))
        if amount is not None:
            return place, amount
    return 0, 0


def _from_tally(
    step: Step, rises: dict[int, int], *, place: int, past: Past, activity: Activity
) -> int:
    """Return what a step counts of its tally's rise.

    It may ask for the day, and for the choice that the tally tells apart (core.soundness).
    """
    rise = rises.get(step.tally_at, 0)
    if not rise:
        return 0
    facts: list[int | None] = [None] * len(activity.facts)
    for at in (step.each_at, step.weigh_at):
        if at != NOT_USED:
            facts[at] = place
    if step.condition is not None and not step.condition(
        Deed(activity, "", past.day, tuple(facts))
    ):
        return 0
    if step.weigh_at == NOT_USED:
        return rise
    return rise * step.weights[place] // MICRO
