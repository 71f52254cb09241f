"""The line of a schedule goes through what the schedule gives, and never falls."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.amount import MICRO
from plaudit.core.curve import Curve, Outline, Place
from plaudit.core.edition import Bands, Every, Ladder, Rate, Schedule, Stage
from plaudit.core.explanation import Move
from plaudit.core.period import Period
from plaudit.core.schedule import compile_schedule

F = Fraction
SCHEDULES: list[Schedule] = [
    Rate(F(3), F(1)),
    Every(F(5), F(30)),
    Ladder(((F(2), F(5)), (F(6), F(15)), (F(12), F(40)))),
    Bands(((F(5), F(4)), (F(10), F(2)), (None, F(1)))),
    Bands(((F(5), F(4)), (F(10), F(2)))),
]


def drawn(schedule: Schedule | None, before: int, amount: int, at_most: int | None) -> Curve | None:
    stage = Stage("cups", "rule", Period.DAY, schedule=schedule, at_most=at_most)
    points_of = compile_schedule(stage)
    move = Move(
        stage=stage,
        before=before * MICRO,
        amount=amount * MICRO,
        given_before=points_of(before * MICRO),
        given_after=points_of((before + amount) * MICRO),
        rise_without_limit=0,
    )
    return Outline(stage).curve(move)


def height_at(curve: Curve, total: Fraction) -> Fraction:
    """How high a line is at a total: at a stair, its upper end."""
    last = max(at for at, corner in enumerate(curve.corners) if corner.total <= total)
    one = curve.corners[last]
    if last + 1 == len(curve.corners):
        return one.given
    other = curve.corners[last + 1]
    part = (total - one.total) / (other.total - one.total)
    return one.given + (other.given - one.given) * part


@given(
    schedule=st.sampled_from(SCHEDULES),
    before=st.integers(0, 400),
    amount=st.integers(0, 90),
    at_most=st.none() | st.integers(1, 60),
)
def test_the_marks_stand_on_the_line_and_the_line_never_falls_nor_leaves_the_ceiling(
    schedule: Schedule, before: int, amount: int, at_most: int | None
) -> None:
    curve = drawn(schedule, before, amount, at_most)

    assert curve is not None
    is_stairs = isinstance(schedule, Every) and curve.corners[-1].total / 30 > 40
    if not is_stairs:
        for place in (curve.before, curve.after):
            assert height_at(curve, place.total) == place.given
    for one, other in zip(curve.corners, curve.corners[1:], strict=False):
        assert one.total <= other.total
        assert one.given <= other.given <= (at_most or other.given)
    assert curve.corners[0] == Place(F(0), F(0))
    assert curve.corners[-1].total >= curve.after.total


def test_a_ladder_is_drawn_with_all_its_steps_also_those_not_reached() -> None:
    curve = drawn(SCHEDULES[2], 0, 3, None)

    assert curve is not None
    assert curve.edges == (F(2), F(6), F(12))
    assert curve.after == Place(F(3), F(5))
    assert Place(F(12), F(40)) in curve.corners


def test_a_tally_without_a_schedule_has_no_line() -> None:
    assert drawn(None, 0, 1, None) is None
