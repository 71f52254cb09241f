"""The law of counting: `core.counting` against a plain second reading, on random sound editions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.activity import Activity
from plaudit.core.counting import Counting, Totals
from plaudit.core.deed import Deed
from plaudit.core.edition import Edition, Rate, Stage
from plaudit.core.period import Period, date_of
from plaudit.core.slots import Slot
from plaudit.core.soundness.check import is_sound
from tests.core.agreement import Counted, agree, counted, given_by
from tests.core.oracle import Label, label_of
from tests.core.random_editions import Town, crowded, many
from tests.core.strategies import Town as Drawn
from tests.core.strategies import towns


@many(6)
@given(town=crowded())
def test_counting_agrees_with_the_law_read_plainly(town: Town) -> None:
    assert is_sound(town.editions[0], town.activities)

    agree(town.deeds, counted(town), town.editions)


@many(1)
@given(town=towns(deeds_max=20))
def test_widely_drawn_editions_agree_with_the_law_read_plainly(town: Drawn) -> None:
    counting = Counting([town.edition], town.activities)
    totals: Totals = {}
    awards = [counting.count(totals, deed) for deed in town.deeds]

    agree(town.deeds, Counted(counting, awards, totals), [town.edition])


@many(4)
@given(town=crowded(editions=3))
def test_editions_that_follow_each_other_agree_with_the_law_read_plainly(town: Town) -> None:
    agree(town.deeds, counted(town), town.editions)


@many(2)
@given(town=crowded(editions=3))
def test_no_award_is_negative_and_no_rule_takes_back(town: Town) -> None:
    for award in counted(town).awards:
        assert award.points == sum(points for _, points in award.rules)
        assert all(points > 0 for _, points in award.rules)
        assert all(amount > 0 for amount in award.counted[2::3])
        assert all(before >= 0 for before in award.counted[1::3])


@many(4)
@given(town=crowded(), order=st.randoms(use_true_random=False))
def test_totals_depend_only_on_which_deeds_were_counted(town: Town, order: Random) -> None:
    shuffled = town._replace(deeds=order.sample(town.deeds, len(town.deeds)))

    once, again = counted(town), counted(shuffled)

    assert again.totals == once.totals
    assert given_by(shuffled.deeds, again) == given_by(town.deeds, once)


def capped_points(
    deeds: Sequence[Deed], done: Counted, edition: Edition
) -> dict[tuple[str, str, Label], int]:
    """Add up what each rule gave, for each value of its `each` and each of its periods."""
    by_id = {rule.id: rule for rule in edition.rules()}
    points: dict[tuple[str, str, Label], int] = defaultdict(int)
    for deed, award in zip(deeds, done.awards, strict=True):
        for rule_id, rule_points in award.rules:
            rule = by_id[rule_id]
            value = ""
            if rule.each is not None:
                at = deed.activity.fact_index(rule.each)
                assert at is not None
                value = str(deed.activity.facts[at].choices[deed.facts[at] or 0])
            points[rule_id, value, label_of(rule.period, date_of(deed.day))] += rule_points
    return points


def ceiling_points(deeds: Sequence[Deed], done: Counted, edition: Edition) -> dict[Slot, int]:
    """Return the most that the rules of each ceiling gave in one of its periods."""
    points: dict[tuple[Slot, Label], int] = defaultdict(int)
    for deed, award in zip(deeds, done.awards, strict=True):
        for ceiling in edition.ceilings:
            given = sum(points for rule_id, points in award.rules if rule_id in ceiling.rules)
            label = label_of(ceiling.period, date_of(deed.day))
            points[Slot(ceiling.id, ceiling.period), label] += given
    most: dict[Slot, int] = {}
    for (slot, _), given in points.items():
        most[slot] = max(given, most.get(slot, 0))
    return most


@many(2)
@given(town=crowded())
def test_a_cap_is_never_overshot(town: Town) -> None:
    no_cap_is_overshot(town, town.editions[0])


def no_cap_is_overshot(town: Town, edition: Edition) -> None:
    """Assert that no rule and no ceiling gives more in a period than an edition lets it."""
    done, deeds = counted(town), town.deeds
    for (rule_id, _, _), points in capped_points(deeds, done, edition).items():
        most = next(rule.at_most for rule in edition.rules() if rule.id == rule_id)
        assert most is None or points <= most
    most_given = ceiling_points(deeds, done, edition)
    for ceiling in edition.ceilings:
        assert most_given.get(Slot(ceiling.id, ceiling.period), 0) <= ceiling.at_most


def lowered(edition: Edition, rng: Random, *, starts_on: int) -> Edition:
    """Return the same edition with caps that are no higher, from a later day on."""

    def cap(at_most: int | None) -> int:
        return rng.randint(0, 60 if at_most is None else at_most)

    stages = [
        replace(stage, at_most=cap(stage.at_most)) if stage.kind == "rule" else stage
        for stage in edition.stages
    ]
    ceilings = [replace(one, at_most=cap(one.at_most)) for one in edition.ceilings]
    return replace(
        edition, id="lower", starts_on=starts_on, stages=tuple(stages), ceilings=tuple(ceilings)
    )


@many(2)
@given(town=crowded(), days=st.integers(20, 120), rng=st.randoms(use_true_random=False))
def test_an_edition_that_lowers_caps_takes_nothing_back_and_overshoots_none(
    town: Town, days: int, rng: Random
) -> None:
    first = town.editions[0]
    later = lowered(first, rng, starts_on=first.starts_on + days)
    both = town._replace(editions=(first, later))

    assert all(award.points >= 0 for award in counted(both).awards)
    no_cap_is_overshot(both, first)


@many(2)
@given(town=crowded(editions=3))
def test_what_may_be_touched_takes_in_every_total_that_is_moved(town: Town) -> None:
    done = counted(town)

    for deed, award in zip(town.deeds, done.awards, strict=True):
        assert set(award.counted[::3]) <= set(done.counting.touched(deed.activity.id, deed.day))


@many(2)
@given(town=crowded(editions=2))
def test_an_award_keeps_what_its_totals_were_and_by_how_much_they_rose(town: Town) -> None:
    done = counted(town)
    totals: Totals = {}

    for award in done.awards:
        for key, before, amount in zip(*[iter(award.counted)] * 3, strict=True):
            assert totals.get(key, 0) == before
            totals[key] = before + amount
    assert totals == done.totals


@many(2)
@given(town=crowded(), rng=st.randoms(use_true_random=False))
def test_the_order_of_a_closed_list_in_an_activity_changes_nothing(town: Town, rng: Random) -> None:
    others: dict[str, Activity] = {}
    for id, activity in town.activities.items():
        facts = [
            replace(fact, choices=tuple(rng.sample(fact.choices, len(fact.choices))))
            for fact in activity.facts
        ]
        others[id] = replace(activity, facts=tuple(facts))

    def retold(deed: Deed) -> Deed:
        other = others[deed.activity.id]
        facts = [
            value if value is None or was.is_number else now.choices.index(was.choices[value])
            for value, was, now in zip(deed.facts, deed.activity.facts, other.facts, strict=True)
        ]
        return deed._replace(activity=other, facts=tuple(facts))

    told_anew = town._replace(activities=others, deeds=[retold(deed) for deed in town.deeds])

    awards, again = counted(town).awards, counted(told_anew).awards

    assert [award.rules for award in again] == [award.rules for award in awards]


def test_a_day_before_the_first_edition_is_counted_by_none() -> None:
    activity = Activity("walk", {})
    once = Rate(Fraction(1), Fraction(1))
    stage = Stage("walks", "rule", Period.DAY, on=("walk",), schedule=once)
    edition = Edition("town", "1", 100, "UTC", ("en",), (stage,))
    counting = Counting([edition], {"walk": activity})

    assert counting.edition_of(99) is None
    assert counting.edition_of(100) is edition
    assert counting.touched("walk", 99) == ()
