"""The rules that a case names: editions and activities, read as `plaudit` reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from plaudit.actions.catalogue_files import read_activities, read_editions
from plaudit.core.activity import Activity
from plaudit.core.counting import Counting
from plaudit.core.edition import Edition
from plaudit.core.period import Calendar
from tests.cases.case import HOME, Case, CaseMistake

ROOT = HOME.parent.parent
SHELVES = (
    (ROOT / "catalogue" / "programmes", ROOT / "catalogue" / "activities"),
    (ROOT / "catalogue" / "published", ROOT / "catalogue" / "published" / "activities"),
    (HOME / "editions", HOME / "activities"),
)
"""Where editions stand, each with the activities that they count."""


@dataclass(frozen=True)
class Rules:
    """What a case is counted by."""

    editions: tuple[Edition, ...]
    activities: Mapping[str, Activity]
    counting: Counting
    calendar: Calendar


def rules_of(case: Case) -> Rules:
    """Return the rules that a case names.

    Refuses: with CaseMistake an edition that isn't there; with Mistakes one that isn't sound.
    """
    rules = _rules(case.path.name, case.editions, case.activities)
    return replace(rules, calendar=Calendar(rules.editions[0].time_zone))


@cache
def _rules(file: str, names: tuple[str, ...], activities_folder: str | None) -> Rules:
    found = [_shelf_of(file, name) for name in names]
    folder = found[0][1] if activities_folder is None else ROOT / activities_folder
    activities = read_activities(folder)
    editions = read_editions([path for path, _ in found], activities)
    return Rules(
        editions=tuple(editions),
        activities=activities,
        counting=Counting(editions, activities),
        calendar=Calendar(editions[0].time_zone),
    )


def _shelf_of(file: str, name: str) -> tuple[Path, Path]:
    for editions, activities in SHELVES:
        path = editions / f"{name}.toml"
        if path.is_file():
            return path, activities
    raise CaseMistake(f'{file}: there is no edition {name}; write "programme/edition"')
