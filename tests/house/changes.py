"""The changes of the tables are numbered in one line: no gap, and no number twice."""

from __future__ import annotations

from collections.abc import Iterator

from tests.house.reading import ROOT, Finding

FOLDER = ROOT / "src" / "plaudit" / "sql" / "changes"


def misnumbered(names: list[str], *, folder: str) -> Iterator[Finding]:
    """Return the files whose number isn't their place, counted from 1."""
    for place, name in enumerate(sorted(names), start=1):
        if not name.startswith(f"{place:04d}_"):
            yield Finding(f"{folder}/{name}", 1, f"its number should be {place:04d}.")


def misnumbered_changes() -> Iterator[Finding]:
    """Return the same for the project's own changes."""
    names = [path.name for path in FOLDER.glob("*.sql")]
    yield from misnumbered(names, folder=str(FOLDER.relative_to(ROOT)))
