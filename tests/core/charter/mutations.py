"""Every accepted edition with one field changed, and the clauses that each key belongs to.

The table of clauses is written from the charter, not from the program, so that the two can differ.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from tests.core.charter.cases import Files, accepted, deed_types
from tests.core.charter.toml_text import toml_text

Path = tuple[str | int, ...]

OF_EDITION = {
    "edition.programme": "C16 C25",
    "edition.id": "C25 C26",
    "edition.title": "C19",
    "edition.purpose": "C25 C19",
    "edition.starts_on": "C08 C25",
    "edition.time_zone": "C19 C25",
    "edition.languages": "C19",
    "edition.source": "C25",
    "edition": "C25",
    "people": "C25",
    "people.published_on": "C08 C25",
    "basis": "C25",
    "basis.legal_basis": "C13 C25",
    "basis.reason": "C19 C25",
    "contact": "C25",
    "audience": "C23",
    "audience.open_to": "C22",
    "audience.from_age_years": "C23",
    "audience.joining": "C13",
    "points": "C07",
    "budget": "C04",
    "leaving": "C14",
    "retention": "C17",
    "reversal": "C06",
    "challenge": "C18",
    "statistics": "C10",
    "partner": "C24",
    "partner.id": "C24 C12 C26",
    "partner.kind": "C24 C12",
    "rule": "C04 C24",
    "rule.id": "C04 C26",
    "rule.on": "C01",
    "rule.count": "C01",
    "rule.says": "C19",
    "rule.source": "C25",
    "tally.id": "C01 C26",
    "tally.on": "C01",
    "tally.says": "C19",
    "tally": "C04 C01",
    "ceiling": "C04",
    "ceiling.id": "C04 C26",
    "ceiling.says": "C19",
    "ceiling.source": "C25",
    "reward.id": "C12 C26",
    "reward.title": "C19",
    "reward.class": "C12",
    "reward.provider": "C12",
    "reward.open_alternative": "C12 C19",
    "reward": "C11 C12",
}
OF_DEED_TYPE = {
    "id": "C26",
    "title": "C19",
    "class": "C01 C02",
    "evidence": "C01 C02",
    "without_phone": "C22",
    "keep_days": "C17",
    "facts": "C01 C02",
}
UNKNOWN = "C01"


class Mutation(NamedTuple):
    """One changed field, and the clauses of which a refusal may name exactly one."""

    name: str
    files: Files
    allowed: frozenset[str]


@cache
def mutations() -> list[Mutation]:
    """Return every mutation of every accepted edition and of its deed type."""
    found: list[Mutation] = []
    for name, text in accepted().items():
        found += _of_edition(name, text)
    return found


def _of_edition(name: str, text: str) -> Iterator[Mutation]:
    table = tomllib.loads(text, parse_float=Decimal)
    for label, path, changed in _changes(table):
        clauses = _clauses(OF_EDITION, path, label)
        yield Mutation(f"{name}: {label}", Files(toml_text(changed), deed_types()), clauses)
    for deed_type in {one for rule in table["rule"] for one in [rule["on"]] if ":" not in one}:
        plain = tomllib.loads(deed_types()[deed_type], parse_float=Decimal)
        for label, path, changed in _changes(plain):
            texts = {**deed_types(), deed_type: toml_text(changed)}
            clauses = _clauses(OF_DEED_TYPE, path, label)
            yield Mutation(f"{name}: {deed_type} {label}", Files(text, texts), clauses)


def _clauses(table: dict[str, str], path: Path, label: str) -> frozenset[str]:
    if label.endswith("a key added"):
        return frozenset((UNKNOWN,))
    keys = [key for key in path if isinstance(key, str)]
    for length in range(len(keys), 0, -1):
        found = table.get(".".join(keys[:length]))
        if found is not None:
            return frozenset(found.split())
    raise AssertionError(path)


def _changes(table: dict[str, Any]) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    for path in _paths(table, ()):
        value = _at(table, path)
        shown = ".".join(map(str, path))
        for number, other in enumerate(_others(value)):
            yield f"{shown} changed {number}", path, _with(table, path, other)
        if isinstance(path[-1], str):
            yield f"{shown} taken out", path, _without(table, path)
        if isinstance(value, dict) and (path[-1] in _TABLES or isinstance(path[-1], int)):
            yield f"{shown}: a key added", path, _with(table, (*path, "zqx_field"), 1)


_TABLES = frozenset(
    (
        "edition", "people", "basis", "contact", "audience", "points", "budget", "leaving",
        "retention", "reversal", "challenge", "statistics",
    )
)  # fmt: skip


def _paths(value: Any, path: Path) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(value, list) and all(isinstance(one, dict) for one in value):
        for index, inner in enumerate(value):
            yield from _paths(inner, (*path, index))


def _others(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value, "yes"]
    if isinstance(value, int):
        return [0, -1, value + 1, 10**15, f"{value}", Decimal("0.5")]
    if isinstance(value, Decimal):
        return [0, -1, value * 2, "much"]
    if isinstance(value, date):
        return [value - timedelta(days=30), value + timedelta(days=30), "soon", 7]
    if isinstance(value, str):
        return ["", "zqx", 7, True, "z" * 3000]
    if isinstance(value, list) and isinstance(value[0], dict):
        return ["zqx", [], 7]
    if isinstance(value, list):
        return ["zqx", [], 7, value * 2]
    return [7, "zqx"]


def _at(table: Any, path: Path) -> Any:
    for key in path:
        table = table[key]
    return table


def _with(table: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(table)
    _at(changed, path[:-1])[path[-1]] = value
    return changed


def _without(table: dict[str, Any], path: Path) -> dict[str, Any]:
    changed = copy.deepcopy(table)
    del _at(changed, path[:-1])[path[-1]]
    return changed
