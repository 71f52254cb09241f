"""Editions and activities as TOML text: what reading must give back unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import in_units
from plaudit.core.catalogue.saying import exact
from plaudit.core.edition import (
    Bands,
    Ceiling,
    Edition,
    Equals,
    Every,
    Ladder,
    Rate,
    Schedule,
    Stage,
    When,
)
from plaudit.core.period import date_of

WEEKDAYS = ("mon", "tuesday", "wed", "thursday", "fri", "saturday", "sun")


def activity_text(activity: Activity) -> str:
    """Return an activity as the text of its file."""
    lines = [f"id = {quoted(activity.id)}", f"title = {table(activity.title)}"]
    for fact in activity.facts:
        lines += [f"[facts.{fact.name}]", *_fact_lines(fact)]
    return "\n".join(lines) + "\n"


def _fact_lines(fact: Fact) -> Iterable[str]:
    yield f"type = {quoted(fact.type)}"
    if not fact.required:
        yield "required = false"
    if not fact.is_number:
        yield f"values = {_list(quoted(one) for one in fact.choices)}"
        return
    yield f"min = {in_units(fact.low)}"
    yield f"max = {in_units(fact.high)}"
    if fact.places:
        yield f"places = {fact.places}"


def edition_text(edition: Edition) -> str:
    """Return an edition as the text of its file."""
    lines = [
        "[edition]",
        f"programme = {quoted(edition.programme)}",
        f"id = {quoted(edition.id)}",
        f"starts_on = {date_of(edition.starts_on).isoformat()}",
        f"time_zone = {quoted(edition.time_zone)}",
        f"languages = {_list(quoted(one) for one in edition.languages)}",
        "[points]",
        f"expires_after_months = {edition.expires_after_months}",
    ]
    for stage in edition.stages:
        lines += [f"[[{stage.kind}]]", *_stage_lines(stage)]
    for ceiling in edition.ceilings:
        lines += ["[[ceiling]]", *_ceiling_lines(ceiling)]
    return "\n".join(lines) + "\n"


def _stage_lines(stage: Stage) -> Iterable[str]:
    yield f"id = {quoted(stage.id)}"
    on = (
        [quoted(f"tally:{stage.on_tally}")] if stage.on_tally else [quoted(one) for one in stage.on]
    )
    yield f"on = {on[0] if len(on) == 1 else _list(on)}"
    yield f"per = {quoted(stage.period)}"
    if stage.when != When():
        yield f"when = {_when(stage.when)}"
    if stage.count is not None:
        yield f"count = {quoted(stage.count)}"
    if stage.weigh_by is not None:
        weights = {name: in_units(weight) for name, weight in stage.weights.items()}
        yield f"weigh = {{ {quoted(stage.weigh_by)} = {_pairs(weights)} }}"
    if stage.each is not None:
        yield f"each = {quoted(stage.each)}"
    if stage.schedule is not None:
        yield _schedule(stage.schedule)
    if stage.rounding is not None:
        yield f"rounding = {quoted(stage.rounding)}"
    if stage.at_most is not None:
        whole = stage.kind == "rule" or stage.schedule is not None
        yield f"at_most = {stage.at_most if whole else in_units(stage.at_most)}"


def _ceiling_lines(ceiling: Ceiling) -> Iterable[str]:
    yield f"id = {quoted(ceiling.id)}"
    yield f"rules = {_list(quoted(one) for one in ceiling.rules)}"
    yield f"per = {quoted(ceiling.period)}"
    yield f"at_most = {ceiling.at_most}"


def _when(when: When) -> str:
    pairs: dict[str, str] = {}
    for check in when.facts:
        if isinstance(check, Equals):
            values = [
                quoted(one) if isinstance(one, str) else in_units(one) for one in check.values
            ]
            pairs[check.fact] = values[0] if len(values) == 1 else _list(values)
            continue
        limits = {"at_least": check.at_least, "below": check.below}
        pairs[check.fact] = _pairs(
            {name: in_units(limit) for name, limit in limits.items() if limit is not None}
        )
    if when.weekdays is not None:
        pairs["weekday"] = _list(quoted(WEEKDAYS[one]) for one in sorted(when.weekdays))
    if when.from_day is not None:
        pairs["from"] = date_of(when.from_day).isoformat()
    if when.until_day is not None:
        pairs["until"] = date_of(when.until_day).isoformat()
    if when.partners is not None:
        pairs["partner"] = _list(quoted(one) for one in sorted(when.partners))
    return _pairs(pairs)


def _schedule(schedule: Schedule) -> str:
    match schedule:
        case Rate(points, per):
            return f"rate = {{ points = {_number(points)}, per = {_number(per)} }}"
        case Every(points, per):
            return f"every = {{ points = {_number(points)}, per = {_number(per)} }}"
        case Ladder(steps):
            return f"ladder = {_list(f'[{_number(one)}, {_number(two)}]' for one, two in steps)}"
        case Bands(bands):
            pairs = (
                f"[{quoted('rest') if width is None else _number(width)}, {_number(points)}]"
                for width, points in bands
            )
            return f"bands = {_list(pairs)}"


def _number(value: Fraction) -> str:
    return f"{exact(value):f}"


def quoted(text: str) -> str:
    """Return a text as TOML."""
    return json.dumps(text, ensure_ascii=False)


def table(texts: Mapping[str, str]) -> str:
    """Return texts by name as an inline table."""
    return _pairs({name: quoted(text) for name, text in texts.items()})


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(values)}]"


def _pairs(values: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{quoted(name)} = {value}" for name, value in values.items()) + " }"
