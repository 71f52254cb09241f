"""A backup as a folder: the dump, the journal of erasures, sealed secrets, and a manifest of them.

The manifest is written last: a folder without one is no backup. It says which version wrote it,
which changes of the tables are in it, and the SHA-256 of each file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from plaudit.sql.loader import changes

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "book.dump"
JOURNAL = "erasures.log"
SECRETS = "secrets.sealed"
MANIFEST_BYTES_MOST = 1_000_000
_PIECE = 1 << 20


class Unfit(Exception):
    """A backup that can't be restored here: a sentence that says why, and what to do."""


class Manifest(NamedTuple):
    """What a backup is. `began_at`: microseconds since the epoch, before its snapshot.

    `changes` are (number, SHA-256); `files` and `secrets` are SHA-256 by name.
    """

    plaudit: str
    postgresql: int
    began_at: int
    changes: Sequence[tuple[int, str]]
    roles: Sequence[str]
    files: Mapping[str, str]
    secrets: Mapping[str, str]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a manifest, and bring the whole folder to disk."""
    said = {"format": FORMAT, **manifest._asdict()}
    (folder / MANIFEST).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    for path in (*folder.iterdir(), folder, folder.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_manifest(folder: Path) -> Manifest:
    """Return a backup's manifest, when every file is as it was written.

    Refuses: Unfit.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise Unfit(f"{folder} has no {MANIFEST}: it is no backup, or one that was never finished.")
    if path.stat().st_size > MANIFEST_BYTES_MOST:
        raise Unfit(f"{path} is too large for a manifest.")
    try:
        said: dict[str, Any] = json.loads(path.read_text("utf-8"))
        written_as = said.pop("format")
        manifest = Manifest(**said)
        manifest = manifest._replace(changes=[(int(n), str(sha)) for n, sha in manifest.changes])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unfit(f"{path} can't be read as a manifest.") from None
    if written_as != FORMAT:
        raise Unfit(
            f"This backup is of format {written_as}; this Plaudit reads format {FORMAT}. Restore "
            f"it with the version that wrote it ({manifest.plaudit}) or a later one."
        )
    _check_files(folder, manifest)
    return manifest


def check_fits(manifest: Manifest, *, postgresql: int, now: int, days_most: int) -> None:
    """Return when a backup can be restored into this program and this server.

    Units:   `now` in microseconds since the epoch.
    Refuses: Unfit for changes that this program doesn't have or has otherwise, a newer PostgreSQL,
             a clock that stands before the backup, and a backup that is older than the journal of
             erasures reaches.
    """
    ours = [(change.number, change.sha256) for change in changes()]
    theirs = list(manifest.changes)
    if len(theirs) > len(ours):
        raise Unfit(
            f"This backup was made by a newer Plaudit ({manifest.plaudit}). Install that version "
            "or a later one, and restore again."
        )
    if theirs != ours[: len(theirs)]:
        raise Unfit("This backup's tables were made by other changes than this Plaudit has.")
    if manifest.postgresql // 10_000 > postgresql // 10_000:
        raise Unfit(
            f"This backup is of PostgreSQL {manifest.postgresql // 10_000}; the server here is "
            f"{postgresql // 10_000}. Restore it into a server of that version or a later one."
        )
    if now < manifest.began_at:
        raise Unfit(
            "The clock here stands before this backup was begun. Set it, and restore again: that "
            "no number is given out twice depends on it."
        )
    age_days = (now - manifest.began_at) // 86_400_000_000
    if age_days > days_most:
        raise Unfit(
            f"This backup is {age_days} days old; erasures are written down for {days_most} days. "
            "Restoring it would bring back people who were erased."
        )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def new_folder(folder: Path) -> Path:
    """Return an empty folder beside `folder`, to be renamed to it when it is whole.

    Refuses: Unfit where something is there already.
    """
    if folder.exists():
        raise Unfit(f"{folder} is there already. A backup is never written over: name another.")
    staged = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(mode=0o700, parents=True)
    return staged


def _check_files(folder: Path, manifest: Manifest) -> None:
    if not {DUMP, JOURNAL} <= set(manifest.files):
        raise Unfit(f"The manifest of {folder} doesn't list {DUMP} and {JOURNAL}.")
    for name, sha256 in manifest.files.items():
        path = folder / name
        if Path(name).name != name or not path.is_file():
            raise Unfit(f"{path} is missing. The backup is not whole: use another one.")
        if sha256_of(path) != sha256:
            raise Unfit(f"{path} is not as it was written. The backup is broken: use another one.")
