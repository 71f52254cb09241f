"""How large the numbers of an edition can grow: nothing may leave 63 bits.

For each stage there is a largest amount that one deed adds on the average of a period, worked out
from the ranges of facts, the weights and the schedules. Times DEEDS_MAX it must fit. Deeds that go
beyond it all the same are refused by what counts them (core.judging, replay): no number wraps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import MICRO, PLACES_MAX, in_units
from plaudit.core.catalogue.activity_fields import HIGH_DEFAULT
from plaudit.core.catalogue.saying import table_words
from plaudit.core.edition import Bands, Edition, Every, Ladder, Rate, Stage
from plaudit.core.marking import N_
from plaudit.core.sentence import sentence
from plaudit.core.soundness.faults import Fault, Placed, placed, watched

DEEDS_MAX = 100_000
"""How many deeds one member has in one period, at the very most: over 270 on each day of a year."""
AVERAGE_MAX = 10_000
"""What deeds of a period name on the average, at the very most, of a number up to HIGH_DEFAULT.

Such a max stops slips of the pen; nobody has a hundred thousand deeds of a million cups.
"""
RULES_MAX = 500
"""How many rules a ceiling adds up, at most."""
TOTAL_MAX = 2**63 - 1


def growth_faults(edition: Edition, activities: Mapping[str, Activity]) -> Iterator[Fault]:
    """Yield where totals or points could leave 63 bits, in an edition that is sound otherwise."""
    for one in placed(edition):
        amount, _ = _input(one.stage, edition, activities=activities)
        if amount * DEEDS_MAX > TOTAL_MAX:
            yield _too_large(one, amount)
        elif (moved := _output(one.stage, amount)) * DEEDS_MAX > _room(one.stage):
            points = in_units(int(moved))
            yield one.fault(
                seen=sentence(
                    N_(
                        "A deed can move this {kind} by {points} on average; over {deeds} "
                        "deeds that is more than can be counted exactly."
                    ),
                    kind=table_words(one.stage.kind),
                    points=points,
                    deeds=DEEDS_MAX,
                ),
                write=sentence(N_("Write fewer points, or an at_most.")),
                on_key=True,
            )


def _room(stage: Stage) -> int:
    """Return how far a stage's value may grow, in millionths: only a tally's is kept in them."""
    return TOTAL_MAX if stage.kind == "tally" else TOTAL_MAX * MICRO // RULES_MAX


def place_faults(
    one: Placed, edition: Edition, *, activities: Mapping[str, Activity]
) -> Iterator[Fault]:
    """Yield weights that have more decimal places than the fact leaves room for."""
    stage = one.stage
    _, places = _input(stage, edition, activities=activities, weighed=False)
    for choice, weight in stage.weights.items():
        if places + places_of_micro(weight) > PLACES_MAX:
            yield one.fault(
                "weigh",
                stage.weigh_by or "",
                choice,
                seen=sentence(
                    N_(
                        "What is weighed has {places} decimal places and this weight has "
                        "{weight}; together they may have {most}."
                    ),
                    places=places,
                    weight=places_of_micro(weight),
                    most=PLACES_MAX,
                ),
                write=sentence(
                    N_("Write a weight with at most {places} decimal places."),
                    places=max(0, PLACES_MAX - places),
                ),
            )


def places_of_micro(micro: int) -> int:
    """Return how many decimal places a number of millionths needs.

    >>> places_of_micro(3_000_000), places_of_micro(250_000)
    (0, 2)
    """
    places = PLACES_MAX
    while places and micro % 10 == 0:
        micro //= 10
        places -= 1
    return places


def _input(
    stage: Stage,
    edition: Edition,
    *,
    activities: Mapping[str, Activity],
    weighed: bool = True,
) -> tuple[Fraction, int]:
    """Return the most that a deed adds to a stage on average, in millionths, and its places."""
    amount, places = Fraction(MICRO), 0
    chain = _chain(stage, edition)
    facts = [
        activities[name].fact(chain[-1].count)
        for name in watched(edition, stage)
        if name in activities
    ]
    numbers = [fact for fact in facts if fact is not None]
    if numbers:
        amount = Fraction(max(_average(fact) for fact in numbers))
        places = max(fact.places for fact in numbers)
    for link in reversed(chain):
        if link.weights and (weighed or link is not stage):
            amount = amount * max(link.weights.values()) / MICRO
            places += max(places_of_micro(weight) for weight in link.weights.values())
        if link is not stage:
            amount = _output(link, amount)
            if link.schedule is not None or link.rounding is not None:
                places = 0
            if link.schedule is None and link.at_most is not None:  # its limit is not rounded
                places = max(places, places_of_micro(link.at_most))
    return amount, places


def _average(fact: Fact) -> int:
    """Return the most that deeds name of a fact on the average of a period, in millionths."""
    return fact.high if fact.high > HIGH_DEFAULT * MICRO else min(fact.high, AVERAGE_MAX * MICRO)


def _chain(stage: Stage, edition: Edition) -> list[Stage]:
    """Return a stage and the tallies below it; a circle is left where it closes."""
    tallies = {tally.id: tally for tally in edition.tallies()}
    chain = [stage]
    while len(chain) <= len(tallies):
        below = tallies.get(chain[-1].on_tally or "")
        if below is None:
            break
        chain.append(below)
    return chain


def _output(stage: Stage, amount: Fraction) -> Fraction:
    """Return the most that a deed moves a stage's value on average, in millionths.

    With `f` at most `slope × total`, and rounding adding less than a point in each period.
    """
    if stage.schedule is None:
        moved = amount if stage.rounding is None else amount + MICRO
        return moved if stage.at_most is None else min(moved, Fraction(stage.at_most))
    points = _slope(stage) * amount / MICRO + 1
    if stage.at_most is not None:
        points = min(points, Fraction(stage.at_most))
    return points * MICRO


def _slope(stage: Stage) -> Fraction:
    """Return the most points a unit that a schedule gives, measured from 0."""
    match stage.schedule:
        case Rate(points, per) | Every(points, per):
            return points / per
        case Ladder(steps):
            return max((points / start for start, points in steps if start), default=Fraction(0))
        case Bands(bands):
            return max(points for _, points in bands)
        case None:
            return Fraction(1)


def _too_large(one: Placed, amount: Fraction) -> Fault:
    stage = one.stage
    seen = sentence(
        N_(
            "A deed can add {amount} here on average; over {deeds} deeds that is more than can be "
            "counted exactly."
        ),
        amount=in_units(int(amount)),
        deeds=DEEDS_MAX,
    )
    if stage.weights:
        assert stage.weigh_by is not None
        heaviest = max(stage.weights, key=lambda choice: stage.weights[choice])
        return one.fault(
            "weigh",
            stage.weigh_by,
            heaviest,
            seen=seen,
            write=sentence(
                N_("Write smaller weights, or a smaller max for what is counted in its activity.")
            ),
        )
    if stage.count is not None:
        return one.fault(
            "count",
            seen=seen,
            write=sentence(
                N_("Write a smaller max for {count} in its activity."), count=stage.count
            ),
        )
    return one.fault(
        "on", seen=seen, write=sentence(N_("Write an at_most in the tally that is counted."))
    )
