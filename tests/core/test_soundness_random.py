"""Random sound editions are accepted, count inside 63 bits, and are of every kind."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress

from hypothesis import Phase, given, settings

from plaudit.core.counting import Counting
from plaudit.core.edition import Bands, Between, Edition, Equals, Every, Ladder, Rate, Stage
from plaudit.core.soundness.bounds import TOTAL_MAX
from plaudit.core.soundness.check import is_sound, unsound
from plaudit.core.soundness.faults import Known
from tests.core.strategies import Town, following, towns


@settings(max_examples=100)
@given(towns())
def test_random_sound_editions_are_accepted_and_count_inside_63_bits(town: Town) -> None:
    assert unsound(town.edition, Known(town.activities)) == []

    counting = Counting([town.edition], town.activities)
    totals: dict[int, int] = {}
    for deed in town.deeds:
        assert counting.count(totals, deed).points >= 0
    assert all(0 <= total <= TOTAL_MAX for total in totals.values())


@settings(max_examples=50)
@given(following())
def test_random_editions_that_follow_one_another_can_be_counted(
    drawn: tuple[tuple[Edition, ...], Town],
) -> None:
    editions, town = drawn
    counting = Counting(editions, town.activities)
    totals: dict[int, int] = {}

    assert all(is_sound(edition, town.activities) for edition in editions)
    assert all(counting.count(totals, deed).points >= 0 for deed in town.deeds)


KINDS: dict[str, Callable[[Stage], bool]] = {
    "a rate": lambda one: isinstance(one.schedule, Rate),
    "every": lambda one: isinstance(one.schedule, Every),
    "a ladder": lambda one: isinstance(one.schedule, Ladder),
    "bands": lambda one: isinstance(one.schedule, Bands),
    "a tally without a schedule": lambda one: one.kind == "tally" and one.schedule is None,
    "a stage over a tally": lambda one: one.on_tally is not None,
    "each": lambda one: one.each is not None,
    "each over a tally": lambda one: one.each is not None and one.on_tally is not None,
    "weights": lambda one: any(weight % 1_000_000 for weight in one.weights.values()),
    "weights over a tally": lambda one: bool(one.weights) and one.on_tally is not None,
    "a list of activities": lambda one: len(one.on) > 1,
    "a count over several activities": lambda one: len(one.on) > 1 and one.count is not None,
    "a range": lambda one: any(isinstance(check, Between) for check in one.when.facts),
    "values": lambda one: any(isinstance(check, Equals) for check in one.when.facts),
    "days over a tally": lambda one: one.on_tally is not None and one.when.until_day is not None,
}


def _tallies_of_tallies(edition: Edition) -> bool:
    over = {one.on_tally for one in edition.tallies()}
    return any(one.id in over for one in edition.tallies())


def _ceilings_inside_ceilings(edition: Edition) -> bool:
    pairs = itertools.combinations(edition.ceilings, 2)
    return any(set(one.rules) < set(other.rules) for one, other in pairs)


def test_random_editions_have_every_kind_of_stage() -> None:
    missing = {*KINDS, "tallies of tallies", "ceilings inside ceilings"}

    class Enough(Exception):
        """Every kind was drawn."""

    @settings(max_examples=3_000, derandomize=True, database=None, phases=[Phase.generate])
    @given(towns(deeds_max=0))
    def look(town: Town) -> None:
        if not missing:
            raise Enough
        stages = town.edition.stages
        missing.difference_update(
            name for name in list(missing & set(KINDS)) if any(KINDS[name](one) for one in stages)
        )
        if _tallies_of_tallies(town.edition):
            missing.discard("tallies of tallies")
        if _ceilings_inside_ceilings(town.edition):
            missing.discard("ceilings inside ceilings")

    with suppress(Enough):
        look()

    assert missing == set()
