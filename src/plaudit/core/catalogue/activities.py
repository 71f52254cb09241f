"""Reading an activity type: one TOML file, its facts with their bounds and closed lists."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from plaudit.core.activity import KEEP_DAYS_MAX, Activity, Fact, FactType
from plaudit.core.amount import AMOUNT_MAX, MICRO
from plaudit.core.catalogue.activity_fields import ACTIVITY, HIGH_DEFAULT, RESERVED
from plaudit.core.catalogue.fields import Reading, Values, Wrong
from plaudit.core.catalogue.mistakes import Mistake, Mistakes, in_order
from plaudit.core.catalogue.saying import listed, shown
from plaudit.core.catalogue.source import Source, read_source
from plaudit.core.marking import N_, Marked
from plaudit.core.sentence import sentence, worded


@lru_cache(maxsize=512)
def parse_activity(text: str, *, file: str = "activity") -> Activity:
    """Return the activity that a text describes. Editions share their activities' texts.

    Refuses: Mistakes, with every mistake of the text.
    """
    read = read_activity(read_source(file, text.encode()))
    if isinstance(read, list):
        raise Mistakes(read)
    return read


def read_activity(source: Source) -> Activity | list[Mistake]:
    """Return the activity of a file, or all its mistakes in the order of their places."""
    mistakes = list(source.mistakes)
    activity = _activity(Reading(source, mistakes)) if source.table is not None else None
    if activity is None or mistakes:
        return in_order(mistakes)
    return activity


def _activity(here: Reading) -> Activity | None:
    values = ACTIVITY.read(here.source.table, here)
    if isinstance(values, Wrong):
        return None
    facts = tuple(
        _fact(found, here.at("facts", name)) for name, found in values.get("facts", {}).items()
    )
    return Activity(
        id=values.get("id", ""),
        title=values.get("title", {}),
        facts=facts,
        evidence=values.get("evidence", ""),
        without_phone=values.get("without_phone", {}),
        keep_days=values.get("keep_days", KEEP_DAYS_MAX),
    )


def _fact(values: Values, here: Reading) -> Fact:
    name = here.name
    if name in RESERVED:
        here.refuse(
            sentence(
                N_("{name} has a meaning of its own in rules, so no fact can be named so."),
                name=name,
            ),
            sentence(N_("Name the fact otherwise.")),
            on_key=True,
        )
    _must_fit(values, here)
    places = values.get("places") or 0
    low, high = _bounds(values, here, places=places)
    return Fact(
        name=name,
        type=values.get("type", FactType.INTEGER),
        unit=values.get("unit", ""),
        low=low,
        high=high,
        places=places,
        choices=values.get("values") or (),
        required=values.get("required", True),
        kind=values.get("kind", ""),
        title=values.get("title", {}),
        units=values.get("units", {}),
        labels=values.get("labels", {}),
    )


def _must_fit(values: Values, here: Reading) -> None:
    """Refuse keys that don't belong to the fact's type, and those that it lacks."""
    fact_type = values.get("type")
    if fact_type is FactType.CHOICE:
        _must_not_have(
            values, here, names=("min", "max", "places", "unit", "units"), called=N_("a choice")
        )
        if not values.wrote("values"):
            here.refuse(
                sentence(N_("A choice needs its closed list; values is missing.")),
                sentence(N_('Add values = ["paper", "metal"].')),
                on_key=True,
            )
        _check_labels(values, here)
    elif fact_type is not None:
        _must_not_have(values, here, names=("values", "labels"), called=N_("a number"))
        if fact_type is FactType.INTEGER:
            _must_not_have(values, here, names=("places",), called=N_("a whole number"))
        elif not values.wrote("places"):
            here.refuse(
                sentence(N_("A decimal needs its number of decimal places; places is missing.")),
                sentence(N_("Add places = 1.")),
                on_key=True,
            )


def _must_not_have(
    values: Values, here: Reading, *, names: tuple[str, ...], called: Marked
) -> None:
    for name in names:
        if values.wrote(name) and values.get(name) not in ("", {}):
            here.at(name).refuse(
                sentence(
                    N_("{name} doesn't belong to {called}."), name=name, called=worded(called)
                ),
                sentence(N_("Leave it out.")),
                on_key=True,
            )


def _check_labels(values: Values, here: Reading) -> None:
    choices = values.get("values")
    labels: Mapping[str, object] = values.get("labels", {})
    for choice in labels if choices else ():
        if choice not in choices:
            here.at("labels", choice).refuse(
                sentence(N_("{choice} is not in values."), choice=shown(choice)),
                sentence(N_("Name one of: {choices}."), choices=listed(choices, quoted=True)),
                on_key=True,
            )


def _bounds(values: Values, here: Reading, *, places: int) -> tuple[int, int]:
    """Return the smallest and the largest number, in millionths."""
    if values.get("type") is FactType.CHOICE:
        return 0, 0
    low: Fraction = values.get("min") or Fraction(0)
    high: Fraction = Fraction(HIGH_DEFAULT) if values.get("max") is None else values["max"]
    for name in ("min", "max"):
        bound: Fraction | None = values.get(name)
        if (
            bound is not None
            and "places" not in values.unread
            and (bound * 10**places).denominator != 1
        ):
            kind = (
                sentence(N_("a decimal with {places} places"), places=places)
                if places
                else worded(N_("a whole number"))
            )
            here.at(name).refuse(
                sentence(
                    N_("{name} is {bound}, but the fact is {kind}."),
                    name=name,
                    bound=shown(bound),
                    kind=kind,
                ),
                sentence(N_("Write it with as many decimals as the fact.")),
            )
    if low > high and values.get("max") is None:
        high = Fraction(AMOUNT_MAX)
    if low > high:
        here.at("max").refuse(
            sentence(
                N_("max is {high}, which is less than min, {low}."),
                high=shown(high),
                low=shown(low),
            ),
            sentence(N_("Write the smallest number in min and the largest in max.")),
        )
    return int(low * MICRO), int(high * MICRO)
