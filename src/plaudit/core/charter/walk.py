"""Every text of a table, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plaudit.core.catalogue.scanner import Path


def strings(value: object, path: Path = ()) -> Iterator[tuple[Path, str, bool]]:
    """Yield the path of each text, the text, and whether it is a key."""
    if isinstance(value, str):
        yield path, value, False
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield (*path, key), key, True
            yield from strings(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from strings(inner, (*path, index))
