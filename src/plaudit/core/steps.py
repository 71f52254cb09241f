"""An edition compiled into steps: what each activity's deed goes through, in order.

A step holds plain numbers and positions, so that counting a deed is a loop over tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from plaudit.core.activity import Activity
from plaudit.core.deed import Deed
from plaudit.core.edition import Between, Edition, Equals, Stage, When
from plaudit.core.period import Period, weekday_of
from plaudit.core.schedule import PointsOf, compile_schedule
from plaudit.core.slots import Slot, Slots, ceiling_slot, key_of

PERIODS = tuple(Period)
Condition = Callable[[Deed], bool]
NOT_USED = -1


class CeilingStep(NamedTuple):
    """A ceiling: the key of day 0, which period start to add, and the most points it lets by."""

    base: int
    period_at: int
    at_most: int


class Step(NamedTuple):
    """A stage as one activity's deed meets it. Positions are NOT_USED where there is nothing.

    `condition` (None: always), `period_at` (which period start), `tally_at` (whose rise is
    counted), `fact_at` (which fact is added up), `weigh_at` and `weights` (millionths by choice),
    `each_at` and `bases` (key of day 0, by choice; a single one without `each`), `points_of`,
    `rise_at` (where a tally leaves its rise), `rule_id`, `ceilings` (in the order written).
    """

    condition: Condition | None
    period_at: int
    tally_at: int
    fact_at: int
    weigh_at: int
    weights: tuple[int, ...]
    each_at: int
    bases: tuple[int, ...]
    points_of: PointsOf
    rise_at: int
    rule_id: str
    ceilings: tuple[CeilingStep, ...]


def ceiling_steps(edition: Edition, slots: Slots) -> dict[str, tuple[CeilingStep, ...]]:
    """Return the ceilings of each rule, in the order written."""
    of_rule: dict[str, tuple[CeilingStep, ...]] = {}
    for ceiling in edition.ceilings:
        base = key_of(slots[ceiling_slot(ceiling)], 0)
        step = CeilingStep(base, PERIODS.index(ceiling.period), ceiling.at_most)
        for rule_id in ceiling.rules:
            of_rule[rule_id] = (*of_rule.get(rule_id, ()), step)
    return of_rule


def activity_steps(
    edition: Edition,
    activity: Activity,
    *,
    slots: Slots,
    ceilings: Mapping[str, tuple[CeilingStep, ...]],
) -> tuple[Step, ...]:
    """Return the steps of a deed of one activity: tallies before what counts them, then rules."""
    reached: list[Stage] = []
    waiting = [*edition.tallies(), *edition.rules()]
    tally_ids: list[str] = []
    while True:
        ready = [
            stage
            for stage in waiting
            if activity.id in stage.on
            or (stage.on_tally is not None and stage.on_tally in tally_ids)
        ]
        if not ready:
            break
        stage = next((one for one in ready if one.kind == "tally"), None)
        if stage is None:
            reached += ready
            break
        waiting.remove(stage)
        reached.append(stage)
        tally_ids.append(stage.id)
    return tuple(
        _step(
            stage, activity, slots=slots, tally_ids=tally_ids, ceilings=ceilings.get(stage.id, ())
        )
        for stage in reached
    )


def _step(
    stage: Stage,
    activity: Activity,
    *,
    slots: Slots,
    tally_ids: list[str],
    ceilings: tuple[CeilingStep, ...],
) -> Step:
    each_at = _fact_at(activity, stage.each)
    weigh_at = _fact_at(activity, stage.weigh_by)
    weights: tuple[int, ...] = ()
    if weigh_at != NOT_USED:
        weights = tuple(stage.weights.get(name, 0) for name in activity.facts[weigh_at].choices)
    return Step(
        condition=_condition(stage, activity),
        period_at=PERIODS.index(stage.period),
        tally_at=tally_ids.index(stage.on_tally) if stage.on_tally else NOT_USED,
        fact_at=_fact_at(activity, stage.count),
        weigh_at=weigh_at,
        weights=weights,
        each_at=each_at,
        bases=_bases(stage, activity, slots=slots),
        points_of=compile_schedule(stage),
        rise_at=tally_ids.index(stage.id) if stage.kind == "tally" else NOT_USED,
        rule_id=stage.id,
        ceilings=ceilings,
    )


def _fact_at(activity: Activity, name: str | None) -> int:
    if name is None:
        return NOT_USED
    index = activity.fact_index(name)
    assert index is not None, (activity.id, name)
    return index


def _bases(stage: Stage, activity: Activity, *, slots: Slots) -> tuple[int, ...]:
    if stage.each is None:
        return (key_of(slots[Slot(stage.id, stage.period)], 0),)
    choices = activity.facts[_fact_at(activity, stage.each)].choices
    return tuple(
        key_of(slots[Slot(stage.id, stage.period, stage.each, value)], 0) for value in choices
    )


def _condition(stage: Stage, activity: Activity) -> Condition | None:
    checks = [*_optional(stage, activity), *_day_checks(stage.when)]
    checks += [_fact_check(check, activity) for check in stage.when.facts]
    if stage.when.partners is not None:
        partners = stage.when.partners
        checks.append(lambda deed: deed.partner in partners)
    if not checks:
        return None
    if len(checks) == 1:
        return checks[0]

    def all_hold(deed: Deed) -> bool:
        for check in checks:  # noqa: SIM110 (a loop is quicker than all() here)
            if not check(deed):
                return False
        return True

    return all_hold


def _optional(stage: Stage, activity: Activity) -> list[Condition]:
    """Return a check for each fact that the stage needs and a deed may leave out."""
    names = {stage.count, stage.weigh_by, stage.each} - {None}
    names |= {check.fact for check in stage.when.facts}
    optional = [
        index
        for index, fact in enumerate(activity.facts)
        if fact.name in names and not fact.required
    ]
    return [_is_there(index) for index in optional]


def _is_there(index: int) -> Condition:
    return lambda deed: deed.facts[index] is not None


def _day_checks(when: When) -> list[Condition]:
    checks: list[Condition] = []
    if when.weekdays is not None:
        weekdays = when.weekdays
        checks.append(lambda deed: weekday_of(deed.day) in weekdays)
    if when.from_day is not None:
        from_day = when.from_day
        checks.append(lambda deed: deed.day >= from_day)
    if when.until_day is not None:
        until_day = when.until_day
        checks.append(lambda deed: deed.day < until_day)
    return checks


def _fact_check(check: Equals | Between, activity: Activity) -> Condition:
    index = _fact_at(activity, check.fact)
    if isinstance(check, Equals):
        choices = activity.facts[index].choices
        wanted = frozenset(
            choices.index(value) if isinstance(value, str) else value
            for value in check.values
            if not isinstance(value, str) or value in choices
        )
        return lambda deed: deed.facts[index] in wanted
    low = check.at_least
    below = check.below

    def between(deed: Deed) -> bool:
        number = deed.facts[index]
        return (
            number is not None
            and (low is None or number >= low)
            and (below is None or number < below)
        )

    return between
