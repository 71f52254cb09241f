"""Examining files of the catalogue against the charter: every finding, file by file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from plaudit.actions.catalogue_files import FILES_MAX, source_at
from plaudit.core.catalogue.source import Source, read_source
from plaudit.core.charter.check import DeedTypes, Report, check_deed_types, check_file
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.reading import FILES, registries_of
from plaudit.core.charter.registries import Registries
from plaudit.core.charter.view import FileKind, View, World
from plaudit.core.marking import N_
from plaudit.core.sentence import sentence

_EDITION_KEYS = ("edition", "rule", "tally", "ceiling", "points", "people", "partner")
_REWARD_KEYS = ("price_points", "provider", "stock", "opens_on", "open_alternative")
PROGRAMMES = "programmes"


@dataclass(frozen=True)
class Catalogue:
    """The catalogue that files are examined in: registries, and the files of deed types by id."""

    registries: Registries
    activities: Mapping[str, Source] = field(default_factory=dict)


def kind_of(source: Source) -> FileKind | None:
    """Return what a file describes, by its tables; None where it can't be told."""
    table = source.table or {}
    if any(key in table for key in _EDITION_KEYS):
        return "edition"
    if any(key in table for key in _REWARD_KEYS):
        return "reward"
    return "activity" if "id" in table or "facts" in table else None


def open_catalogue(folder: Path, activities_folder: Path | None = None) -> Catalogue:
    """Return the catalogue of a folder.

    Refuses: Mistakes of the data catalogue and the registries.
    """
    activities = _sources_in(activities_folder or folder / "activities")
    return Catalogue(_registries(folder.resolve()), _by_id(activities))


@lru_cache(maxsize=4)
def _registries(folder: Path) -> Registries:
    return registries_of({name: source_at(folder / f"{name}.toml") for name in FILES})


def examine(
    paths: Sequence[Path],
    catalogue: Catalogue,
    *,
    today: date | None = None,
) -> list[Report]:
    """Return a report for each file.

    Takes: editions, activities and rewards, told apart by their tables. An activity among the files
           comes before its namesake in the catalogue. An edition in a folder
           programmes/PROGRAMME is checked against the others there.
    """
    sources = {path: source_at(path) for path in paths}
    own = _by_id(source for source in sources.values() if kind_of(source) == "activity")
    known = check_deed_types({**catalogue.activities, **own}, catalogue.registries)
    reports: dict[str, Report] = {}
    for path, source in sources.items():
        kind = kind_of(source)
        if kind is None:
            reports[source.file] = _neither(source)
            continue
        others, programme = _others(path) if kind == "edition" else ([], "")
        world = World(catalogue.registries, known.sources, others, programme, today)
        view = View(source, kind, world)
        reports[source.file] = check_file(view, known)
    return list(reports.values())


@dataclass(frozen=True)
class Beside:
    """What an edition that is no file is examined in: its programme, and its other editions."""

    catalogue: Catalogue
    programme: str
    others: Sequence[Source] = ()

    @cached_property
    def known(self) -> DeedTypes:
        """The catalogue's deed types, checked."""
        return check_deed_types(self.catalogue.activities, self.catalogue.registries)

    @property
    def activity_texts(self) -> dict[str, str]:
        """The texts of the sound deed types, by id."""
        return {id: self.known.sources[id].text for id in self.known.sound}


def examine_text(text: str, beside: Beside, *, name: str, today: date | None = None) -> Report:
    """Return the report of an edition's text. `name`: what findings call it."""
    source = read_source(name, text.encode())
    if kind_of(source) is None:
        return _neither(source)
    known = beside.known
    world = World(
        beside.catalogue.registries, known.sources, beside.others, beside.programme, today
    )
    return check_file(View(source, "edition", world), known)


def _others(path: Path) -> tuple[list[Source], str]:
    """Return the other editions of a programme, and the name of its folder where it has one."""
    folder = path.resolve().parent
    if folder.parent.name != PROGRAMMES:
        return [], ""
    beside = [source for source in _sources_in(folder, but=path.resolve()) if source.table]
    return beside, folder.name


def _sources_in(folder: Path, but: Path | None = None) -> list[Source]:
    """Return the *.toml files of a folder, but one; none where the folder isn't there."""
    if not folder.is_dir():
        return []
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")[:FILES_MAX]
    return [source_at(path) for path in paths if path.resolve() != but]


def _by_id(sources: Iterable[Source]) -> dict[str, Source]:
    """Return deed types by id, or by the file's name where no id can be read."""
    found: dict[str, Source] = {}
    for source in sources:
        name = (source.table or {}).get("id")
        found.setdefault(name if isinstance(name, str) else Path(source.file).stem, source)
    return found


def _neither(source: Source) -> Report:
    if source.mistakes:
        # What can't be read has no clause of its own; C26 is the one about sources.
        found = (replace(one, clause=one.clause or "C26") for one in source.mistakes)
        return Report(source.file, "", tuple(map(Finding, found)))
    mistake = source.unclean(
        0,
        seen=sentence(N_("This is neither an edition, nor an activity, nor a reward.")),
        write=sentence(
            N_("An edition has a table [edition], an activity an id and a title, a reward a price.")
        ),
    )
    return Report(source.file, "", (Finding(mistake),))
