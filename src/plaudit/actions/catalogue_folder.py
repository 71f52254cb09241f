"""Where the catalogue is: deed types, registries, and the closed list of data."""

from __future__ import annotations

import os
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parents[3] / "catalogue"
"""That of the checkout which this program runs from."""


def catalogue_folder(*, beside: Path | None = None) -> Path:
    """Return the folder with data.toml: around a folder of deed types, as set, here, or our own.

    Needs: PLAUDIT_CATALOGUE in the environment, where the program isn't started beside it.
    """
    said = os.environ.get("PLAUDIT_CATALOGUE", "")
    if beside is not None and _is_one(beside.parent):
        return beside.parent
    if said:
        return Path(said)
    return Path("catalogue") if _is_one(Path("catalogue")) else CATALOGUE


def _is_one(folder: Path) -> bool:
    return (folder / "data.toml").is_file()
