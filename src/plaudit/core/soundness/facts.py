"""What a stage says about facts, against what its activities have."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import MICRO, PLACES_MAX, in_units
from plaudit.core.catalogue.saying import described
from plaudit.core.edition import Between, Edition, Equals
from plaudit.core.marking import N_
from plaudit.core.sentence import Sentence, sentence, worded
from plaudit.core.soundness.bounds import place_faults
from plaudit.core.soundness.faults import Fault, Keys, Known, Placed, suggestion, watched
from plaudit.core.soundness.ranges import between_faults, fact_words, in_range


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
            needed = worded(N_("a number fact") if number else N_("a choice fact"))
            fitting = [other.name for other in activity.facts if other.is_number == number]
            yield one.fault(
                *keys,
                seen=sentence(
                    N_('{key} needs {needed}; {fact} of the activity "{activity}" is {found}.'),
                    key=keys[0],
                    needed=needed,
                    fact=fact,
                    activity=activity.id,
                    found=fact_words(found),
                ),
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
        else sentence(N_("Leave it out: the activity has no facts."))
    )
    return one.fault(
        *keys,
        seen=sentence(
            N_('The activity "{activity}" has no fact {fact}.'), activity=activity.id, fact=fact
        ),
        write=write,
        on_key=on_key,
    )


def _weight_faults(one: Placed, activities: tuple[Activity, ...]) -> Iterator[Fault]:
    fact = one.stage.weigh_by
    assert fact is not None
    choices = _choices(fact, activities)
    for choice in one.stage.weights if choices else ():
        if choice not in choices:
            yield one.fault(
                "weigh",
                fact,
                choice,
                seen=sentence(N_('{fact} is never "{choice}".'), fact=fact, choice=choice),
                write=suggestion(choice, choices, is_key=True),
                on_key=True,
            )


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
                "when",
                name,
                seen=sentence(
                    N_('The activity "{activity}" has no fact {fact}.'),
                    activity=activity.id,
                    fact=name,
                ),
                write=suggestion(name, known, is_key=True),
                on_key=True,
            )
        else:
            facts.append(fact)
    if len(facts) < len(activities) or not facts:
        return
    if isinstance(condition, Between):
        yield from between_faults(one, condition, facts=facts)
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
            seen=sentence(
                N_("{name} is {words}; {value}."),
                name=wrong.name,
                words=fact_words(wrong),
                value=_described(value),
            ),
            write=_other_type(value, wrong),
        )
    elif not any(_can_be(fact, value) for fact in facts):
        fact = facts[0]
        write = suggestion(str(value), fact.choices) if isinstance(value, str) else in_range(fact)
        yield one.fault(
            *keys,
            seen=sentence(
                N_("{fact} is {words}; it can never be {value}."),
                fact=fact.name,
                words=fact_words(fact),
                value=_shown(value),
            ),
            write=write,
        )


def _shown(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else in_units(value)


def _described(value: str | int) -> Sentence:
    """Return a value and what it is; a number here is one of millionths."""
    return described(value if isinstance(value, str) else Fraction(value, MICRO))


def _other_type(value: str | int, fact: Fact) -> Sentence:
    if isinstance(value, int):
        return suggestion(in_units(value), fact.choices)
    if value.replace(".", "", 1).isdecimal() and value.isascii():
        return sentence(N_("Write {value} without quotes."), value=value)
    return sentence(N_("Write a number."))


def _can_be(fact: Fact, value: str | int) -> bool:
    if isinstance(value, str):
        return value in fact.choices
    return fact.low <= value <= fact.high and value % 10 ** (PLACES_MAX - fact.places) == 0
