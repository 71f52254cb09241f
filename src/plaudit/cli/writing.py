"""Writing the files that a command was given: what can't be written is a sentence, told first."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from plaudit.cli.opening import EXIT_USAGE, stop_with


def stop_unless_writable(
    *files: Path | None, folder: Path | None = None, otherwise: str = ""
) -> None:
    """End the command where one of these can't be written; None is one that wasn't asked for.

    It comes before anything is done: nothing is written down, and no hour is spent, for a file that
    never comes. `folder`: one to put files in, made where it isn't there. `otherwise`: what the
    reader can do instead.
    """
    for place in (folder, *files):
        if place is None:
            continue
        fault = _against_folder(place) if place is folder else _against_file(place)
        if fault is not None:
            _stop(place, os.strerror(fault), otherwise)


def stop_unless_new(file: Path) -> None:
    """End the command where a file is there already, or can't be written."""
    if file.exists():
        stop_with(f"{file} is there already. Name another file.", code=EXIT_USAGE)
    stop_unless_writable(file)


@contextmanager
def work_folder(named: Path | None) -> Iterator[Path]:
    """Yield the folder in which work is kept, or one that is removed afterwards."""
    if named is not None:
        yield named
        return
    with TemporaryDirectory() as made:
        yield Path(made)


@contextmanager
def written(file: Path) -> Iterator[None]:
    """Write a file in the block; end the command where that fails after all, as on a full disk."""
    try:
        yield
    except OSError as fault:
        _stop(file, fault.strerror)


def write_text(file: Path, text: str) -> None:
    """Write a text, its ends of lines as they are, and say where; end the command as `written`."""
    import typer

    with written(file):
        file.write_text(text, encoding="utf-8", newline="")
    typer.echo(f"written: {file}")


def _stop(place: Path, why: str | None, otherwise: str = "") -> None:
    stop_with(f"{place} can't be written: {why}. {otherwise}".rstrip(), code=EXIT_USAGE)


def _against_file(file: Path) -> int | None:
    """Return the error number of what keeps a file from being written, None where nothing does."""
    try:
        is_folder = stat.S_ISDIR(file.stat().st_mode)
    except FileNotFoundError:
        return _against_new(file.parent)
    except OSError as fault:
        return fault.errno
    if is_folder:
        return errno.EISDIR
    return None if os.access(file, os.W_OK) else errno.EACCES


def _against_new(folder: Path) -> int | None:
    """Return what keeps a folder from taking a new file."""
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
    except OSError as fault:
        return fault.errno
    if not is_folder:
        return errno.ENOTDIR
    return None if os.access(folder, os.W_OK | os.X_OK) else errno.EACCES


def _against_folder(folder: Path) -> int | None:
    """Return what keeps a folder from being made with those above it, or from taking a new file."""
    place = folder.absolute()
    while (fault := _against_new(place)) == errno.ENOENT and place != place.parent:
        place = place.parent
    return fault
