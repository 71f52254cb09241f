"""Ranges: what numbers a fact can be, and conditions on them."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.activity import Fact
from plaudit.core.amount import in_units
from plaudit.core.edition import Between
from plaudit.core.marking import N_
from plaudit.core.sentence import Sentence, sentence, worded
from plaudit.core.soundness.faults import Fault, Placed

CHOICES_SHOWN = 12
"""How many choices a sentence lists."""


def fact_words(fact: Fact) -> Sentence:
    """Return what a fact is, for a sentence.

    >>> from plaudit.core.activity import FactType
    >>> fact_words(Fact("bags", FactType.INTEGER, unit="bag", high=40_000_000))
    'a whole number (bag, 0 to 40)'
    >>> fact_words(Fact("material", FactType.CHOICE, choices=("paper", "metal")))
    'a choice (paper, metal)'
    """
    if not fact.is_number:
        more = ", …" if len(fact.choices) > CHOICES_SHOWN else ""
        choices = f"{', '.join(fact.choices[:CHOICES_SHOWN])}{more}"
        return sentence(N_("a choice ({choices})"), choices=choices)
    kind = worded(N_("a whole number"))
    if fact.places:
        kind = sentence(N_("a decimal with {places} places"), places=fact.places)
    low, high = in_units(fact.low), in_units(fact.high)
    if not fact.unit:
        return sentence(N_("{kind} ({low} to {high})"), kind=kind, low=low, high=high)
    return sentence(
        N_("{kind} ({unit}, {low} to {high})"), kind=kind, unit=fact.unit, low=low, high=high
    )


def in_range(fact: Fact) -> Sentence:
    """Return what to write for a number that a fact can't be."""
    low, high = in_units(fact.low), in_units(fact.high)
    if not fact.places:
        return sentence(N_("Write a whole number from {low} to {high}."), low=low, high=high)
    return sentence(
        N_("Write a number from {low} to {high} with at most {places} decimal places."),
        low=low,
        high=high,
        places=fact.places,
    )


def between_faults(one: Placed, between: Between, *, facts: list[Fact]) -> Iterator[Fault]:
    """Yield what is wrong with `at_least` and `below`."""
    name = between.fact
    low, below = between.at_least, between.below
    wrong = next((fact for fact in facts if not fact.is_number), None)
    if wrong is not None:
        yield one.fault(
            "when",
            name,
            seen=sentence(
                N_("{name} is {words}; at_least and below are for numbers."),
                name=name,
                words=fact_words(wrong),
            ),
            write=sentence(
                N_('Write {name} = "{choice}", or a list of choices.'),
                name=name,
                choice=wrong.choices[0],
            )
            if wrong.choices
            else sentence(N_("Write a choice.")),
        )
    elif low is not None and below is not None and low >= below:
        yield one.fault(
            "when",
            name,
            "below",
            seen=sentence(
                N_("below is {below}, which is not above at_least, {low}; no number is left."),
                below=in_units(below),
                low=in_units(low),
            ),
            write=sentence(N_("Write the smaller number in at_least.")),
        )
    else:
        yield from _never_faults(one, between, facts=facts)


def _never_faults(one: Placed, between: Between, *, facts: list[Fact]) -> Iterator[Fault]:
    """Yield a bound that leaves none of the numbers that a fact can be."""
    name, low, below = between.fact, between.at_least, between.below
    words = fact_words(facts[0])
    if low is not None and all(low > fact.high for fact in facts):
        yield one.fault(
            "when",
            name,
            "at_least",
            seen=sentence(
                N_("{name} is {words}; it is never {low} or more."),
                name=name,
                words=words,
                low=in_units(low),
            ),
            write=in_range(facts[0]),
        )
    if below is not None and all(below <= fact.low for fact in facts):
        yield one.fault(
            "when",
            name,
            "below",
            seen=sentence(
                N_("{name} is {words}; it is never below {below}."),
                name=name,
                words=words,
                below=in_units(below),
            ),
            write=sentence(N_("Write a number above {low}."), low=in_units(facts[0].low)),
        )
