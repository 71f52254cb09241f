"""No file names a package registry or a place of one machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.reading import ROOT, Finding, files

# Written in halves, so that this file does not name what it looks for.
_REGISTRIES = (
    "pypi" + r"\.org",
    "python" + "hosted",
    "registry" + r"\.npmjs",
    "crates" + r"\.io",
    "deb" + r"\.debian\.org",
    "proxy" + r"\.golang",
    "--(?:extra-)?index" + "-url",
    "--find" + "-links",
)
_HOMES = ("/ho" + r"me/\w", "/ro" + "ot/", "/Us" + r"ers/\w")
_SHARED_FOLDERS = {"/", "/tmp", "/srv", "/home", "/opt", "/usr", "/var", "/mnt", "/root"}
_LOOKED_AT_MOST_BYTES = 2_000_000


def patterns() -> re.Pattern[str]:
    """Return what no file may hold, with this checkout's own place."""
    places = [f"{place}/" for place in (ROOT, ROOT.parent) if str(place) not in _SHARED_FOLDERS]
    return re.compile("|".join([*_REGISTRIES, *_HOMES, *map(re.escape, places)]))


def named_places(path: str, text: str) -> Iterator[Finding]:
    """Return the lines of a file that name a registry or a place of one machine."""
    wanted = patterns()
    for number, line in enumerate(text.splitlines(), start=1):
        if seen := wanted.search(line):
            yield Finding(path, number, f"{seen[0]} is a registry or a place of one machine.")


def all_named_places() -> Iterator[Finding]:
    """Return the same for every text of the project."""
    for path in files():
        found = _text(ROOT / path)
        if found is not None:
            yield from named_places(str(path), found)


def _text(path: Path) -> str | None:
    if path.stat().st_size > _LOOKED_AT_MOST_BYTES:
        return None
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return None  # a picture
