"""The particulars of an edition: everything that a notice or a record is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plaudit.core.activity import Activity
from plaudit.core.catalogue.activities import read_activity
from plaudit.core.catalogue.editions import read_edition
from plaudit.core.catalogue.fields import Reading, Values
from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.catalogue.whole import PARTS, mistakes_of_parts
from plaudit.core.charter.approval import content_hash
from plaudit.core.charter.registries import FactKind, RecordKind, Registries
from plaudit.core.charter.stages import used_activities
from plaudit.core.charter.view import View
from plaudit.core.edition import Edition
from plaudit.core.retention import details_days


@dataclass(frozen=True)
class Particulars:
    """An edition with its tables beside counting, the deed types it counts, and the registries.

    `parts`: the tables by name as `catalogue.whole` reads them, lists as lists; days as numbers.
    `content_sha256`: what an approval covers. `details_days`: after how many the details of deeds
    are deleted.
    """

    edition: Edition
    purpose: Mapping[str, str]
    parts: Mapping[str, Any]
    activities: tuple[Activity, ...]
    registries: Registries
    content_sha256: str
    details_days: int

    def one(self, table: str, key: str) -> Any:
        """Return a value of a table that every edition has."""
        return self.parts[table][key]

    def many(self, name: str) -> Iterable[Values]:
        """Return the tables of a list, in the order written."""
        return self.parts[name] or ()

    def reporting(self, activity: str) -> list[str]:
        """Return the names of the partners that may report a deed type, in the order written."""
        return [one["name"] for one in self.many("partner") if activity in one["activities"]]

    def rewarding(self) -> list[str]:
        """Return the names of the partners that give rewards, each once."""
        givers = {one["provider"] for one in self.many("reward")}
        return [one["name"] for one in self.many("partner") if one["id"] in givers]

    def kept(self) -> list[tuple[RecordKind, int]]:
        """Return each kind of data that is kept, and how long here, in the kind's own unit."""
        retention = self.parts["retention"]
        return [
            (kind, retention[f"{kind.id}_{kind.unit}"]) for kind in self.registries.records.values()
        ]

    def fact_kind(self, name: str, kind: str) -> FactKind | None:
        """Return the catalogue's entry for a fact: the kind that it names, or that lists it."""
        kinds = self.registries.facts.allowed
        if kind:
            return kinds.get(kind)
        return next((one for one in kinds.values() if name in one.names), None)


def particulars_of(view: View) -> Particulars:
    """Return the particulars of an edition in its world.

    Refuses: Mistakes, where the edition or a deed type that it counts isn't sound.
    """
    activities: dict[str, Activity] = {}
    for name in used_activities(view):
        source = view.world.activities.get(name)
        read = read_activity(source) if source is not None else []
        if isinstance(read, Activity):
            activities[name] = read
        elif read:
            raise Mistakes(read)
    edition = read_edition(view.source, activities)
    if isinstance(edition, list):
        raise Mistakes(edition)
    if mistakes := mistakes_of_parts(view.source):
        raise Mistakes(mistakes)
    purpose = view.value("edition", "purpose")
    here = Reading(view.source, [])
    parts: dict[str, Any] = {}
    for part in PARTS:
        written: Any = view.value(part.name)
        if part.is_list:
            parts[part.name] = [part.table.read(one, here) for one in written or ()]
        else:
            parts[part.name] = None if written is None else part.table.read(written, here)
    return Particulars(
        edition=edition,
        purpose=purpose if isinstance(purpose, Mapping) else {},
        parts=parts,
        activities=tuple(activities.values()),
        registries=view.registries,
        content_sha256=content_hash(view),
        details_days=details_days(view),
    )
