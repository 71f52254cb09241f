"""The form of an edition: its values, each by its name, and what can be added and taken out.

What isn't here (an approval, a rehearsal, answers, texts of several lines) is left to the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from plaudit.core.catalogue.amending import Value, values_of
from plaudit.core.catalogue.groups import BY_LANGUAGE
from plaudit.core.catalogue.scanner import Path
from plaudit.core.catalogue.source import Source
from plaudit.core.difference.labels import LABELS, SECTIONS
from plaudit.core.edition_lists import KEY_OF, Choice, Lists, choices_of, entry_title, inner_name
from plaudit.core.edition_shape import NOT_HERE, Offer, table_at
from plaudit.core.refusals import N_
from plaudit.core.voice import Voice

FOR_GOOD = (("edition", "programme"), ("edition", "time_zone"))
"""What a programme keeps: another one is another programme."""
FIELDS_MAX = 1_500
"""How many values a form may have: what is larger is changed in the text."""

_ONE_MORE = N_("{name}: one more")
_KEYS = {"per": "period", "weigh": "weights"}
"""What is called otherwise where an edition is told."""
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
_SCHEDULES = {
    "rate": N_("Points for each amount, parts counted too"),
    "every": N_("Points for each full amount"),
    "ladder": N_("Points by steps of the total"),
    "bands": N_("Points by stretches of the total"),
}
NEW_TABLES = {
    "rule": N_("A rule, which gives points"),
    "ceiling": N_("A limit over several rules"),
    "tally": N_("A count for other rules"),
    "reward": N_("A reward"),
    "partner": N_("A partner"),
    "partner_check": N_("A check of partners' reports"),
}
"""What a table more is called; another one is called by its name in the text."""


class Field(NamedTuple):
    """A value with its words. `name` is how a form calls it; `choices`: what can be chosen."""

    name: str
    label: str
    value: Value
    choices: tuple[Choice, ...] = ()


class Group(NamedTuple):
    """The fields of one entry of a list of tables, or of the tables of one section."""

    title: str
    fields: tuple[Field, ...]
    tables: tuple[Path, ...]


def groups_of(source: Source, voice: Voice, lists: Lists | None = None) -> list[Group]:
    """Return the fields of an edition's text; none where it can't be read, or has too many.

    The order is the text's; tables of one section stand together. What stands in a closed list is
    chosen from it; another value that the text has stays one of the choices.
    """
    found: dict[Path, list[Field]] = {}
    tables: dict[Path, dict[Path, None]] = {}
    for value in values_of(source):
        entry, inside = _parted(value.path)
        part = str(value.path[0])
        if part in NOT_HERE or part not in LABELS or not inside or value.path in FOR_GOOD:
            continue
        key = entry if len(entry) > 1 else (_section_of(part),)
        choices = choices_of(value.path, source, lists=lists, voice=voice)
        label = _label(value.path, source, voice=voice, lists=lists)
        field = Field(name_of(value.path), label, value, with_value(choices, value.shown))
        found.setdefault(key, []).append(field)
        tables.setdefault(key, {})[entry] = None
    if sum(map(len, found.values())) > FIELDS_MAX:
        return []
    return [
        Group(_title(source, key, voice), tuple(fields), tuple(tables[key]))
        for key, fields in found.items()
    ]


def with_value(choices: Iterable[Choice], value: str) -> tuple[Choice, ...]:
    """Return choices with a value among them; none where there is nothing to choose from.

    >>> with_value([Choice("cafe", "café")], "zeppelin")
    (Choice(value='zeppelin', words='zeppelin'), Choice(value='cafe', words='café'))
    """
    known = tuple(choices)
    if not known or any(one.value == value for one in known):
        return known
    return (Choice(value, value), *known)


def name_of(path: Path) -> str:
    """Return how a form calls the value at a path.

    >>> name_of(("rule", 0, "says", "zh-Hans"))
    'rule.0.says.zh-Hans'
    """
    return ".".join(map(str, path))


def is_same_place(path: Path, was: Source, now: Source) -> bool:
    """Return whether a path leads to the same thing in two versions of a text.

    An entry of a list is known by its id. Where it has none, the list must be as it was.
    """
    for at, key in enumerate(path):
        if not isinstance(key, int):
            continue
        one, other = _id_at(was, path[: at + 1]), _id_at(now, path[: at + 1])
        if one != other or (one is None and was.value_at(path[:at]) != now.value_at(path[:at])):
            return False
    return True


def _id_at(source: Source, path: Path) -> object:
    entry = source.value_at(path)
    return entry.get("id") if isinstance(entry, Mapping) else None


def offer_in_words(
    source: Source, offer: Offer, voice: Voice, *, lists: Lists | None = None
) -> str:
    """Return what can be added or taken out: a key, a language, an entry of a list, a table."""
    if len(offer.path) == 1:
        name = str(offer.path[0])
        return voice.say(NEW_TABLES[name]) if name in NEW_TABLES else f"[{name}]"
    _, inside = _parted(offer.path)
    last = inside[-1]
    if len(inside) == 1 and last in _SCHEDULES:
        return voice.say(_SCHEDULES[str(last)])
    if not isinstance(last, int):
        return _label(offer.path, source, voice=voice, lists=lists)
    name = _label(offer.path[:-1], source, voice=voice, lists=lists)
    if len(inside) == 2 and inside[0] in _SCHEDULES:
        name = voice.say(_SCHEDULES[str(inside[0])])
    if offer.value is not None:
        return voice.say(_ONE_MORE, name=name)
    value = source.value_at(offer.path)
    shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    named = dict(choices_of(offer.path, source, lists=lists, voice=voice))
    return voice.say(KEY_OF, name=name, key=named.get(shown, shown))


def _parted(path: Path) -> tuple[Path, Path]:
    """Return which table a path is in, and the way inside it."""
    cut = 2 if len(path) > 1 and isinstance(path[1], int) else 1
    return path[:cut], path[cut:]


def _section_of(part: str) -> str:
    return next(title for title, parts in SECTIONS if part in parts)


def _label(path: Path, source: Source, *, voice: Voice, lists: Lists | None) -> str:
    """Return what the value or the key at a path is called."""
    entry, (key, *rest) = _parted(path)
    part = str(entry[0])
    if (way := _WAYS.get((str(key), str(rest[-1]) if rest else ""))) is not None:
        return voice.say(way)
    if key in _STEPS and len(rest) == 2 and isinstance(rest[0], int) and isinstance(rest[1], int):
        step = _STEPS[str(key)][min(rest[1], 1)]
        return voice.say(step, number=str(rest[0] + 1))
    known = LABELS[part].get(_KEYS.get(str(key), str(key)))
    words = str(key) if known is None else voice.say(known.words)
    inner = [one for one in rest if isinstance(one, str)][-1:]
    if not inner:
        return words
    called = inner_name(path, source, lists=lists, voice=voice)
    if _is_by_language(entry, str(key)):
        called = voice.language_name(inner[0])
    return voice.say(KEY_OF, name=words, key=called)


def _is_by_language(entry: Path, key: str) -> bool:
    table = table_at(entry)
    fields = () if table is None else table.fields
    return any(one.name == key and one.kind is BY_LANGUAGE for one in fields)


def _title(source: Source, entry: Path, voice: Voice) -> str:
    """Return what a table is called: its section, or the name that members read."""
    if len(entry) == 1:
        return voice.say(str(entry[0]))
    return entry_title(source, entry, voice)
