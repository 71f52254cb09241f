"""What a stage says about facts, against what its activities have."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import PLACES_MAX, in_units
from plaudit.core.edition import Between, Edition, Equals
from plaudit.core.soundness.bounds import place_faults
from plaudit.core.soundness.faults import Fault, Keys, Known, Placed, suggestion, watched

CHOICES_SHOWN = 12
"""How many choices a sentence lists."""


def fact_faults(one: Placed, edition: Edition, *, known: Known) -> Iterator[Fault]:
    """Yield what is wrong with the facts that `count`, `weigh`, `each` and `when` name.

    Each of them must be there, and of a fitting type, in every activity that reaches the stage.
    """
    stage = one.stage
    activities = known.of(watched(edition, stage))
    if stage.count is not None and stage.on_tally is None:
        yield from _named(one, ("count",), fact=stage.count, activities=activities, number=True)
    if stage.each is not None:
        yield from _named(one, ("each",), fact=stage.each, activities=activities, number=False)
    if stage.weigh_by is not None:
        keys = ("weigh", stage.weigh_by)
        yield from _named(one, keys, fact=stage.weigh_by, activities=activities, number=False)
        yield from _weight_faults(one, activities)
        yield from place_faults(one, edition, activities=known.activities)
    if stage.on_tally is None:
        for condition in stage.when.facts:
            yield from _condition_faults(one, condition, activities=activities)


def _named(
    one: Placed,
    keys: Keys,
    *,
    fact: str,
    activities: tuple[Activity, ...],
    number: bool,
) -> Iterator[Fault]:
    on_key = len(keys) > 1
    for activity in activities:
        found = activity.fact(fact)
        if found is None:
            yield _missing(one, keys, fact=fact, activity=activity, on_key=on_key)
        elif found.is_number != number:
            needed = "a number fact" if number else "a choice fact"
            fitting = [other.name for other in activity.facts if other.is_number == number]
            yield one.fault(
                *keys,
                seen=f'{keys[0]} needs {needed}; {fact} of the activity "{activity.id}" is '
                f"{fact_words(found)}.",
                write=suggestion(fact, fitting, is_key=on_key),
                on_key=on_key,
            )


def _missing(one: Placed, keys: Keys, *, fact: str, activity: Activity, on_key: bool) -> Fault:
    known = [other.name for other in activity.facts]
    if keys == ("count",):
        known.append("deeds")
    write = (
        suggestion(fact, known, is_key=on_key)
        if known
        else "Leave it out: the activity has no facts."
    )
    return one.fault(
        *keys,
        seen=f'The activity "{activity.id}" has no fact {fact}.',
        write=write,
        on_key=on_key,
    )


def fact_words(fact: Fact) -> str:
    """Return what a fact is, for a sentence.

    >>> from plaudit.core.activity import FactType
    >>> fact_words(Fact("bags", FactType.INTEGER, unit="bag", high=40_000_000))
    'a whole number (bag, 0 to 40)'
    >>> fact_words(Fact("material", FactType.CHOICE, choices=("paper", "metal")))
    'a choice (paper, metal)'
    """
    if not fact.is_number:
        more = ", …" if len(fact.choices) > CHOICES_SHOWN else ""
        return f"a choice ({', '.join(fact.choices[:CHOICES_SHOWN])}{more})"
    kind = f"a decimal with {fact.places} places" if fact.places else "a whole number"
    unit = f"{fact.unit}, " if fact.unit else ""
    return f"{kind} ({unit}{in_units(fact.low)} to {in_units(fact.high)})"


def _weight_faults(one: Placed, activities: tuple[Activity, ...]) -> Iterator[Fault]:
    fact = one.stage.weigh_by
    assert fact is not None
    choices = _choices(fact, activities)
    for choice in one.stage.weights if choices else ():
        if choice not in choices:
            yield one.fault(
                "weigh", fact, choice,
                seen=f'{fact} is never "{choice}".',
                write=suggestion(choice, choices, is_key=True),
                on_key=True,
            )  # fmt: skip


def _choices(name: str, activities: tuple[Activity, ...]) -> dict[str, None]:
    """Return all values that a choice fact can have, in the order of the files."""
    facts = [activity.fact(name) for activity in activities]
    return dict.fromkeys(choice for fact in facts if fact for choice in fact.choices)


def _condition_faults(
    one: Placed, condition: Equals | Between, *, activities: tuple[Activity, ...]
) -> Iterator[Fault]:
    name = condition.fact
    facts: list[Fact] = []
    for activity in activities:
        fact = activity.fact(name)
        if fact is None:
            known = ["weekday", "from", "until", "partner", *(one.name for one in activity.facts)]
            yield one.fault(
                "when", name,
                seen=f'The activity "{activity.id}" has no fact {name}.',
                write=suggestion(name, known, is_key=True),
                on_key=True,
            )  # fmt: skip
        else:
            facts.append(fact)
    if len(facts) < len(activities) or not facts:
        return
    if isinstance(condition, Between):
        yield from _between_faults(one, condition, facts=facts)
        return
    for index, value in enumerate(condition.values):
        yield from _value_faults(one, ("when", name, index), value=value, facts=facts)


def _value_faults(
    one: Placed, keys: Keys, *, value: str | int, facts: list[Fact]
) -> Iterator[Fault]:
    wrong = next((fact for fact in facts if fact.is_number == isinstance(value, str)), None)
    if wrong is not None:
        yield one.fault(
            *keys,
            seen=f"{wrong.name} is {fact_words(wrong)}; {_shown(value)} is "
            f"{'a text' if isinstance(value, str) else 'a number'}.",
            write=_other_type(value, wrong),
        )
    elif not any(_can_be(fact, value) for fact in facts):
        fact = facts[0]
        write = suggestion(str(value), fact.choices) if isinstance(value, str) else _in_range(fact)
        yield one.fault(
            *keys,
            seen=f"{fact.name} is {fact_words(fact)}; it can never be {_shown(value)}.",
            write=write,
        )


def _shown(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else in_units(value)


def _other_type(value: str | int, fact: Fact) -> str:
    if isinstance(value, int):
        return suggestion(in_units(value), fact.choices)
    if value.replace(".", "", 1).isdecimal() and value.isascii():
        return f"Write {value} without quotes."
    return "Write a number."


def _in_range(fact: Fact) -> str:
    places = f" with at most {fact.places} decimal places" if fact.places else ""
    whole = "" if fact.places else "whole "
    return f"Write a {whole}number from {in_units(fact.low)} to {in_units(fact.high)}{places}."


def _can_be(fact: Fact, value: str | int) -> bool:
    if isinstance(value, str):
        return value in fact.choices
    return fact.low <= value <= fact.high and value % 10 ** (PLACES_MAX - fact.places) == 0


def _between_faults(one: Placed, between: Between, *, facts: list[Fact]) -> Iterator[Fault]:
    name = between.fact
    low, below = between.at_least, between.below
    wrong = next((fact for fact in facts if not fact.is_number), None)
    if wrong is not None:
        yield one.fault(
            "when", name,
            seen=f"{name} is {fact_words(wrong)}; at_least and below are for numbers.",
            write=f'Write {name} = "{wrong.choices[0]}", or a list of choices.'
            if wrong.choices else "Write a choice.",
        )  # fmt: skip
    elif low is not None and below is not None and low >= below:
        yield one.fault(
            "when", name, "below",
            seen=f"below is {in_units(below)}, which is not above at_least, {in_units(low)}; "
            "no number is left.",
            write="Write the smaller number in at_least.",
        )  # fmt: skip
    else:
        range_words = fact_words(facts[0])
        if low is not None and all(low > fact.high for fact in facts):
            yield one.fault(
                "when", name, "at_least",
                seen=f"{name} is {range_words}; it is never {in_units(low)} or more.",
                write=_in_range(facts[0]),
            )  # fmt: skip
        if below is not None and all(below <= fact.low for fact in facts):
            yield one.fault(
                "when", name, "below",
                seen=f"{name} is {range_words}; it is never below {in_units(below)}.",
                write=f"Write a number above {in_units(facts[0].low)}.",
            )  # fmt: skip
