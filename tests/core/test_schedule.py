"""Schedules: from a running total to points. They start at 0, never fall, and are exact."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from plaudit.core.amount import MICRO, Rounding
from plaudit.core.edition import Bands, Every, Ladder, Rate, Schedule, Stage
from plaudit.core.period import Period
from plaudit.core.schedule import compile_schedule
from tests.core.oracle import f
from tests.core.random_editions import many

# Editions have at most six decimal places; a schedule is exact for every fraction.
NUMBERS = st.fractions(0, 40, max_denominator=1_000) | st.integers(0, 40 * MICRO).map(
    lambda number: Fraction(number, MICRO)
)
ABOVE_ZERO = NUMBERS.filter(bool)
TINY = st.integers(1, 5_000_000).map(lambda number: Fraction(number, 10**9))


def ladder_of(steps: list[tuple[Fraction, Fraction]], *, from_zero: bool) -> Ladder:
    starts = accumulate(width for width, _ in steps)
    points = accumulate(rise for _, rise in steps)
    climbed = zip(starts, points, strict=True)
    return Ladder((*([(Fraction(0), Fraction(0))] if from_zero else []), *climbed))


STEPS = st.lists(st.tuples(ABOVE_ZERO | TINY, NUMBERS), min_size=1, max_size=5)
SCHEDULES: SearchStrategy[Schedule] = st.one_of(
    st.builds(Rate, NUMBERS, ABOVE_ZERO | TINY),
    st.builds(Every, NUMBERS, ABOVE_ZERO | TINY),
    st.builds(ladder_of, STEPS, from_zero=st.booleans()),
    st.builds(
        lambda steps, rest: Bands((*steps, *([] if rest is None else [(None, rest)]))),
        STEPS,
        st.none() | NUMBERS,
    ),
)
ROUNDINGS = st.none() | st.sampled_from(Rounding)
RULES = st.builds(
    lambda schedule, rounding, at_most: Stage(
        "r", "rule", Period.DAY, schedule=schedule, rounding=rounding, at_most=at_most
    ),
    SCHEDULES,
    ROUNDINGS,
    st.none() | st.integers(0, 200),
)
TALLIES = st.one_of(
    st.builds(
        lambda schedule, rounding, at_most: Stage(
            "t", "tally", Period.DAY, schedule=schedule, rounding=rounding, at_most=at_most
        ),
        SCHEDULES,
        ROUNDINGS,
        st.none() | st.integers(0, 200),
    ),
    st.builds(
        lambda rounding, at_most: Stage(
            "t", "tally", Period.DAY, rounding=rounding, at_most=at_most
        ),
        ROUNDINGS,
        st.none() | st.integers(0, 200 * MICRO),
    ),
)
TOTALS = st.integers(0, 10**9) | st.integers(0, 200).map(lambda total: total * MICRO)


def edges(schedule: Schedule | None) -> list[int]:
    """Return totals at which a schedule may jump or bend, and those beside them."""
    at: list[Fraction] = []
    match schedule:
        case Rate(_, per) | Every(_, per):
            at = [per * number for number in (1, 2, 3, 7)]
        case Ladder(steps):
            at = [start for start, _ in steps]
        case Bands(bands):
            at = list(accumulate(width or Fraction(0) for width, _ in bands))
        case None:
            pass
    nearest = [int(edge * MICRO) + step for edge in at for step in (-1, 0, 1, 2)]
    return [total for total in nearest if total >= 0]


@many(6)
@given(stage=RULES | TALLIES, totals=st.lists(TOTALS, max_size=8))
def test_a_schedule_is_exact_at_random_totals_and_at_its_edges(
    stage: Stage, totals: list[int]
) -> None:
    points_of = compile_schedule(stage)
    unit = 1 if stage.kind == "rule" else MICRO

    for total in [*totals, *edges(stage.schedule)]:
        assert points_of(total) == f(stage, Fraction(total, MICRO)) * unit


@many(3)
@given(stage=RULES | TALLIES, totals=st.lists(TOTALS, max_size=20))
def test_a_schedule_starts_at_0_and_never_falls(stage: Stage, totals: list[int]) -> None:
    points_of = compile_schedule(stage)
    risen = [points_of(total) for total in sorted([0, *totals, *edges(stage.schedule)])]

    assert risen[0] == 0
    assert risen == sorted(risen)
    assert all(isinstance(points, int) for points in risen)


@many(3)
@given(stage=RULES | TALLIES, total=TOTALS)
def test_a_cap_is_part_of_the_schedule(stage: Stage, total: int) -> None:
    unit = MICRO if stage.kind == "tally" and stage.schedule is not None else 1

    points = compile_schedule(stage)(total)

    assert stage.at_most is None or 0 <= points <= stage.at_most * unit


def rule(schedule: Schedule, rounding: Rounding | None = None) -> Stage:
    return Stage("r", "rule", Period.DAY, schedule=schedule, rounding=rounding)


def number(text: str) -> Fraction:
    return Fraction(text)


@pytest.mark.parametrize(
    ("schedule", "points"),
    [
        (Rate(number("0.1"), number("1")), {"9.999999": 0, "10": 1, "19.9": 1, "20": 2}),
        (Rate(number("10"), number("1")), {"0": 0, "0.09": 0, "0.1": 1, "2.55": 25}),
        (Every(number("10"), number("1.5")), {"1.49": 0, "1.5": 10, "2.99": 10, "3": 20}),
        (Every(number("0.5"), number("1")), {"1": 0, "2": 1, "3": 1, "4": 2}),
        (
            Ladder(((number("5000"), number("10")), (number("7500"), number("25")))),
            {"4999": 0, "5000": 10, "7499": 10, "7500": 25, "90000": 25},
        ),
        (
            Bands(((number("5"), number("4")), (number("10"), number("2")))),
            {"1": 4, "5": 20, "6": 22, "15": 40, "16": 40, "99": 40},
        ),
        (
            Bands(((number("2.5"), number("1")), (None, number("0.25")))),
            {"2": 2, "2.5": 2, "4.49": 2, "4.5": 3, "6.5": 3, "8.5": 4},
        ),
    ],
)
def test_the_four_schedules_give_what_staff_would_work_out(
    schedule: Schedule, points: dict[str, int]
) -> None:
    points_of = compile_schedule(rule(schedule))

    worked_out = {total: points_of(int(Fraction(total) * MICRO)) for total in points}

    assert worked_out == points


@pytest.mark.parametrize(
    ("rounding", "points"),
    [
        (None, [0, 0, 0, 0, 1, 1, 1, 1, 2]),
        (Rounding.DOWN, [0, 0, 0, 0, 1, 1, 1, 1, 2]),
        (Rounding.HALF_UP, [0, 0, 1, 1, 1, 1, 2, 2, 2]),
        (Rounding.HALF_EVEN, [0, 0, 0, 1, 1, 1, 2, 2, 2]),
    ],
)
def test_halves_are_rounded_as_the_edition_says(
    rounding: Rounding | None, points: list[int]
) -> None:
    points_of = compile_schedule(rule(Rate(Fraction(1), Fraction(4)), rounding))

    assert [points_of(total * MICRO) for total in range(9)] == points


def test_the_running_total_is_rounded_so_that_nothing_leaks() -> None:
    points_of = compile_schedule(rule(Rate(Fraction(1, 10), Fraction(1))))

    rises = [points_of(day * MICRO) - points_of((day - 1) * MICRO) for day in range(1, 31)]

    assert sum(rises) == 3
