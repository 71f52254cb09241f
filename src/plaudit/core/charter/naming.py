"""Ids that say what the charter forbids: `no_fines`, `gold_level`, `lucky_box`."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.catalogue.saying import shown
from plaudit.core.catalogue.scanner import Path
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.registries import Registries
from plaudit.core.charter.view import View

_LISTS = ("tally", "rule", "ceiling", "reward", "partner_check")


def naming_findings(view: View, clauses: tuple[Clause, ...]) -> Iterator[Finding]:
    """Yield each id with a word that no id may have, once for each clause that it offends."""
    for path, name in _ids(view):
        for clause, reason, instead in offences(name, view.registries, clauses):
            yield view.refuse(
                clause,
                path,
                seen=f"{shown(name)} says what is not allowed. {reason}",
                write=instead,
            )


def offences(
    name: str, registries: Registries, clauses: tuple[Clause, ...]
) -> Iterator[tuple[str, str, str]]:
    """Yield the clauses that an id offends, each once, with the reason and what to do instead."""
    seen: set[str] = set()
    for clause in clauses:
        if clause.ids.find(name) is not None:
            seen.add(clause.number)
            yield clause.number, clause.reason, clause.instead[0]
    for entry in registries.facts.never:
        if entry.clause not in seen and entry.names.find(name) is not None:
            seen.add(entry.clause)
            yield entry.clause, entry.reason, entry.instead


def _ids(view: View) -> Iterator[tuple[Path, str]]:
    if view.kind != "edition":
        name = view.text("id")
        if name:
            yield ("id",), name
        return
    programme = view.text("edition", "programme")
    if programme:
        yield ("edition", "programme"), programme
    for kind in _LISTS:
        for index, entry in view.entries(kind):
            own = entry.get("id")
            if isinstance(own, str):
                yield (kind, index, "id"), own
