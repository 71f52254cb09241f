"""Slots: small numbers for the running totals of a programme, and the keys of one member's.

A slot stands for (stage id, period, each fact, each value). It stays the same from edition to
edition, so that counters go on. A key is a slot together with the first day of one period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from plaudit.core.activity import Activity
from plaudit.core.edition import Ceiling, Edition
from plaudit.core.period import Period

_START_BITS = 24
_START_OFFSET = 1 << (_START_BITS - 1)
_START_MASK = (1 << _START_BITS) - 1
KEPT = 1 << 60
"""Added to a key: not what was counted, but what is kept beyond it (core.kept)."""
CEILING = "ceiling:"
"""Before a ceiling's id in its slot. An id has no colon, so no stage's slot can be a ceiling's."""


class Slot(NamedTuple):
    """What one running total counts. `each_fact` and `each_value` are empty without `each`."""

    stage_id: str
    period: Period
    each_fact: str = ""
    each_value: str = ""


Slots = Mapping[Slot, int]


def ceiling_slot(ceiling: Ceiling) -> Slot:
    """Return the slot of what a ceiling's rules asked for.

    It isn't that of a stage with the same id, which another edition may have.

    >>> ceiling_slot(Ceiling("cups", rules=("mugs",), period=Period.MONTH, at_most=40)).stage_id
    'ceiling:cups'
    """
    return Slot(CEILING + ceiling.id, ceiling.period)


def key_of(slot: int, period_start: int) -> int:
    """Return the key of a slot's total for the period that starts on a day.

    >>> slot_of(key_of(7, -3)), period_start_of(key_of(7, -3))
    (7, -3)
    """
    return slot << _START_BITS | (period_start + _START_OFFSET)


def slot_of(key: int) -> int:
    """Return the slot of a key; of what is kept, a slot beyond all others."""
    return key >> _START_BITS


def period_start_of(key: int) -> int:
    """Return the first day of a key's period."""
    return (key & _START_MASK) - _START_OFFSET


def newest_of_each(keys: Iterable[int]) -> dict[int, int]:
    """Return the newest key of each slot, by slot: the later period has the greater key.

    >>> newest_of_each([key_of(7, 3), key_of(2, 9), key_of(7, 4)]) == {
    ...     7: key_of(7, 4),
    ...     2: key_of(2, 9),
    ... }
    True
    """
    return {key >> _START_BITS: key for key in sorted(keys)}


def slots_needed(edition: Edition, activities: Mapping[str, Activity]) -> list[Slot]:
    """Return every slot that an edition may count in, in a steady order."""
    needed: dict[Slot, None] = {}
    for stage in edition.stages:
        if stage.each is None:
            needed[Slot(stage.id, stage.period)] = None
            continue
        for activity_id in activities_of(edition, stage.id):
            activity = activities[activity_id]
            index = activity.fact_index(stage.each)
            assert index is not None, (stage.id, stage.each)
            for value in activity.facts[index].choices:
                needed[Slot(stage.id, stage.period, stage.each, value)] = None
    for ceiling in edition.ceilings:
        needed[ceiling_slot(ceiling)] = None
    return list(needed)


def number_slots(needed: Iterable[Slot], known: Slots | None = None) -> dict[Slot, int]:
    """Return numbers for all slots: known ones keep theirs, new ones get the next."""
    numbers = dict(known or {})
    for slot in needed:
        numbers.setdefault(slot, len(numbers) + 1)
    return numbers


def activities_of(edition: Edition, stage_id: str) -> tuple[str, ...]:
    """Return the activities that can reach a stage, through tallies too."""
    by_id = {stage.id: stage for stage in edition.stages}
    stage = by_id[stage_id]
    while stage.on_tally is not None:
        stage = by_id[stage.on_tally]
    return stage.on
