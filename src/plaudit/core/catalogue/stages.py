"""From what was read of a [[tally]], [[rule]] or [[ceiling]] to its value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from plaudit.core.activity import Activity
from plaudit.core.amount import MICRO
from plaudit.core.catalogue.conditions import when_of
from plaudit.core.catalogue.fields import Reading, Values
from plaudit.core.catalogue.saying import listed, shown, table_words
from plaudit.core.catalogue.stage_fields import SCHEDULES, TALLY_SIGN
from plaudit.core.edition import Ceiling, Schedule, Stage
from plaudit.core.marking import N_
from plaudit.core.period import Period
from plaudit.core.sentence import sentence

COUNT_DEEDS = "deeds"


def stage_of(
    kind: Literal["tally", "rule"],
    values: Values,
    *,
    here: Reading,
    activities: Mapping[str, Activity],
) -> Stage:
    """Return a stage; what couldn't be read is left empty, and its mistakes are noted."""
    on, on_tally = _on(values, here)
    facts = {fact.name: fact for one in on if one in activities for fact in activities[one].facts}
    weigh_by, weights = _weights(values)
    schedule = _schedule(kind, values, here=here)
    count: str | None = values.get("count")
    return Stage(
        id=values.get("id", ""),
        kind=kind,
        period=values.get("per", Period.EVER),
        on=on,
        on_tally=on_tally,
        when=when_of(values.get("when"), here.at("when"), facts=facts),
        count=None if count == COUNT_DEEDS else count,
        weigh_by=weigh_by,
        weights=weights,
        each=values.get("each"),
        schedule=schedule,
        rounding=values.get("rounding"),
        at_most=_at_most(kind, values, here=here),
        source=values.get("source", ""),
        says=values.get("says", {}),
    )


def ceiling_of(values: Values) -> Ceiling:
    """Return a ceiling; what couldn't be read is left empty."""
    return Ceiling(
        id=values.get("id", ""),
        rules=values.get("rules", ()),
        period=values.get("per", Period.EVER),
        at_most=values.get("at_most", 0),
        source=values.get("source", ""),
        says=values.get("says", {}),
    )


def _on(values: Values, here: Reading) -> tuple[tuple[str, ...], str | None]:
    names: tuple[str, ...] = values.get("on", ())
    tallies = [name for name in names if name.startswith(TALLY_SIGN)]
    if not tallies:
        return names, None
    if len(names) == 1:
        return (), names[0].removeprefix(TALLY_SIGN)
    here.at("on", names.index(tallies[0])).refuse(
        sentence(
            N_("{tally} stands in a list; a tally is counted alone."), tally=shown(tallies[0])
        ),
        sentence(N_("Write on = {tally}, or only activities."), tally=shown(tallies[0])),
    )
    values.unread.add("on")
    return names[: names.index(tallies[0])], None


def _weights(values: Values) -> tuple[str | None, Mapping[str, int]]:
    weigh: dict[str, dict[str, Fraction]] = values.get("weigh") or {}
    for fact, weights in weigh.items():
        return fact, {choice: int(weight * MICRO) for choice, weight in weights.items()}
    return None, {}


def _schedule(kind: Literal["tally", "rule"], values: Values, *, here: Reading) -> Schedule | None:
    written = [name for name in SCHEDULES if values.wrote(name)]
    if len(written) > 1:
        here.at(written[1]).refuse(
            sentence(
                N_("A {kind} has one schedule; here are {number}: {names}."),
                kind=table_words(kind),
                number=len(written),
                names=listed(written),
            ),
            sentence(N_("Keep one of them.")),
            on_key=True,
        )
    if not written and kind == "rule":
        here.refuse(
            sentence(N_("A rule needs a schedule, which says how many points; none stands here.")),
            sentence(N_("Add rate = {{ points = 1, per = 1 }}, or every, ladder or bands.")),
            on_key=True,
        )
    return values.get(written[0]) if written else None


def _at_most(kind: Literal["tally", "rule"], values: Values, *, here: Reading) -> int | None:
    """Return the cap: points, or millionths for a tally without a schedule."""
    at_most: Fraction | int | None = values.get("at_most")
    if at_most is None:
        return None
    number = Fraction(at_most)
    if kind == "tally" and not any(values.wrote(name) for name in SCHEDULES):
        return int(number * MICRO)
    if number.denominator != 1:
        here.at("at_most").refuse(
            sentence(
                N_("at_most is {number}; what a schedule gives is whole."), number=shown(number)
            ),
            sentence(N_("Write a whole number.")),
        )
    return int(number)
