"""What a form can add to an edition, and take out of it: keys, list entries and whole tables.

Each offer names a place and what is written there; `reshaping` writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from plaudit.core.catalogue.beginning import NEW_TABLES, new_table
from plaudit.core.catalogue.edition_fields import Tables
from plaudit.core.catalogue.fields import Field, Table
from plaudit.core.catalogue.groups import BY_LANGUAGE, Listed, TextOrTexts
from plaudit.core.catalogue.kinds import Text
from plaudit.core.catalogue.reshaping import with_key, with_table, without
from plaudit.core.catalogue.scanner import Path
from plaudit.core.catalogue.schedules import Pairs
from plaudit.core.catalogue.source import Source
from plaudit.core.catalogue.whole import WHOLE_EDITION

NOT_HERE = ("approval", "rehearsal", "answer")
"""Tables that are written by what somebody does, and never by the form."""
_TABLES = {one.name: one for one in WHOLE_EDITION.fields if one.name not in NOT_HERE}


class Offer(NamedTuple):
    """Something that can be added or taken out. `value`: TOML to be added, None to take out.

    `path` ends with the key, or with the number of a list's entry; for a new table it is its name.
    """

    path: Path
    value: str | None


def table_at(path: Path) -> Table | None:
    """Return what is known of the table at a path, like ("rule", 2) or ("points",)."""
    known = _TABLES.get(str(path[0]))
    if known is None:
        return None
    kind = known.kind
    table = kind.table if isinstance(kind, Tables) else kind
    return table if isinstance(table, Table) else None


def to_add(source: Source, path: Path) -> list[Offer]:
    """Return what can be added to a table: keys that it hasn't, languages, entries of lists."""
    table, written = table_at(path), source.value_at(path)
    if table is None or not isinstance(written, Mapping):
        return []
    languages = languages_of(source)
    offers = [
        Offer((*path, one.name), first_value(one, languages))
        for one in table.fields
        if one.name not in written
    ]
    for one in table.fields:
        inside = _to_add_inside(one, (*path, one.name), written.get(one.name), languages=languages)
        offers += inside
    return offers


def to_remove(source: Source, path: Path) -> list[Offer]:
    """Return what can be taken out of a table: keys that it needn't have, languages, entries."""
    table, written = table_at(path), source.value_at(path)
    if table is None or not isinstance(written, Mapping):
        return []
    needed = {one.name for one in table.fields if one.required}
    paths: list[Path] = [(*path, key) for key in written if key not in needed]
    for key, value in written.items():
        if isinstance(value, list) and len(value) > 1:
            paths += [(*path, key, number) for number in range(len(value))]
        elif isinstance(value, Mapping) and _is_by_language(table, key) and len(value) > 1:
            paths += [(*path, key, language) for language in value]
    return [Offer(one, None) for one in paths]


def tables_to_add(source: Source, *, today: date) -> list[Offer]:
    """Return the tables that an edition can have more of, each with what it begins as."""
    languages = languages_of(source)
    offers = []
    for name in NEW_TABLES:
        is_list = isinstance(_TABLES[name].kind, Tables)
        if is_list or source.value_at((name,)) is None:
            id = _new_id(source, name)
            text = new_table(name, id, languages=languages, today=today)
            offers.append(Offer((name,), text))
    return offers


def reshaped(source: Source, offer: Offer) -> str:
    """Return a text with what was offered added or taken out.

    Refuses: CannotReshape.
    """
    if offer.value is None:
        return without(source, offer.path)
    if len(offer.path) == 1:
        return with_table(source, str(offer.path[0]), offer.value)
    return with_key(source, offer.path, offer.value)


def languages_of(source: Source) -> list[str]:
    """Return the languages that an edition says it speaks; English where it says none."""
    written = source.value_at(("edition", "languages"))
    listed = written if isinstance(written, list) else [written]
    return [one for one in listed if isinstance(one, str)] or ["en"]


def first_value(one: Field, languages: Iterable[str]) -> str:
    """Return what a key is begun with: its own words are empty, all else is sound."""
    if one.kind is BY_LANGUAGE or isinstance(one.kind, TextOrTexts):
        return f"{{ {', '.join(f'{code} = {_EMPTY}' for code in languages)} }}"
    if isinstance(one.kind, Text):
        return _EMPTY
    return one.example or one.kind.example


_EMPTY = '""'


def _to_add_inside(
    one: Field, path: Path, written: object, *, languages: Iterable[str]
) -> Iterator[Offer]:
    """Yield what can be added to a value: a language more, or an entry more at the end."""
    if isinstance(written, Mapping) and one.kind is BY_LANGUAGE:
        for code in languages:
            if code not in written:
                yield Offer((*path, code), _EMPTY)
    elif isinstance(written, list) and isinstance(one.kind, Listed):
        inner = one.kind.kind
        yield Offer((*path, len(written)), _EMPTY if isinstance(inner, Text) else inner.example)
    elif isinstance(written, list) and isinstance(one.kind, Pairs):
        last = written[-1] if written else None
        yield Offer((*path, len(written)), _next_pair(last))


def _next_pair(last: object) -> str:
    """Return a step after the last one: as it is, so that nothing is given until it is changed."""
    if isinstance(last, list) and len(last) == 2 and all(_is_number(one) for one in last):
        return f"[{last[0] + 1}, {last[1]}]"
    return "[1, 0]"


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_by_language(table: Table, key: str) -> bool:
    return any(one.name == key and one.kind is BY_LANGUAGE for one in table.fields)


def _new_id(source: Source, name: str) -> str:
    """Return an id that no table of this name has, like rule-3."""
    entries = source.value_at((name,))
    listed = entries if isinstance(entries, list) else []
    taken = {one.get("id") for one in listed if isinstance(one, Mapping)}
    number = len(taken) + 1
    stem = name.replace("_", "-")
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
