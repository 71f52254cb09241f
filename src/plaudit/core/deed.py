"""A deed at the door: what a partner reported, its facts checked and scaled once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from typing import NamedTuple

from plaudit.core.activity import Activity, Fact, FactType
from plaudit.core.amount import MICRO, PLACES_MAX, in_units, to_micro
from plaudit.core.refusals import Code, Refusal, refusal

Facts = tuple[int | None, ...]
"""Facts in the order of the activity's: numbers in millionths, a choice as its index, or None."""

SEEN_MAX = 40
"""How many characters of a sent value an answer repeats."""

NAME_CHARACTERS_MAX = 128
"""Characters of an id, a source or a subject."""

DESK_IDS = "desk/"
"""How the ids of deeds begin that the programme's desk enters in a partner's name."""

RANGE_DIGITS = 30
"""Numbers beyond 10**30 are out of every range; they are not worked out."""

_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""Characters that Python calls printable and a page shows as nothing."""

_CHOICE = FactType.CHOICE
_EXACT = Context(prec=80, traps=[Inexact])
_MICRO_DECIMAL = Decimal(MICRO)
_STEPS = tuple(10 ** (PLACES_MAX - places) for places in range(PLACES_MAX + 1))
"""The smallest amount with so many decimal places, in millionths."""


class Report(NamedTuple):
    """One readable deed as the partner said it. `happened_at` in microseconds since the epoch."""

    event_id: str
    source: str
    subject: str
    activity: Activity
    happened_at: int
    facts: Facts


class Unread(NamedTuple):
    """A deed that can't be taken as it is written: what of it could be named, and why not."""

    event_id: str | None
    source: str | None
    refusal: Refusal


class Deed(NamedTuple):
    """A deed as counting sees it: no name, no clock. `day` is the local day it happened on."""

    activity: Activity
    partner: str
    day: int
    facts: Facts


def shown(value: object) -> str:
    r"""Return a sent value for a sentence: shortened, and without what can't be seen in print.

    >>> shown("caf\u00e9\u202e\n"), shown("x" * 50)[-4:]
    ('"café??"', 'xxx…')
    """
    text = f'"{value[:SEEN_MAX]}"' if isinstance(value, str) else str(value)
    if not text.isprintable():
        text = "".join(one if one.isprintable() else "?" for one in text)
    return text if len(text) <= SEEN_MAX else text[: SEEN_MAX - 1] + "…"


def kind_of(value: object) -> str:
    """Return what a JSON value is, in words for a sentence."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return f"the text {shown(value)}"
    if isinstance(value, int | Decimal):
        return f"the number {shown(value)}"
    return "a list" if isinstance(value, list) else "an object"


def name_fault(name: str, text: str) -> Refusal | None:
    """Return what is wrong with an id, a source or a subject; None where nothing is."""
    if (
        0 < len(text) <= NAME_CHARACTERS_MAX
        and text.isprintable()
        and text.strip() == text
        and not _UNSEEN.search(text)
    ):
        return None
    expected = (
        f"a text of 1 to {NAME_CHARACTERS_MAX} characters that can all be seen, "
        "without spaces around it"
    )
    return refusal(Code.ATTRIBUTE_WRONG, name=name, seen=kind_of(text), expected=expected)


def desk_id_fault(event_id: str) -> Refusal | None:
    """Return what is wrong with a partner's own id of a deed that looks like one of the desk's.

    By such an id a partner sees what the desk entered in its name, and an officer who that was.
    """
    if event_id[: len(DESK_IDS)].lower() != DESK_IDS:
        return None
    expected = (
        f'an id of your own: "{DESK_IDS}" begins the ids of what the programme\'s desk enters'
    )
    return refusal(Code.ATTRIBUTE_WRONG, name="id", seen=kind_of(event_id), expected=expected)


def facts_of(activity: Activity, data: Mapping[str, object]) -> Facts | Refusal:
    """Return a deed's facts, checked and scaled, or the first thing that is wrong with them.

    Units:   numbers in millionths; a choice as its index in the fact's `choices`.
    Refuses: facts that the activity doesn't have, that are missing, of the wrong type, too
             precise, out of range, or not on the closed list (nothing of them is kept).
    """
    sound = _sound_facts(activity, data)
    if sound is not None:
        return sound
    names = {fact.name for fact in activity.facts}
    for name in data:
        if name not in names:
            return refusal(Code.FACT_UNKNOWN, activity=activity.id, name=shown(name))
    scaled: list[int | None] = []
    for fact in activity.facts:
        if fact.name not in data:
            if fact.required:
                return refusal(Code.FACT_MISSING, activity=activity.id, name=fact.name)
            scaled.append(None)
            continue
        value = _scaled(fact, data[fact.name])
        if isinstance(value, Refusal):
            return value
        scaled.append(value)
    return tuple(scaled)


def _sound_facts(activity: Activity, data: Mapping[str, object]) -> Facts | None:
    """Return the facts where nothing is wrong with them; None says: look closer."""
    scaled: list[int | None] = []
    left_out = 0
    for fact in activity.facts:
        value = data.get(fact.name)
        if fact.type is _CHOICE:
            if type(value) is str and value in fact.choices:
                scaled.append(fact.choices.index(value))
                continue
        else:
            micro = _micro_of(value, fact.places)
            if micro is not None and fact.low <= micro <= fact.high:
                scaled.append(micro)
                continue
        if fact.required or fact.name in data:
            return None
        scaled.append(None)
        left_out += 1
    return tuple(scaled) if len(scaled) - left_out == len(data) else None


def _micro_of(value: object, places: int) -> int | None:
    """Return a number in millionths; None for what isn't one, or not a sound one.

    >>> _micro_of(Decimal("1.5"), 1), _micro_of(Decimal("nan"), 1), _micro_of(Decimal("inf"), 1)
    (1500000, None, None)
    """
    if type(value) is int:
        return value * MICRO
    if type(value) is not Decimal or not value.is_finite():
        return None
    if not -RANGE_DIGITS < value.adjusted() < RANGE_DIGITS:
        return None
    try:
        micro = _EXACT.multiply(value, _MICRO_DECIMAL)
    except Inexact:
        return None
    whole = int(micro)
    return whole if whole == micro and whole % _STEPS[places] == 0 else None


def _scaled(fact: Fact, value: object) -> int | Refusal:
    if fact.type is FactType.CHOICE:
        if not isinstance(value, str):
            return _wrong_type(fact, value, expected="a text from the list")
        if value not in fact.choices:
            known = ", ".join(fact.choices)
            return refusal(Code.FACT_NOT_A_CHOICE, name=fact.name, seen=shown(value), known=known)
        return fact.choices.index(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return _wrong_type(fact, value, expected="a number, written without quotes")
    if isinstance(value, Decimal) and not value.is_finite():
        return _wrong_type(fact, value, expected="a number, written without quotes")
    if not _in_range(fact, value):
        low, high = in_units(fact.low), in_units(fact.high)
        return refusal(
            Code.FACT_OUT_OF_RANGE, name=fact.name, seen=shown(value), low=low, high=high
        )
    micro = to_micro(value, places=fact.places)
    if micro is None:
        return refusal(Code.FACT_TOO_PRECISE, name=fact.name, seen=shown(value), places=fact.places)
    return micro


def _in_range(fact: Fact, value: int | Decimal) -> bool:
    if isinstance(value, Decimal):
        if value.is_zero():
            return fact.low <= 0 <= fact.high
        if value.adjusted() > RANGE_DIGITS:
            return False
        ratio = Fraction(value) if value.adjusted() > -RANGE_DIGITS else Fraction(0)
        return fact.low <= ratio * MICRO <= fact.high
    return fact.low <= value * MICRO <= fact.high


def _wrong_type(fact: Fact, value: object, *, expected: str) -> Refusal:
    return refusal(Code.FACT_WRONG_TYPE, name=fact.name, seen=kind_of(value), expected=expected)
