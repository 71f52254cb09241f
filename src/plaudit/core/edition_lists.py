"""What can be chosen for a value of an edition: closed lists, each entry by its name.

The lists are those that the check has: the registries, the deed types, what the edition itself
names, and the words of the language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from plaudit.core.activity import Activity, Fact
from plaudit.core.amount import Rounding
from plaudit.core.catalogue.groups import Listed
from plaudit.core.catalogue.kinds import OneOf
from plaudit.core.catalogue.scanner import Path
from plaudit.core.catalogue.source import Source
from plaudit.core.catalogue.stage_fields import TALLY_SIGN
from plaudit.core.catalogue.stages import COUNT_DEEDS
from plaudit.core.charter.registries import Registries
from plaudit.core.difference.labels import NAMED
from plaudit.core.edition_shape import table_at
from plaudit.core.marking import N_
from plaudit.core.period import Period
from plaudit.core.sentence import Sentence, in_voice
from plaudit.core.voice import Voice, choice_in_words, text_in

_CALLED = NAMED | {
    Period.DAY: N_("Each day"),
    Period.WEEK: N_("Each week, from Monday"),
    Period.MONTH: N_("Each month"),
    Period.QUARTER: N_("Each quarter of a year"),
    Period.HALF_YEAR: N_("Each half of a year"),
    Period.YEAR: N_("Each year"),
    Period.EVER: N_("All the time together"),
    Rounding.DOWN: N_("Down"),
    Rounding.HALF_UP: N_("To the nearest, a half upward"),
    Rounding.HALF_EVEN: N_("To the nearest, a half to the even number"),
}
"""Words of the language that an edition is written in."""
KEY_OF = N_("{name}: {key}")
"""What a thing is of, and what it is."""
_CONDITIONS = {
    "weekday": N_("day of the week"),
    "from": N_("from this day on"),
    "until": N_("before this day"),
    "partner": N_("partner"),
    "at_least": N_("at least"),
    "below": N_("below"),
}
_DEEDS = N_("Deeds: each counts 1")


class Choice(NamedTuple):
    """What can stand in a value's place, and what it is called."""

    value: str
    words: str


class Lists(NamedTuple):
    """The lists of a catalogue, and the languages that there are sentences in."""

    registries: Registries
    activities: Mapping[str, Activity]
    languages: Sequence[str] = ()


class _Asked(NamedTuple):
    path: Path
    source: Source
    lists: Lists | None
    voice: Voice


def choices_of(path: Path, source: Source, *, lists: Lists | None, voice: Voice) -> list[Choice]:
    """Return what can be chosen for the value at a path; nothing where anything can be written."""
    keys = tuple(key for key in path if isinstance(key, str))
    named = _NAMED.get(keys)
    if named is not None:
        return list(named(_Asked(path, source, lists, voice)))
    table = table_at(path)
    kinds = [one.kind for one in (table.fields if table else ()) if keys[1:] == (one.name,)]
    inner = [one.kind if isinstance(one, Listed) else one for one in kinds]
    words = [str(name) for one in inner if isinstance(one, OneOf) for name in one.names]
    return [Choice(one, voice.say(_CALLED[one]) if one in _CALLED else one) for one in words]


def inner_name(path: Path, source: Source, *, lists: Lists | None, voice: Voice) -> str:
    """Return what the last name inside a value is called: a choice with a weight, a condition.

    What has no other name is called as it is written.
    """
    asked = _Asked(path, source, lists, voice)
    key = next(part for part in reversed(path) if isinstance(part, str))
    inside = path[2:]
    facts = list(_facts(asked))
    if inside[:1] == ("when",) and key in _CONDITIONS:
        said = voice.say(_CONDITIONS[key])
        of = [
            text_in(one.title, voice, otherwise=one.name)
            for one in facts
            if one.name in inside[1:-1]
        ]
        return voice.say(KEY_OF, name=of[0], key=said) if of else said
    for fact in facts:
        if inside[:1] == ("weigh",) and len(inside) > 2 and fact.name == inside[1]:
            return choice_in_words(fact, key, voice=voice)
        if fact.name == key:
            return text_in(fact.title, voice, otherwise=key)
    return key


def entry_title(source: Source, entry: Path, voice: Voice) -> str:
    """Return what one of a list of tables is called: what members read, its name, or its id."""
    names = (source.value_at((*entry, key)) for key in ("says", "title", "name", "id"))
    return next(_readable(names, voice), str(entry[0]))


def _readable(names: Iterable[object], voice: Voice) -> Iterator[str]:
    for name in names:
        if isinstance(name, Mapping) and all(isinstance(one, str) for one in name.values()):
            found = text_in(name, voice)
            if found:
                yield found
        elif isinstance(name, str) and name:
            yield name


def _entries(asked: _Asked, table: str, sign: str = "") -> Iterator[Choice]:
    """Yield the edition's own entries of a list of tables, by their ids."""
    written = asked.source.value_at((table,))
    for at, entry in enumerate(written if isinstance(written, list) else ()):
        id = entry.get("id") if isinstance(entry, Mapping) else None
        if isinstance(id, str) and id:
            words = entry_title(asked.source, (table, at), asked.voice)
            yield Choice(f"{sign}{id}", words)


def _activities(asked: _Asked) -> Iterator[Choice]:
    for one in asked.lists.activities.values() if asked.lists else ():
        yield Choice(one.id, text_in(one.title, asked.voice, otherwise=one.id))


def _facts(asked: _Asked) -> Iterator[Fact]:
    """Yield the facts of the deed types that a stage watches, each name once."""
    on = asked.source.value_at((*asked.path[:2], "on"))
    known = asked.lists.activities if asked.lists else {}
    names = on if isinstance(on, list) else [on]
    ids = [one for one in names if isinstance(one, str) and one in known]
    found = [fact for one in ids for fact in known[one].facts]
    yield from {fact.name: fact for fact in reversed(found)}.values()


def _counted(asked: _Asked) -> Iterator[Choice]:
    yield Choice(COUNT_DEEDS, asked.voice.say(_DEEDS))
    for fact in _facts(asked):
        if fact.is_number:
            yield Choice(fact.name, text_in(fact.title, asked.voice, otherwise=fact.name))


def _kept_apart(asked: _Asked) -> Iterator[Choice]:
    for fact in _facts(asked):
        if not fact.is_number:
            yield Choice(fact.name, text_in(fact.title, asked.voice, otherwise=fact.name))


def _watched(asked: _Asked) -> Iterator[Choice]:
    yield from _activities(asked)
    yield from _entries(asked, "tally", TALLY_SIGN)


def _rules(asked: _Asked) -> Iterator[Choice]:
    yield from _entries(asked, "rule")


def _providers(asked: _Asked) -> Iterator[Choice]:
    own = list(_entries(asked, "partner"))
    yield from own
    taken = {one.value for one in own}
    if asked.lists is None:
        return
    kinds = asked.lists.registries.partner_kinds.allowed
    for one in asked.lists.registries.partners.values():
        if one.id not in taken and one.kind in kinds and kinds[one.kind].rewards:
            yield Choice(one.id, one.name)


def _partner_kinds(asked: _Asked) -> Iterator[Choice]:
    for one in asked.lists.registries.partner_kinds.allowed.values() if asked.lists else ():
        yield Choice(one.id, _said(one.title, asked.voice))


def _reward_classes(asked: _Asked) -> Iterator[Choice]:
    for one in asked.lists.registries.reward_classes.allowed.values() if asked.lists else ():
        yield Choice(one.id, _said(one.title, asked.voice))


def _audiences(asked: _Asked) -> Iterator[Choice]:
    for one in asked.lists.registries.audiences.allowed.values() if asked.lists else ():
        yield Choice(one.id, text_in(one.title, asked.voice, otherwise=one.id))


def _reversal_reasons(asked: _Asked) -> Iterator[Choice]:
    for one in asked.lists.registries.reversal_reasons.values() if asked.lists else ():
        yield Choice(one.id, text_in(one.title, asked.voice, otherwise=one.id))


def _languages(asked: _Asked) -> Iterator[Choice]:
    for code in asked.lists.languages if asked.lists else ():
        yield Choice(code, asked.voice.language_name(code))


def _said(words: Sentence, voice: Voice) -> str:
    return in_voice(words, voice) or str(words)


_NAMED: Mapping[tuple[str, ...], Callable[[_Asked], Iterator[Choice]]] = {
    ("edition", "languages"): _languages,
    ("rule", "on"): _watched,
    ("tally", "on"): _watched,
    ("rule", "count"): _counted,
    ("tally", "count"): _counted,
    ("rule", "each"): _kept_apart,
    ("tally", "each"): _kept_apart,
    ("ceiling", "rules"): _rules,
    ("partner", "kind"): _partner_kinds,
    ("partner", "activities"): _activities,
    ("reward", "class"): _reward_classes,
    ("reward", "provider"): _providers,
    ("audience", "open_to"): _audiences,
    ("reversal", "reasons"): _reversal_reasons,
}
"""Keys whose values are names of something, and what there is of it."""
