"""Checking files of the catalogue: every mistake of every file, found at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from plaudit.actions.catalogue_files import gather_activities, source_at
from plaudit.core.activity import Activity
from plaudit.core.catalogue.activities import read_activity
from plaudit.core.catalogue.editions import read_edition
from plaudit.core.catalogue.mistakes import Mistake, in_order
from plaudit.core.catalogue.source import Source
from plaudit.core.edition import Edition
from plaudit.core.marking import N_
from plaudit.core.sentence import sentence

_EDITION_KEYS = ("edition", "rule", "tally", "ceiling", "points")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: the values of sound files, and the mistakes in order."""

    editions: tuple[Edition, ...]
    activities: tuple[Activity, ...]
    mistakes: tuple[Mistake, ...]


def check(paths: Sequence[Path], *, activities_folder: Path) -> Checked:
    """Return what stands in some files of the catalogue, and every mistake in them.

    Takes:   activity and edition files, told apart by their tables. The folder's activities are
             read where there is an edition; an activity among the files comes before its namesake
             in the folder.
    """
    sources = [(source_at(path), path) for path in paths]
    mistakes: list[Mistake] = []
    named: dict[str, Activity] = {}
    unread: set[str] = set()
    for source, path in sources:
        if kind_of(source) == "activity":
            activity = read_activity(source)
            if isinstance(activity, list):
                mistakes += activity
                unread.add(path.stem)
            else:
                named[activity.id] = activity
    written = [source for source, _ in sources if kind_of(source) == "edition"]
    known = dict(named)
    if written:
        of_folder, of_files, unread_there = gather_activities(activities_folder)
        mistakes += of_files
        unread |= unread_there
        known = of_folder | named
    read = [read_edition(source, known, unread=unread) for source in written]
    for source, _ in sources:
        if kind_of(source) is None:
            mistakes += _neither(source)
    for one in read:
        mistakes += one if isinstance(one, list) else ()
    return Checked(
        editions=tuple(one for one in read if isinstance(one, Edition)),
        activities=tuple(named.values()),
        mistakes=tuple(in_order(mistakes)),
    )


def kind_of(source: Source) -> Literal["edition", "activity"] | None:
    """Return what a file describes, by its tables; None where it can't be told."""
    table = source.table or {}
    if any(key in table for key in _EDITION_KEYS):
        return "edition"
    return "activity" if "id" in table or "facts" in table else None


def _neither(source: Source) -> list[Mistake]:
    if source.mistakes:
        return list(source.mistakes)
    seen = sentence(N_("This is neither an edition nor an activity."))
    write = sentence(N_("An edition has a table [edition], an activity an id and a title."))
    return [source.mistake((), seen=seen, write=write)]
