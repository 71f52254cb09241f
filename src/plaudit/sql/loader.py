"""Reading the SQL texts that are packaged beside this file. Nothing is run here."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


class Change(NamedTuple):
    """One step of the tables: its number, name, text and the text's SHA-256 (hexadecimal)."""

    number: int
    name: str
    text: str
    sha256: str


@cache
def queries() -> dict[str, str]:
    """Return all named statements of queries/*.sql."""
    return _named("queries")


@cache
def checks() -> dict[str, str]:
    """Return all named statements of checks/*.sql; each must give no row."""
    return _named("checks")


def query(name: str) -> bytes:
    """Return one named statement.

    Refuses: KeyError for a name that no file has.
    """
    return queries()[name].encode()


@cache
def changes() -> tuple[Change, ...]:
    """Return the changes in their order; their numbers have no gap."""
    found = []
    for number, (name, text) in enumerate(_texts("changes"), start=1):
        assert name.startswith(f"{number:04d}_"), name
        found.append(Change(number, name, text, hashlib.sha256(text.encode()).hexdigest()))
    return tuple(found)


def _texts(folder: str) -> list[tuple[str, str]]:
    entries = files(__package__).joinpath(folder).iterdir()
    found = [(entry.name, entry.read_text("utf-8")) for entry in entries]
    return sorted(pair for pair in found if pair[0].endswith(".sql"))


def _named(folder: str) -> dict[str, str]:
    statements: dict[str, str] = {}
    for file_name, text in _texts(folder):
        pieces = _NAME.split(text)
        assert not pieces[0].strip(), f"{file_name} has text before its first name"
        for name, statement in zip(pieces[1::2], pieces[2::2], strict=True):
            assert name not in statements, f"{name} stands twice"
            statements[name] = statement.strip()
    return statements
