"""Random towns: a sound edition, the activities it watches, and deeds of one member.

`fact_strategies` draws activities and deeds, `edition_strategies` the editions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from plaudit.core.activity import Activity
from plaudit.core.deed import Deed
from plaudit.core.edition import Edition
from tests.core.edition_strategies import editions
from tests.core.fact_strategies import FIRST_DAY, activities, deeds


class Town(NamedTuple):
    """An edition, its activities by id, and deeds of one member in the order of arrival."""

    edition: Edition
    activities: Mapping[str, Activity]
    deeds: tuple[Deed, ...]


@st.composite
def towns(draw: DrawFn, *, deeds_max: int = 30) -> Town:
    """Draw an edition, its activities, and deeds of one member."""
    known = draw(activities())
    edition = draw(editions(known))
    some = draw(st.lists(deeds(known), max_size=deeds_max))
    return Town(edition, known, tuple(some))


@st.composite
def following(draw: DrawFn, *, deeds_max: int = 30) -> tuple[tuple[Edition, ...], Town]:
    """Draw two editions of one programme, the later from a day of the first year, and deeds."""
    town = draw(towns(deeds_max=deeds_max))
    starts_on = draw(st.integers(FIRST_DAY + 1, FIRST_DAY + 400))
    later = draw(editions(town.activities))
    later = replace(later, id="later", starts_on=starts_on, time_zone=town.edition.time_zone)
    return (town.edition, later), town
