"""Random activities and deeds. Facts come from one pool, so that a stage can watch several."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from plaudit.core.activity import Activity, Fact, FactType
from plaudit.core.amount import MICRO
from plaudit.core.deed import Deed, Facts
from plaudit.core.period import day_number

FIRST_DAY = day_number(date(2026, 1, 1))
LAST_DAY = day_number(date(2027, 12, 31))
PARTNERS = ("cafe", "depot", "library")
_CHOICES = ("a", "b", "c", "d-1", "20 or more")


def numbers(low: int, high: int, *, places: int = 2) -> SearchStrategy[Fraction]:
    """Return a strategy of numbers with decimals; whole ones come often."""
    unit = 10**places
    return st.one_of(
        st.integers(low, high).map(Fraction),
        st.integers(low * unit, high * unit).map(lambda number: Fraction(number, unit)),
    )


@st.composite
def facts(draw: DrawFn, name: str) -> Fact:
    """Draw a fact."""
    required = draw(st.booleans())
    kind = draw(st.sampled_from(FactType))
    if kind is FactType.CHOICE:
        choices = draw(st.lists(st.sampled_from(_CHOICES), min_size=1, max_size=4, unique=True))
        return Fact(name, kind, choices=tuple(choices), required=required)
    places = draw(st.integers(1, 3)) if kind is FactType.DECIMAL else 0
    low, high = sorted((draw(numbers(0, 100, places=places)), draw(numbers(1, 100, places=places))))
    return Fact(
        name,
        kind,
        low=int(low * MICRO),
        high=int(high * MICRO),
        places=places,
        required=required,
    )


@st.composite
def activities(draw: DrawFn) -> dict[str, Activity]:
    """Draw activities by id, whose facts come from one pool."""
    pool = [draw(facts(f"fact_{number}")) for number in range(draw(st.integers(0, 4)))]
    found: dict[str, Activity] = {}
    for number in range(draw(st.integers(1, 3))):
        some = draw(st.lists(st.sampled_from(pool), unique_by=lambda one: one.name)) if pool else []
        name = f"deed_{number}"
        found[name] = Activity(name, {"en": f"Deed {number}"}, tuple(some))
    return found


def values_of(fact: Fact) -> SearchStrategy[int]:
    """Return a strategy of the numbers that a fact can have, in millionths."""
    unit = 10 ** (6 - fact.places)
    return st.integers(fact.low // unit, fact.high // unit).map(lambda number: number * unit)


@st.composite
def deeds(draw: DrawFn, known: Mapping[str, Activity]) -> Deed:
    """Draw a deed; days come close together often, so that periods fill up."""
    activity = draw(st.sampled_from(list(known.values())))
    days = st.one_of(st.integers(FIRST_DAY, FIRST_DAY + 9), st.integers(FIRST_DAY, LAST_DAY))
    return Deed(activity, draw(st.sampled_from(PARTNERS)), draw(days), draw(_facts_of(activity)))


@st.composite
def _facts_of(draw: DrawFn, activity: Activity) -> Facts:
    drawn: list[int | None] = []
    for fact in activity.facts:
        values = values_of(fact) if fact.is_number else st.integers(0, len(fact.choices) - 1)
        drawn.append(draw(values if fact.required else st.none() | values))
    return tuple(drawn)
