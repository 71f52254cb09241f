"""Explaining an award: from what the book kept of a deed back to the steps that earned it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from plaudit.core.amount import MICRO
from plaudit.core.edition import Edition, Stage
from plaudit.core.explanation import (
    MOVES_KEPT,
    CeilingStep,
    CountedDeed,
    Explanation,
    Move,
    PassedOver,
    RuleStep,
    Span,
    StageStep,
    Weighing,
)
from plaudit.core.kept import kept_steps
from plaudit.core.period import end_of
from plaudit.core.schedule import compile_schedule
from plaudit.core.slots import CEILING, KEPT, Slot, period_start_of, slot_of


def explain(
    deed: CountedDeed,
    edition: Edition,
    *,
    slots: Mapping[int, Slot],
    older: Edition | None = None,
) -> Explanation:
    """Return the steps of a deed's award, as counted by the edition of its day.

    Units:   see `CountedDeed`. `slots` is by number: what each running total stands for.
    Takes:   `older`: the edition before it, whose rules may have counted a part of a period.
    Refuses: nothing. Steps that don't add up to the award, or that name a stage the edition
             doesn't have, are an assertion: the book or the edition is not what was counted.
    """
    return Explainer(edition, slots=slots, older=older).explain(deed)


class Explainer:
    """Explains the deeds of one edition: what depends on it alone is worked out once.

    Equal moves of a stage are the same Move, for as long as it is among the last MOVES_KEPT.
    """

    def __init__(
        self, edition: Edition, *, slots: Mapping[int, Slot], older: Edition | None = None
    ) -> None:
        self._edition = edition
        self._slots = slots
        self._stages = {stage.id: stage for stage in edition.stages}
        self._ceilings = {ceiling.id: ceiling for ceiling in edition.ceilings}
        self._moves: dict[str, Callable[[int, int], Move]] = {}
        self._changed = frozenset() if older is None else _changed(older, edition)

    def explain(self, deed: CountedDeed) -> Explanation:
        """Return what `explain` does."""
        tallies: list[StageStep] = []
        rules: list[RuleStep] = []
        is_told_anew = False
        for span, slot, before, amount in _entries(deed.counted, self._slots):
            name = slot.stage_id.removeprefix(CEILING)
            began_before = bool(before) and span.starts_on < self._edition.starts_on
            is_told_anew |= began_before and name in self._changed
            ceiling = self._ceilings.get(name)
            if ceiling is not None:
                asked = CeilingStep(ceiling, span, before // MICRO, amount // MICRO)
                rules[-1] = _asked(rules[-1], asked)
                continue
            move = self._move(name)(before, amount)
            weighed = _weighed(move.stage, deed, tallies)
            step = StageStep(
                move, span, slot.each_value, deed.activity.fact(move.stage.count), weighed
            )
            if step.stage.kind == "tally":
                tallies.append(step)
            else:
                rules.append(RuleStep(step, ()))
        had = sum(points for _, points in kept_steps(deed.counted))
        earned = sum(rule.points for rule in rules) - had
        assert earned == deed.points, f"the steps give {earned} points, the book says {deed.points}"
        steps = [*tallies, *(rule.counted for rule in rules)]
        return Explanation(
            edition=self._edition,
            activity=deed.activity,
            tallies=tuple(tallies),
            rules=tuple(rules),
            points=deed.points,
            passed_over=tuple(self._passed_over(deed, steps)),
            had_points=had,
            is_told_anew=is_told_anew,
        )

    def _passed_over(self, deed: CountedDeed, steps: list[StageStep]) -> Iterator[PassedOver]:
        counted_ids = {step.stage.id for step in steps}
        risen_ids = {step.stage.id for step in steps if step.move.rise}
        for stage in self._edition.stages:
            watches = deed.activity.id in stage.on or stage.on_tally in risen_ids
            if watches and stage.id not in counted_ids:
                yield PassedOver(stage, _has_nothing(stage, deed))

    def _move(self, stage_id: str) -> Callable[[int, int], Move]:
        """Return what gives the moves of a stage, by the total before and the amount."""
        if stage_id not in self._moves:
            self._moves[stage_id] = _moves_of(self._stages[stage_id])
        return self._moves[stage_id]


def _changed(older: Edition, edition: Edition) -> frozenset[str]:
    """Return the stages and ceilings that make another number of points of the same total."""
    was, now = _made_of_totals(older), _made_of_totals(edition)
    return frozenset(id for id in was.keys() & now.keys() if was[id] != now[id])


def _made_of_totals(edition: Edition) -> dict[str, tuple[object, ...]]:
    made: dict[str, tuple[object, ...]] = {one.id: (one.at_most,) for one in edition.ceilings}
    return made | {one.id: (one.schedule, one.rounding, one.at_most) for one in edition.stages}


def _moves_of(stage: Stage) -> Callable[[int, int], Move]:
    given = compile_schedule(stage)
    endless = compile_schedule(replace(stage, at_most=None))

    @lru_cache(maxsize=MOVES_KEPT)
    def move(before: int, amount: int) -> Move:
        after = before + amount
        without_limit = endless(after) - endless(before)
        return Move(stage, before, amount, given(before), given(after), without_limit)

    return move


def _entries(
    counted: tuple[int, ...], slots: Mapping[int, Slot]
) -> Iterator[tuple[Span, Slot, int, int]]:
    assert len(counted) % 3 == 0, counted
    for at in range(0, len(counted), 3):
        key, before, amount = counted[at : at + 3]
        if key >= KEPT:
            continue
        slot = slots[slot_of(key)]
        starts_on = period_start_of(key)
        yield Span(slot.period, starts_on, end_of(slot.period, starts_on)), slot, before, amount


def _asked(rule: RuleStep, step: CeilingStep) -> RuleStep:
    assert step.asked == rule.points, (
        f"{step.ceiling.id}: {rule.points} expected, {step.asked} asked"
    )
    return RuleStep(rule.counted, (*rule.ceilings, step))


def _told(deed: CountedDeed) -> dict[str, int | None]:
    """Return a deed's facts by name; an activity that gained facts later has more than it."""
    names = (fact.name for fact in deed.activity.facts)
    return dict(zip(names, deed.facts or (), strict=False))


def _has_nothing(stage: Stage, deed: CountedDeed) -> bool:
    """Return whether a deed has nothing that a stage counts; False where its facts are gone."""
    if deed.facts is None:
        return False
    told = _told(deed)
    needed = [name for name in (stage.count, stage.weigh_by, stage.each) if name is not None]
    if any(told.get(name) is None for name in needed) or (stage.count and not told[stage.count]):
        return True
    chosen_by, chosen = deed.activity.fact(stage.weigh_by), told.get(stage.weigh_by or "")
    if chosen_by is None or chosen is None:
        return False
    return not stage.weights.get(chosen_by.choices[chosen], 0)


def _weighed(stage: Stage, deed: CountedDeed, tallies: list[StageStep]) -> Weighing | None:
    """Return how the amount was weighed; None where it wasn't, or the facts are gone.

    Takes:   `tallies`: the steps of the deed so far, of which it may count one.
    """
    if stage.weigh_by is None or deed.facts is None:
        return None
    told = _told(deed)
    chosen_by = deed.activity.fact(stage.weigh_by)
    chosen = told.get(stage.weigh_by)
    number = MICRO if stage.count is None else told.get(stage.count)
    if stage.on_tally is not None:
        rises = {step.stage.id: step.move.rise for step in tallies}
        number = rises.get(stage.on_tally)
    if chosen_by is None or chosen is None or number is None:
        return None
    choice = chosen_by.choices[chosen]
    return Weighing(number, chosen_by, choice, stage.weights.get(choice, 0))
