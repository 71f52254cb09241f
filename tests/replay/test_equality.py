"""Both engines say the same: every deed, every rule, every running total.

PLAUDIT_TOWNS=5000 counts so many towns instead of a few.
"""

from __future__ import annotations

import os
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plaudit.core.amount import MICRO, Rounding
from plaudit.core.counting import Counting, Totals
from plaudit.core.edition import Bands, Every, Ladder, Rate, Schedule, Stage
from plaudit.core.period import Period
from plaudit.core.schedule import compile_schedule
from plaudit.replay.curves import curve_of
from plaudit.replay.inputs import TooMany
from tests.core.random_editions import Town, crowded
from tests.core.strategies import following
from tests.replay.columns import replayed

TOWNS = int(os.environ.get("PLAUDIT_TOWNS", "25"))
MEMBERS = ("ann", "bo", "cy")


def agree(town: Town, rng: Random) -> None:
    """Fail where the engines differ over a town's deeds, shared out to three members."""
    members = [rng.choice(MEMBERS) for _ in town.deeds]
    counting = Counting(town.editions, town.activities)
    expected: dict[str, Totals] = {}
    awards = [
        counting.count(expected.setdefault(member, {}), deed)
        for member, deed in zip(members, town.deeds, strict=True)
    ]
    totals: dict[str, Totals] = {}

    said = replayed(town.editions, town.activities, town.deeds, members, totals=totals)

    assert said == [dict(award.rules) for award in awards]
    assert totals == {member: held for member, held in expected.items() if held}


@settings(max_examples=TOWNS, deadline=None)
@given(town=crowded(deeds_max=150), rng=st.randoms(use_true_random=False))
def test_an_edition_is_counted_as_core_counts_it(town: Town, rng: Random) -> None:
    agree(town, rng)


@settings(max_examples=TOWNS, deadline=None)
@given(town=crowded(editions=3, deeds_max=150), rng=st.randoms(use_true_random=False))
def test_editions_that_follow_and_late_deeds_are_counted_as_they_arrived(
    town: Town, rng: Random
) -> None:
    agree(town, rng)


@settings(max_examples=max(10, TOWNS // 10), deadline=None)
@given(drawn=following(), rng=st.randoms(use_true_random=False))
def test_widely_drawn_editions_are_counted_as_core_counts_them(drawn, rng: Random) -> None:  # type: ignore[no-untyped-def]
    editions, town = drawn
    agree(Town(editions, town.activities, list(town.deeds)), rng)


SCHEDULES: tuple[Schedule, ...] = (
    Rate(Fraction(7, 3), Fraction(11, 10)),
    Rate(Fraction(10**9), Fraction(1, 10**6)),
    Every(Fraction(5, 2), Fraction(3)),
    Ladder(((Fraction(1, 3), Fraction(5, 2)), (Fraction(10**9), Fraction(10**30)))),
    Bands(((Fraction(5, 3), Fraction(2)), (Fraction(10), Fraction(1, 7)), (None, Fraction(3)))),
)


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("rounding", [None, *Rounding])
def test_totals_near_the_limit_are_exact(schedule: Schedule, rounding: Rounding | None) -> None:
    stage = Stage("r", "rule", Period.DAY, schedule=schedule, rounding=rounding, at_most=2**62)
    totals = [0, 1, 333_334, MICRO, 5 * MICRO // 3 + 1, 2**31, 2**53 + 1, 2**62, 2**63 - 1]
    expected = [compile_schedule(stage)(total) for total in totals]

    said = curve_of(stage)(np.array(totals, np.int64))

    assert said.tolist() == expected


def test_a_sum_that_could_leave_63_bits_is_refused_and_never_wrong() -> None:
    from tests.replay.huge import HUGE_DEEDS, huge_town

    with pytest.raises(TooMany):
        replayed(*huge_town(HUGE_DEEDS), ["ann"] * HUGE_DEEDS)
    assert replayed(*huge_town(2), ["ann"] * 2)


def test_a_large_sum_of_one_member_keeps_no_other_from_being_counted() -> None:
    from tests.replay.huge import HUGE_DEEDS, huge_town

    editions, activities, deeds = huge_town(1 + HUGE_DEEDS)
    deeds[1:] = [deed._replace(facts=(MICRO,)) for deed in deeds[1:]]

    said = replayed(editions, activities, deeds, ["bo", *["ann"] * HUGE_DEEDS])

    assert said == [{"all": 1}, *[{}] * HUGE_DEEDS]
