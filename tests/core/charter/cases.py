"""The cases of the charter: editions that must pass, and the smallest changes that must not.

A case in tests/cases/charter/refused or /asked names its accepted twin and what is changed in its
text, or in the text of one of its deed types. Everything here is text: nothing is written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.check import DeedTypes, Report, check_deed_types, check_file
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.reading import FILES, registries_of
from plaudit.core.charter.registries import Registries
from plaudit.core.charter.view import View, World

ROOT = Path(__file__).parents[3]
HOME = ROOT / "tests" / "cases" / "charter"
CATALOGUE = ROOT / "catalogue"


@cache
def registries() -> Registries:
    """Return the registries of the catalogue."""
    return registries_of(
        {
            name: read_source(f"{name}.toml", (CATALOGUE / f"{name}.toml").read_bytes())
            for name in FILES
        }
    )


@cache
def accepted() -> Mapping[str, str]:
    """Return the editions that must pass, by name."""
    return {path.stem: path.read_text("utf-8") for path in sorted((HOME / "accepted").glob("*"))}


@cache
def deed_types() -> Mapping[str, str]:
    """Return the deed types of the cases, by id."""
    return {path.stem: path.read_text("utf-8") for path in sorted((HOME / "activities").glob("*"))}


class Files(NamedTuple):
    """An edition with its deed types and the other editions of its programme, as texts."""

    edition: str
    activities: Mapping[str, str]
    before: tuple[str, ...] = ()


class Case(NamedTuple):
    """A change to an accepted edition, and what the check must say."""

    name: str
    twin: str
    clauses: tuple[str, ...]
    exactly_one: bool
    files: Files


def cases(folder: str) -> list[Case]:
    """Return the cases of a folder, "refused" or "asked"."""
    return [_case(path) for path in sorted((HOME / folder).glob("*.toml"))]


def attempts() -> list[Case]:
    """Return the cases of the files that hold many: one for each clause, and two others.

    Those that must pass are named innocent; they and the questions have no clause to refuse for.
    """
    return [
        _written(case, path)._replace(name=f"{path.stem}: {case['name']}")
        for path in sorted((HOME / "attempts").glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


def _case(path: Path) -> Case:
    return _written({"name": path.stem, **tomllib.loads(path.read_text("utf-8"))}, path)


def _written(written: Mapping[str, Any], path: Path) -> Case:
    twin = accepted()[written["twin"]]
    activities = dict(deed_types())
    edition = twin
    for change in written.get("change", []):
        if "in" in change:
            activities[change["in"]] = _changed(activities[change["in"]], change, path)
        else:
            edition = _changed(edition, change, path)
    for added in written.get("activity", []):
        activities[added["id"]] = added["text"]
    before = tuple(_before(one, path) for one in written.get("before", []))
    return Case(
        written["name"],
        written["twin"],
        tuple(written.get("refused_for") or written.get("asks", ())),
        written.get("exactly_one", False),
        Files(edition, activities, before),
    )


def _before(written: Mapping[str, Any], path: Path) -> str:
    text = accepted()[written["twin"]]
    for change in written.get("change", []):
        text = _changed(text, change, path)
    return text


def _changed(text: str, change: Mapping[str, str], path: Path) -> str:
    assert text.count(change["find"]) == 1, (path.stem, text.count(change["find"]), change["find"])
    return text.replace(change["find"], change["write"])


@cache
def _read(texts: tuple[tuple[str, str], ...]) -> DeedTypes:
    sources = {name: read_source(f"{name}.toml", text.encode()) for name, text in texts}
    return check_deed_types(sources, registries())


def report_of(files: Files) -> Report:
    """Return the report of an edition with its deed types."""
    known = _read(tuple(files.activities.items()))
    before = [read_source(f"before-{n}", text.encode()) for n, text in enumerate(files.before)]
    world = World(registries(), known.sources, before)
    source = read_source("edition.toml", files.edition.encode())
    return check_file(View(source, "edition", world), known)


def findings_of(files: Files) -> tuple[Finding, ...]:
    """Return every finding of an edition and of the deed types that it counts."""
    return report_of(files).findings


def errors_of(files: Files) -> list[str]:
    """Return the clauses of all errors."""
    return [found.clause for found in findings_of(files) if found.is_error]
