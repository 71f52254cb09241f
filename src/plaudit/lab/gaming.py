"""Simple ways to get more for the same: one large report or many small ones, one day or many.

Each is tried with `core` on a member who has nothing yet. More is not wrong by itself (a daily
ceiling is there to reward many days); the report shows where it happens, for a person to judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import MICRO
from plaudit.core.counting import Counting, Totals
from plaudit.core.deed import Deed
from plaudit.core.edition import Edition

PARTS = 7
"""Into how many reports, or over how many days, an amount is split."""


class Tried(NamedTuple):
    """What the same amount of one kind of deed gives: at once, in parts, over days."""

    activity: str
    fact: str
    amount: int
    at_once: int
    in_parts: int
    over_days: int


def gaming(edition: Edition, activities: Mapping[str, Activity], *, day: int) -> list[Tried]:
    """Return what splitting gives for each kind of deed with a number; `day` is a Monday."""
    counting = Counting([edition], activities)
    watched = edition.kinds()
    found = []
    for id in sorted(watched & set(activities)):
        activity = activities[id]
        numbers = [fact for fact in activity.facts if fact.is_number]
        for fact in numbers:
            part = _part(fact)
            if part is None:
                continue
            whole = _points(counting, [_deed(activity, fact, part * PARTS, day=day)])
            small = [_deed(activity, fact, part, day=day) for _ in range(PARTS)]
            daily = [_deed(activity, fact, part, day=day + later) for later in range(PARTS)]
            found.append(
                Tried(
                    id, fact.name, part * PARTS, whole, _points(counting, small),
                    _points(counting, daily),
                )
            )  # fmt: skip
    return found


def _part(fact: Fact) -> int | None:
    """Return an amount that can stand in one report, and PARTS times as much in one too."""
    step = MICRO // 10**fact.places
    most = fact.high // PARTS // step * step
    least = max(fact.low, step)
    return min(max(least, 2 * MICRO), most) if most >= least else None


def _deed(activity: Activity, counted: Fact, amount: int, *, day: int) -> Deed:
    facts: list[int | None] = []
    for fact in activity.facts:
        if fact is counted:
            facts.append(amount)
        elif fact.is_number:
            facts.append(min(max(fact.low, MICRO), fact.high))
        else:
            facts.append(0)
    return Deed(activity, "a-partner", day, tuple(facts))


def _points(counting: Counting, deeds: Sequence[Deed]) -> int:
    totals: Totals = {}
    return sum(counting.count(totals, deed).points for deed in deeds)
