"""Random activities and deeds. Facts come from one pool, so that a stage can watch several.

Each strategy is made once and drawn from often: Hypothesis looks into every new one, which costs
more than drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache

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
YES_OR_NO = st.booleans()
_KINDS = st.sampled_from(FactType)
_SOME_CHOICES = st.lists(st.sampled_from(_CHOICES), min_size=1, max_size=4, unique=True)
_PARTNERS = st.sampled_from(PARTNERS)
DAYS = st.integers(FIRST_DAY, LAST_DAY)
_NEAR_DAYS = st.one_of(st.integers(FIRST_DAY, FIRST_DAY + 9), DAYS)


@cache
def up_to(most: int, *, least: int = 0) -> SearchStrategy[int]:
    """Return a strategy of whole numbers."""
    return st.integers(least, most)


@cache
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
    required = draw(YES_OR_NO)
    kind = draw(_KINDS)
    if kind is FactType.CHOICE:
        return Fact(name, kind, choices=tuple(draw(_SOME_CHOICES)), required=required)
    places = draw(up_to(3, least=1)) if kind is FactType.DECIMAL else 0
    low, high = sorted((draw(numbers(0, 100, places=places)), draw(numbers(1, 100, places=places))))
    return Fact(
        name,
        kind,
        low=int(low * MICRO),
        high=int(high * MICRO),
        places=places,
        required=required,
    )


@cache
def _fact(number: int) -> SearchStrategy[Fact]:
    return facts(f"fact_{number}")


@st.composite
def activities(draw: DrawFn) -> dict[str, Activity]:
    """Draw activities by id, whose facts come from one pool."""
    pool = [draw(_fact(number)) for number in range(draw(up_to(4)))]
    found: dict[str, Activity] = {}
    for number in range(draw(up_to(3, least=1))):
        some = draw(st.lists(st.sampled_from(pool), unique_by=lambda one: one.name)) if pool else []
        name = f"deed_{number}"
        found[name] = Activity(name, {"en": f"Deed {number}"}, tuple(some))
    return found


def values_of(fact: Fact) -> SearchStrategy[int]:
    """Return a strategy of the numbers that a fact can have, in millionths."""
    return _values(fact.low, fact.high, fact.places)


@lru_cache(maxsize=2_000)
def _values(low: int, high: int, places: int) -> SearchStrategy[int]:
    unit = 10 ** (6 - places)
    return st.integers(low // unit, high // unit).map(lambda number: number * unit)


@st.composite
def deeds(draw: DrawFn, known: Mapping[str, Activity]) -> Deed:
    """Draw a deed; days come close together often, so that periods fill up."""
    activity = draw(st.sampled_from(list(known.values())))
    return Deed(activity, draw(_PARTNERS), draw(_NEAR_DAYS), _facts_of(draw, activity))


def _facts_of(draw: DrawFn, activity: Activity) -> Facts:
    drawn: list[int | None] = []
    for fact in activity.facts:
        values = values_of(fact) if fact.is_number else up_to(len(fact.choices) - 1)
        is_there = fact.required or draw(YES_OR_NO)
        drawn.append(draw(values) if is_there else None)
    return tuple(drawn)
