"""What a member reads of a deed adds up: also where tallies stand between it and its points."""

from __future__ import annotations

from datetime import date

import pytest

from plaudit.core.catalogue.activities import parse_activity
from plaudit.core.catalogue.editions import parse_edition
from plaudit.core.counting import Counting
from plaudit.core.deed import Deed
from plaudit.core.explaining import explain
from plaudit.core.explanation import CountedDeed
from plaudit.core.period import day_number
from plaudit.core.telling import tell
from plaudit.core.told import Told
from plaudit.pages.voices import voice_of

ACTIVITY = """
id = "sorting"
title = { en = "Sorting" }
evidence = "partner_report"
without_phone = "At the yard."
keep_days = 90
[facts.kg]
type = "decimal"
places = 1
unit = "kg"
[facts.material]
type = "choice"
values = ["paper", "metal"]
"""
EDITION = """
[edition]
programme = "p"
id = "1"
starts_on = 2026-01-01
time_zone = "Asia/Bangkok"
"""
KILOS = """
[[tally]]
id = "kilos"
on = "sorting"
per = "day"
count = "kg"
each = "material"
[[rule]]
id = "price"
on = "tally:kilos"
per = "day"
weigh = { material = { paper = 2, metal = 8 } }
"""
STAMPS = """
[[tally]]
id = "stamps"
on = "sorting"
per = "ever"
every = { points = 1, per = 10 }
[[rule]]
id = "card"
on = "tally:stamps"
per = "ever"
rate = { points = 50, per = 1 }
"""
DAY = day_number(date(2026, 5, 1))
PAPER_3_5 = (3_500_000, 0)


def told_of(rules: str, *, deeds: int = 1, facts: tuple[int, int] | None = PAPER_3_5) -> Told:
    """Return what is told of the last of some equal deeds; facts None: they were deleted."""
    sorting = parse_activity(ACTIVITY)
    edition = parse_edition(EDITION + rules, {sorting.id: sorting})
    counting = Counting([edition], {sorting.id: sorting})
    slots = {number: slot for slot, number in counting.slots.items()}
    totals: dict[int, int] = {}
    done = [Deed(sorting, "yard", DAY, PAPER_3_5)] * deeds
    *_, award = (counting.count(totals, one) for one in done)
    deed = CountedDeed(sorting, DAY, facts, award.points, award.counted)
    return tell(explain(deed, edition, slots=slots), voice_of("en"))


def test_what_a_tally_gave_is_said_with_its_weight() -> None:
    told = told_of(KILOS + "rate = { points = 1, per = 1 }")

    counted, price = told.steps[1]
    assert price.rule.startswith("For 1 of “kilos”: paper: 2 points; metal: 8 points. ")
    assert counted.startswith("Counted: 3.5 of “kilos” × 2 (paper) = 7. ")
    assert price.result == "7 points"


@pytest.mark.parametrize(
    ("of_tally", "is_rounded"),
    [
        ("", True),
        ('rounding = "down"\n', False),
        ("at_most = 7.5\n", True),
        ('rounding = "down"\nat_most = 2.5\n', True),
    ],
)
def test_a_rule_on_a_tally_with_parts_says_how_it_rounds(
    of_tally: str, *, is_rounded: bool
) -> None:
    kilos = KILOS.replace('each = "material"\n', of_tally).replace("weigh =", "# weigh =")

    told = told_of(kilos + "rate = { points = 1, per = 1 }")

    assert ("rounded down to whole points" in told.steps[1].move.rule) is is_rounded


def test_what_a_tally_gave_is_no_more_than_a_number_where_its_weight_was_deleted() -> None:
    told = told_of(KILOS + "rate = { points = 1, per = 1 }", facts=None)

    assert told.steps[1].counted.startswith("Counted: 7. ")


def test_steps_of_what_is_weighed_are_of_the_product_and_not_of_the_tally() -> None:
    told = told_of(KILOS + "ladder = [[5, 10]]")

    assert "10 points from 5." in told.steps[1].move.rule


def test_a_stamp_on_a_card_that_is_not_full_is_told() -> None:
    told = told_of(STAMPS, deeds=4)

    ((counted, stamp),) = told.steps
    assert (
        counted
        == "Counted: this deed. Total for all the time so far: 3 deeds before, 4 deeds after."
    )
    assert stamp.moved == "0 before, 0 after. This deed adds nothing here yet."
    assert not any("No rule" in aside for aside in told.asides)
    assert [step.move.kind for step in told_of(STAMPS, deeds=10).steps] == ["tally", "rule"]


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ("weigh = { material = { metal = 2 } }", "“r” has nothing to count in this deed."),
        ('count = "kg"', "“r” does not count this deed. Only: on Monday."),
    ],
)
def test_a_condition_is_the_reason_only_where_there_was_something_to_count(
    counted: str, said: str
) -> None:
    rule = '[[rule]]\nid = "r"\non = "sorting"\nper = "day"\nwhen = { weekday = "monday" }\n'

    assert told_of(f"{rule}{counted}\nrate = {{ points = 1, per = 1 }}").asides[-1] == said


def test_a_rule_that_passes_over_what_a_tally_gave_is_named() -> None:
    weekend = KILOS.replace("weigh =", 'when = { weekday = "monday" }\n# weigh =')

    told = told_of(weekend + "rate = { points = 1, per = 1 }")

    assert [step.move.kind for step in told.steps] == ["tally"]
    assert told.asides == ("“price” does not count this deed. Only: on Monday.",)


WEEK = '[[rule]]\nid = "r"\non = "sorting"\nper = "week"\nrate = {{ points = 5, per = 1 }}\n{}'


@pytest.mark.parametrize(
    ("then", "deeds", "is_said"),
    [
        ("at_most = 25", 1, True),
        ('at_most = 15\nsource = "annex 2"', 1, False),
        ("at_most = 25", 0, False),
    ],
)
def test_numbers_by_new_rules_of_what_older_ones_counted_are_told_so(
    then: str, deeds: int, *, is_said: bool
) -> None:
    sorting = parse_activity(ACTIVITY)
    known = {sorting.id: sorting}
    older = parse_edition(EDITION + WEEK.format("at_most = 15"), known)
    newer = parse_edition(
        EDITION.replace('"1"', '"2"').replace("2026-01-01", "2026-05-01") + WEEK.format(then), known
    )
    counting = Counting([older, newer], known)
    days = [DAY - 1] * deeds + [DAY]  # a Thursday, and the Friday on which the rules changed
    totals: dict[int, int] = {}
    *_, award = (counting.count(totals, Deed(sorting, "yard", one, PAPER_3_5)) for one in days)
    deed = CountedDeed(sorting, DAY, PAPER_3_5, award.points, award.counted)
    slots = {number: slot for slot, number in counting.slots.items()}

    told = tell(explain(deed, newer, slots=slots, older=older), voice_of("en"))

    said = [one for one in told.asides if one.startswith("Other rules held until 30 Apr 2026.")]
    assert bool(said) is is_said


@pytest.mark.parametrize("schedule", ["rate", "every"])
def test_a_rule_that_gives_nothing_can_be_told(schedule: str) -> None:
    told = told_of(f"""
[[rule]]
id = "nothing"
on = "sorting"
per = "day"
{schedule} = {{ points = 0, per = 1 }}
at_most = 15
""")

    assert told.steps[0].move.result == "0 points"
