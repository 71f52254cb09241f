"""The form of an edition: the values that are changed most often, each with what it is called.

What isn't here is changed in the text itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from plaudit.core.catalogue.amending import Value, values_of
from plaudit.core.catalogue.scanner import Path
from plaudit.core.catalogue.source import Source
from plaudit.core.difference.labels import LABELS, SECTIONS
from plaudit.core.refusals import N_
from plaudit.core.voice import Voice, text_in

EVERY = "*"
"""Stands for any key: a language, a choice, the number of a step."""
_STAGE = (
    ("says", EVERY),
    ("at_most",),
    ("rate", EVERY),
    ("every", EVERY),
    ("ladder", EVERY, EVERY),
    ("bands", EVERY, EVERY),
    ("weigh", EVERY, EVERY),
)
FIELDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "edition": (("id",), ("starts_on",), ("title", EVERY), ("purpose", EVERY), ("source",)),
    "people": (("author",), ("approver",), ("published_on",)),
    "points": (("expires_after_months",),),
    "leaving": (("usable_days",),),
    "budget": (("points_a_year",), ("paid_by",)),
    "reversal": (("alone_points_max",),),
    "partner": (("budget_points_a_week",), ("back_date_days",)),
    "reward": (("title", EVERY), ("price_points",), ("stock",), ("opens_on",), ("closes_on",)),
    "tally": _STAGE,
    "rule": _STAGE,
    "ceiling": (("says", EVERY), ("at_most",)),
}
"""By table: the ways to a value inside it."""

FIELDS_MAX = 900
"""How many values a form may have: what is larger is changed in the text."""

_OF = N_("{name}: {key}")
_WAYS = {
    ("rate", "points"): N_("Points"),
    ("rate", "per"): N_("For each"),
    ("every", "points"): N_("Points"),
    ("every", "per"): N_("For each full"),
}
_STEPS = {
    "ladder": (N_("Step {number}: from"), N_("Step {number}: points")),
    "bands": (N_("Stretch {number}: how wide"), N_("Stretch {number}: points for each")),
}


class Field(NamedTuple):
    """A value with its words. `name` is how a form calls it."""

    name: str
    label: str
    value: Value


class Group(NamedTuple):
    """The fields of one table, or of one entry of a list of them."""

    title: str
    fields: tuple[Field, ...]


def groups_of(source: Source, voice: Voice) -> list[Group]:
    """Return the fields of an edition's text; none where it can't be read, or has too many.

    The order is the text's; tables of one section stand together.
    """
    found: dict[Path, list[Field]] = {}
    for value in values_of(source):
        entry, inside = _parted(value.path)
        part = str(value.path[0])
        if any(_leads(way, inside) for way in FIELDS.get(part, ())):
            label = _label(part, inside, voice)
            key = entry if len(entry) > 1 else (_section_of(part),)
            found.setdefault(key, []).append(Field(name_of(value.path), label, value))
    if sum(map(len, found.values())) > FIELDS_MAX:
        return []
    return [Group(_title(source, entry, voice), tuple(fields)) for entry, fields in found.items()]


def name_of(path: Path) -> str:
    """Return how a form calls the value at a path.

    >>> name_of(("rule", 0, "says", "zh-Hans"))
    'rule.0.says.zh-Hans'
    """
    return ".".join(map(str, path))


def _parted(path: Path) -> tuple[Path, Path]:
    """Return which table a path is in, and the way inside it."""
    cut = 2 if len(path) > 1 and isinstance(path[1], int) else 1
    return path[:cut], path[cut:]


def _section_of(part: str) -> str:
    return next(title for title, parts in SECTIONS if part in parts)


def _leads(way: tuple[str, ...], inside: Path) -> bool:
    return len(way) == len(inside) and all(
        key in (EVERY, part) for key, part in zip(way, inside, strict=True)
    )


def _label(part: str, inside: Path, voice: Voice) -> str:
    key, *rest = inside
    if (way := _WAYS.get((str(key), str(rest[-1]) if rest else ""))) is not None:
        return voice.say(way)
    if key in _STEPS and isinstance(rest[0], int) and isinstance(rest[1], int):
        words = _STEPS[str(key)][min(rest[1], 1)]
        return voice.say(words, number=str(rest[0] + 1))
    known = LABELS.get(part, {}).get("weights" if key == "weigh" else str(key))
    words = str(key) if known is None else voice.say(known.words)
    return voice.say(_OF, name=words, key=str(rest[-1])) if rest else words


def _title(source: Source, entry: Path, voice: Voice) -> str:
    """Return what a table is called: its section, or the name that members read."""
    if len(entry) == 1:
        return voice.say(str(entry[0]))
    names = (source.value_at((*entry, key)) for key in ("says", "title", "name", "id"))
    return next(_readable(names, voice), str(entry[0]))


def _readable(names: Iterator[object], voice: Voice) -> Iterator[str]:
    for name in names:
        if isinstance(name, dict) and name and all(isinstance(one, str) for one in name.values()):
            yield text_in(name, voice)
        elif isinstance(name, str) and name:
            yield name
