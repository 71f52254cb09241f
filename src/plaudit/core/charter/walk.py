"""Every text of a table, with its place."""

from __future__ import annotations

from typing import NamedTuple

from plaudit.core.catalogue.scanner import Path


class Written(NamedTuple):
    """A text of a table: its path, and whether it is a key."""

    path: Path
    text: str
    on_key: bool


def texts_of(table: object) -> list[Written]:
    """Return every text and key of a table, in the order of the file.

    >>> [written.text for written in texts_of({"a": ["b", {"c": 1}]})]
    ['a', 'b', 'c']
    """
    found: list[Written] = []
    left: list[tuple[Path, object]] = [((), table)]
    while left:
        path, value = left.pop()
        if isinstance(value, str):
            found.append(Written(path, value, on_key=False))
        elif isinstance(value, _Key):
            found.append(Written(path, value.text, on_key=True))
        elif isinstance(value, dict):
            for key, inner in reversed(value.items()):
                left.append(((*path, key), inner))
                left.append(((*path, key), _Key(key)))
        elif isinstance(value, list):
            left.extend(((*path, at), value[at]) for at in range(len(value) - 1, -1, -1))
    return found


class _Key(NamedTuple):
    text: str
