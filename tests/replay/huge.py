"""A town whose numbers are as large as they can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from plaudit.core.activity import Activity, Fact, FactType
from plaudit.core.amount import AMOUNT_MAX, MICRO
from plaudit.core.deed import Deed
from plaudit.core.edition import Edition, Rate, Stage
from plaudit.core.period import Period
from tests.core.random_editions import FIRST_DAY, town_of

HUGE_DEEDS = 12


def huge_town(deeds: int) -> tuple[list[Edition], Mapping[str, Activity], list[Deed]]:
    """Return an edition that adds up deeds of AMOUNT_MAX units each, on one day."""
    fact = Fact("n", FactType.INTEGER, high=AMOUNT_MAX * MICRO)
    activity = Activity("much", {}, (fact,))
    rule = Stage(
        "all", "rule", Period.EVER, on=("much",), count="n",
        schedule=Rate(Fraction(1), Fraction(AMOUNT_MAX)),
    )  # fmt: skip
    edition = replace(town_of(1).editions[0], stages=(rule,), ceilings=())
    deed = Deed(activity, "cafe", FIRST_DAY, (AMOUNT_MAX * MICRO,))
    return [edition], {"much": activity}, [deed] * deeds
