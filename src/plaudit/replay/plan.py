"""An edition compiled for columns: its stages in the order in which they count.

Positions of facts differ from activity to activity, so a stage holds one `Reach` for each
activity that can reach it. The order and the numbers of totals are those of `core`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from plaudit.core.activity import Activity
from plaudit.core.edition import Between, Ceiling, Edition, Equals, Stage
from plaudit.core.slots import Slot, Slots, activities_of, ceiling_slot
from plaudit.replay.columns import Ints
from plaudit.replay.curves import Curve, curve_of


class FactCheck(NamedTuple):
    """A condition on one fact: one of `values`, or from `low` on and below `below`."""

    fact_at: int
    values: Ints | None
    low: int | None
    below: int | None


class Reach(NamedTuple):
    """What a stage reads of one activity's deeds. A position of None: nothing is read.

    `needed`: positions of facts that a deed may leave out and the stage can't do without.
    `weights` in millionths and `slots` by the choice's index (one slot without `each`).
    """

    activity_at: int
    needed: tuple[int, ...]
    checks: tuple[FactCheck, ...]
    count_at: int | None
    weigh_at: int | None
    weights: Ints
    each_at: int | None
    slots: Ints


class PlannedStage(NamedTuple):
    """A tally or a rule. `rule_at` is its place among the rules, None for a tally."""

    stage: Stage
    curve: Curve
    reaches: tuple[Reach, ...]
    partners: Ints | None
    rule_at: int | None


class PlannedCeiling(NamedTuple):
    """A ceiling: the slot of its total, and the places of its rules, in the order counted."""

    ceiling: Ceiling
    slot: int
    rules_at: tuple[int, ...]


class Plan(NamedTuple):
    """An edition: tallies before what counts them, then the rules in the order written.

    `endless`: by rule, what its schedule gives without its own `at_most` (`with_limits`).
    """

    edition: Edition
    stages: tuple[PlannedStage, ...]
    ceilings: tuple[PlannedCeiling, ...]
    rule_ids: tuple[str, ...]
    endless: Mapping[str, Curve] = {}


ENDLESS = 10**12
"""So many points stand for no limit: sums of a million deeds stay within 63 bits."""


def with_limits(plan: Plan) -> Plan:
    """Return a plan that also counts what rules' own limits cut."""
    limited = [one for one in plan.edition.rules() if one.at_most is not None]
    return plan._replace(
        endless={one.id: curve_of(replace(one, at_most=ENDLESS)) for one in limited}
    )


def plan_of(
    edition: Edition,
    activities: Mapping[str, Activity],
    *,
    slots: Slots,
    activity_ids: Sequence[str],
    partner_ids: Sequence[str],
) -> Plan:
    """Return the plan of an edition over columns with these activities and partners."""
    rule_ids = tuple(rule.id for rule in edition.rules())
    places = {id: at for at, id in enumerate(activity_ids)}
    stages = []
    for stage in (*_tallies_in_order(edition), *edition.rules()):
        reaches = tuple(
            _reach(stage, activities[id], activity_at=places[id], slots=slots)
            for id in activities_of(edition, stage.id)
            if id in places
        )
        named = stage.when.partners
        partners = None
        if named is not None:
            partners = np.array([at for at, id in enumerate(partner_ids) if id in named], np.int64)
        rule_at = rule_ids.index(stage.id) if stage.kind == "rule" else None
        stages.append(PlannedStage(stage, curve_of(stage), reaches, partners, rule_at))
    ceilings = tuple(
        PlannedCeiling(
            one,
            slots[ceiling_slot(one)],
            tuple(sorted({rule_ids.index(id) for id in one.rules})),
        )
        for one in edition.ceilings
    )
    return Plan(edition, tuple(stages), ceilings, rule_ids)


def _tallies_in_order(edition: Edition) -> list[Stage]:
    done: dict[str, Stage] = {}
    waiting = list(edition.tallies())
    while waiting:
        ready = [one for one in waiting if one.on_tally is None or one.on_tally in done]
        assert ready, "tallies in a circle: the edition isn't sound"
        done.update({one.id: one for one in ready})
        waiting = [one for one in waiting if one.id not in done]
    return list(done.values())


def _reach(stage: Stage, activity: Activity, *, activity_at: int, slots: Slots) -> Reach:
    at = activity.fact_index
    count_at, weigh_at, each_at = (
        None if name is None else at(name) for name in (stage.count, stage.weigh_by, stage.each)
    )
    weights = np.zeros(0, np.int64)
    if weigh_at is not None:
        choices = activity.facts[weigh_at].choices
        weights = np.array([stage.weights.get(name, 0) for name in choices], np.int64)
    if each_at is None:
        numbers = [slots[Slot(stage.id, stage.period)]]
    else:
        assert stage.each is not None
        numbers = [
            slots[Slot(stage.id, stage.period, stage.each, value)]
            for value in activity.facts[each_at].choices
        ]
    read = {stage.count, stage.weigh_by, stage.each, *(one.fact for one in stage.when.facts)}
    return Reach(
        activity_at=activity_at,
        needed=tuple(
            number
            for number, fact in enumerate(activity.facts)
            if fact.name in read and not fact.required
        ),
        checks=tuple(_check(one, activity) for one in stage.when.facts),
        count_at=count_at,
        weigh_at=weigh_at,
        weights=weights,
        each_at=each_at,
        slots=np.array(numbers, np.int64),
    )


def _check(check: Equals | Between, activity: Activity) -> FactCheck:
    at = activity.fact_index(check.fact)
    assert at is not None, (activity.id, check.fact)
    if isinstance(check, Between):
        return FactCheck(at, None, check.at_least, check.below)
    choices = activity.facts[at].choices
    wanted = [
        choices.index(value) if isinstance(value, str) else value
        for value in check.values
        if not isinstance(value, str) or value in choices
    ]
    return FactCheck(at, np.array(wanted, np.int64), None, None)
