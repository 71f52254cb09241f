"""An explanation gives every step of an award back, and its steps add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings

from plaudit.core.amount import MICRO
from plaudit.core.counting import Counting
from plaudit.core.edition import Edition
from plaudit.core.explaining import explain
from plaudit.core.explanation import CountedDeed, Explanation
from plaudit.core.period import start_of
from tests.core.strategies import Town, following, towns

FEWER = settings(max_examples=settings().max_examples // 3)
"""Drawing a town is most of the time; a search of the whole suite draws more."""


def explained(
    town: Town, counting: Counting, *, keeps_facts: bool = True
) -> Iterator[tuple[CountedDeed, Explanation]]:
    """Count a town's deeds in their order, and explain each from what the book keeps of it."""
    totals: dict[int, int] = {}
    slots = {number: slot for slot, number in counting.slots.items()}
    for deed in town.deeds:
        award = counting.count(totals, deed)
        facts = deed.facts if keeps_facts else None
        kept = CountedDeed(deed.activity, deed.day, facts, award.points, award.counted)
        edition = counting.edition_of(deed.day)
        assert edition is not None
        yield kept, explain(kept, edition, slots=slots)


@given(town=towns())
@FEWER
def test_the_points_of_the_steps_add_up_to_the_award(town: Town) -> None:
    counting = Counting([town.edition], town.activities)

    for deed, explanation in explained(town, counting):
        assert sum(rule.points for rule in explanation.rules) == deed.points == explanation.points


@given(drawn=following())
@FEWER
def test_steps_add_up_across_editions_that_follow_one_another(
    drawn: tuple[tuple[Edition, ...], Town],
) -> None:
    editions, town = drawn
    counting = Counting(editions, town.activities)

    for deed, explanation in explained(town, counting):
        assert explanation.edition is counting.edition_of(deed.happened_on)
        assert sum(rule.points for rule in explanation.rules) == deed.points


@given(town=towns())
@FEWER
def test_each_step_starts_where_the_one_before_it_in_that_period_ended(town: Town) -> None:
    counting = Counting([town.edition], town.activities)
    reached: dict[tuple[str, str, int], int] = {}

    for deed, explanation in explained(town, counting):
        steps = [*explanation.tallies, *(rule.counted for rule in explanation.rules)]
        for step in steps:
            place = (step.stage.id, step.each_value, step.span.starts_on)
            assert step.move.before == reached.get(place, 0)
            assert step.span.starts_on == start_of(step.span.period, deed.happened_on)
            assert step.move.after == step.move.before + step.move.amount
            reached[place] = step.move.after


@given(town=towns())
@FEWER
def test_a_ceiling_lets_through_at_most_what_was_asked_and_never_takes_back(town: Town) -> None:
    counting = Counting([town.edition], town.activities)

    for _, explanation in explained(town, counting):
        for rule in explanation.rules:
            asked = rule.counted.move.rise
            for step in rule.ceilings:
                assert step.asked == asked
                assert 0 <= step.let_through <= asked
                assert step.is_trimmed == (step.let_through < asked)
                asked = step.let_through
            assert rule.points == asked


@given(town=towns())
@FEWER
def test_a_limit_is_said_to_trim_only_where_the_schedule_alone_would_give_more(town: Town) -> None:
    counting = Counting([town.edition], town.activities)

    for _, explanation in explained(town, counting):
        for step in (*explanation.tallies, *(rule.counted for rule in explanation.rules)):
            assert 0 <= step.move.rise <= step.move.rise_without_limit
            assert not (step.stage.at_most is None and step.move.is_trimmed)


@given(town=towns())
@FEWER
def test_the_steps_are_the_same_after_the_facts_were_deleted(town: Town) -> None:
    counting = Counting([town.edition], town.activities)
    with_facts = [told for _, told in explained(town, counting)]
    without = [told for _, told in explained(town, counting, keeps_facts=False)]

    def bare(told: Explanation) -> Explanation:
        tallies = tuple(replace(step, weighing=None) for step in told.tallies)
        rules = tuple(
            replace(rule, counted=replace(rule.counted, weighing=None)) for rule in told.rules
        )
        passed_over = tuple(one._replace(has_nothing=False) for one in told.passed_over)
        return replace(told, tallies=tallies, rules=rules, passed_over=passed_over)

    assert [str(bare(told)) for told in with_facts] == [str(told) for told in without]


@given(town=towns())
@FEWER
def test_a_weighed_amount_is_what_was_weighed_times_the_weight(town: Town) -> None:
    counting = Counting([town.edition], town.activities)

    for _, explanation in explained(town, counting):
        for step in (*explanation.tallies, *(rule.counted for rule in explanation.rules)):
            if step.weighing is not None:
                assert step.move.amount == step.weighing.amount * step.weighing.weight // MICRO


@given(town=towns())
@FEWER
def test_an_award_that_is_not_the_sum_of_its_steps_stops_the_work(town: Town) -> None:
    counting = Counting([town.edition], town.activities)
    slots = {number: slot for slot, number in counting.slots.items()}

    for deed, _ in explained(town, counting):
        with pytest.raises(AssertionError, match="the book says"):
            explain(deed._replace(points=deed.points + 1), town.edition, slots=slots)


@given(town=towns())
@FEWER
def test_a_stage_that_watches_the_activity_either_counts_the_deed_or_is_named(town: Town) -> None:
    counting = Counting([town.edition], town.activities)

    for deed, explanation in explained(town, counting):
        steps = [*explanation.tallies, *(rule.counted for rule in explanation.rules)]
        counted = {step.stage.id for step in steps}
        passed_over = {one.stage.id for one in explanation.passed_over}
        watching = {stage.id for stage in town.edition.stages if deed.activity.id in stage.on}
        assert not counted & passed_over
        assert watching <= counted | passed_over
