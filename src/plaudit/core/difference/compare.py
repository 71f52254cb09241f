"""What is different between two editions: keys, and entries that came, went or changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from plaudit.core.difference.said import Entry, Said


class Kind(StrEnum):
    """What happened to an entry of a list, or to a table."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


class Change(NamedTuple):
    """One key with another value. None: it isn't said."""

    key: str
    was: object
    now: object


class EntryChange(NamedTuple):
    """An entry of a list ("rule", "cups"), or a table ("points", ""), with its changed keys.

    One that is new or gone has every key that it says.
    """

    part: str
    id: str
    kind: Kind
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Difference:
    """All that is different between two editions, and the lists that stand in another order."""

    before: Said
    after: Said
    entries: tuple[EntryChange, ...]
    reordered: tuple[str, ...]


def difference(before: Said, after: Said) -> Difference:
    """Return the difference between two editions; what both say is left out."""
    found: list[EntryChange] = []
    for part in _names(before.tables, after.tables):
        was, now = before.tables.get(part, {}), after.tables.get(part, {})
        found += _changed(part, "", was=was, now=now)
    reordered = []
    for part in _names(before.lists, after.lists):
        old, new = before.lists.get(part, {}), after.lists.get(part, {})
        for id in _names(new, old):
            found += _changed(part, id, was=old.get(id), now=new.get(id))
        both = old.keys() & new.keys()
        if [id for id in old if id in both] != [id for id in new if id in both]:
            reordered.append(part)
    return Difference(before, after, tuple(found), tuple(reordered))


def _changed(part: str, id: str, *, was: Entry | None, now: Entry | None) -> Iterable[EntryChange]:
    kind = Kind.NEW if was is None else Kind.GONE if now is None else Kind.CHANGED
    old, new = was or {}, now or {}
    changes = tuple(
        Change(key, old.get(key), new.get(key))
        for key in _names(new, old)
        if old.get(key) != new.get(key)
    )
    if changes or kind is not Kind.CHANGED:
        yield EntryChange(part, id, kind, changes)


def _names(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """Return the names of both, each once, those of the first one first."""
    return list(dict.fromkeys([*one, *other]))
