"""What an edition says, whole and comparable: every key of every table, as it is read.

Two texts that mean the same give the same: `"x"` and `["x"]`, a key left out and its default,
spaces and comments. What can't be read stands as it is written, so that nothing is left out. The
table [approval] isn't content: it says who read the rest, and is void when the rest changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import NamedTuple

from plaudit.core.activity import Activity, FactType
from plaudit.core.amount import Rounding
from plaudit.core.catalogue.activities import read_activity
from plaudit.core.catalogue.activity_fields import ACTIVITY, FACT, HIGH_DEFAULT
from plaudit.core.catalogue.edition_fields import HEADER
from plaudit.core.catalogue.editions import read_edition
from plaudit.core.catalogue.fields import Reading, Table, Values
from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.catalogue.source import Source, read_source
from plaudit.core.catalogue.whole import PARTS, Part
from plaudit.core.charter.approval import APPROVAL, REHEARSAL
from plaudit.core.edition import Ceiling, Edition, Stage

Entry = Mapping[str, object]
"""What one table says, by key; None for a key that is left out and has no default."""

TEXTS_KEPT = 256
"""Editions that are kept read: their texts never change, and pages compare them each time."""
FACT_SIGN = "/"
"""Stands between an activity and its fact, and in no name."""
_NAMED_BY = {"answer": "question"}


@dataclass(frozen=True)
class Said:
    """An edition, with the activities that it counts.

    `tables` is by name ("points"), `lists` by name and id ("rule", "cups"): activities and their
    facts ("cup_return/cups") are lists too, since an edition pins them.
    """

    edition: Edition
    activities: Mapping[str, Activity]
    tables: Mapping[str, Entry]
    lists: Mapping[str, Mapping[str, Entry]]


def said_by(text: str, activity_texts: Mapping[str, str], *, file: str = "edition") -> Said:
    """Return what an edition says.

    Takes:   the texts of the activities by id; those that it doesn't count are passed over.
    Refuses: Mistakes where the edition or an activity isn't sound as arithmetic.
    """
    return _said(text, tuple(sorted(activity_texts.items())), file)


@lru_cache(maxsize=TEXTS_KEPT)
def _said(text: str, activity_texts: tuple[tuple[str, str], ...], file: str) -> Said:
    known = {id: _activity_by(id, written) for id, written in activity_texts}
    source = read_source(file, text.encode())
    edition = read_edition(source, {id: read.activity for id, read in known.items()})
    if isinstance(edition, list):
        raise Mistakes(edition)
    counted = edition.kinds()
    pinned = {id: read for id, read in known.items() if id in counted}
    tables, lists = _parts(source)
    lists |= {
        "rule": {stage.id: _stage(stage) for stage in edition.rules()},
        "tally": {stage.id: _stage(stage) for stage in edition.tallies()},
        "ceiling": {ceiling.id: _own(ceiling) for ceiling in edition.ceilings},
        "activity": {id: read.entry for id, read in pinned.items()},
        "fact": {
            f"{id}{FACT_SIGN}{name}": fact
            for id, read in pinned.items()
            for name, fact in read.facts.items()
        },
    }
    return Said(edition, {id: read.activity for id, read in pinned.items()}, tables, lists)


class _Read(NamedTuple):
    activity: Activity
    entry: Entry
    facts: Mapping[str, Entry]


@lru_cache(maxsize=TEXTS_KEPT)
def _activity_by(id: str, text: str) -> _Read:
    source = read_source(id, text.encode())
    activity = read_activity(source)
    if isinstance(activity, list):
        raise Mistakes(activity)
    entry = dict(_entry(ACTIVITY, source.table, source))
    del entry["facts"]
    written = (source.table or {}).get("facts", {})
    assert isinstance(written, Mapping), source.file
    facts = {name: _fact(_entry(FACT, fact, source)) for name, fact in written.items()}
    return _Read(activity, entry, facts)


def _parts(source: Source) -> tuple[dict[str, Entry], dict[str, Mapping[str, Entry]]]:
    table = source.table or {}
    tables: dict[str, Entry] = {"edition": _entry(HEADER, table.get("edition"), source)}
    lists: dict[str, Mapping[str, Entry]] = {}
    for part in PARTS:
        if part.name not in (REHEARSAL, APPROVAL):
            written = table.get(part.name)
            if part.is_list and isinstance(written, list):
                lists[part.name] = _listed(part, written, source)
            else:
                tables[part.name] = _entry(part.table, written, source)
    return tables, lists


def _listed(part: Part, written: list[object], source: Source) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for row, one in enumerate(written, start=1):
        id = one.get(_NAMED_BY.get(part.name, "id")) if isinstance(one, Mapping) else None
        key = id if isinstance(id, str) and id not in found else f"{id or ''} {row}".strip()
        found[key] = _entry(part.table, one, source)
    return found


def _entry(table: Table, written: object, source: Source) -> Entry:
    """Return what a table says; a value that can't be read stands as it is written."""
    if written is None:
        return {}
    if not isinstance(written, Mapping):
        return {"": written}
    values = table.read(written, Reading(source, []))
    assert isinstance(values, Values), table.called
    said = dict(values.found)
    said |= {key: value for key, value in written.items() if said.get(key) is None}
    return said


def _fact(said: Entry) -> Entry:
    """Return a fact with the bounds that it has where none are written."""
    if said["type"] is FactType.CHOICE:
        return said
    bounds = {"min": 0, "max": HIGH_DEFAULT, "places": 0}
    return {key: bounds.get(key) if value is None else value for key, value in said.items()}


def _stage(stage: Stage) -> Entry:
    said = _own(stage)
    if stage.rounding is Rounding.DOWN:
        said["rounding"] = None  # as where it is left out
    return said


def _own(value: Stage | Ceiling) -> dict[str, object]:
    return {one.name: getattr(value, one.name) for one in fields(value) if one.name != "kind"}
