"""What a member keeps of a period beyond what its deeds give, after one of them was struck out.

Nothing is paid twice: a later deed that the same rule counts in the same period fills it up first.
It never reaches another rule or period, so it is no debt. It is a running total like any other,
under a key of its own: `KEPT` and the key of the rule's total.
Source: docs/decisions/0016-reversal.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.amount import MICRO
from plaudit.core.counting import Award, Counting, Totals
from plaudit.core.deed import Deed
from plaudit.core.slots import KEPT, slot_of
from plaudit.core.steps import NOT_USED


def _rule_keys(award: Award, counting: Counting, deed: Deed) -> dict[str, int]:
    """Return, for each rule that gave points, the key of its total."""
    keys = {slot_of(key): key for key in award.counted[::3]}
    steps, _ = counting.steps_of(deed.activity.id, deed.day)
    given = dict(award.rules)
    return {
        step.rule_id: next(keys[slot] for slot in map(slot_of, step.bases) if slot in keys)
        for step in steps
        if step.rise_at == NOT_USED and step.rule_id in given
    }


def less_kept(award: Award, totals: Totals, *, counting: Counting, deed: Deed) -> Award:
    """Return an award less what its member has of it already; `totals` move on.

    What was taken off stands at the end of `counted`, under the keys of what is kept.
    """
    if not award.points:
        return award
    keys = _rule_keys(award, counting, deed)
    counted, points = list(award.counted), award.points
    rules: list[tuple[str, int]] = []
    for rule_id, asked in award.rules:
        key = keys[rule_id] | KEPT
        before = totals.get(key, 0)
        had = min(asked, before // MICRO)
        if had:
            counted += (key, before, -had * MICRO)
            totals[key] = before - had * MICRO
            points -= had
        if asked > had:
            rules.append((rule_id, asked - had))
    return Award(points, tuple(rules), tuple(counted))


def kept_steps(counted: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield (key of the rule, points that were had already) of an award."""
    for at in range(0, len(counted), 3):
        if counted[at] >= KEPT:
            yield counted[at] - KEPT, -counted[at + 2] // MICRO
