"""The journal of erasures: who was erased and when, kept beside the database, never in it.

A restored backup brings back whom it still holds; the journal says whom to erase again, who left or
let something be stopped, and which passkeys and other ways in open nothing any more. Its shape:

    with connection.transaction():
        ...                                      # everything that erasing does
        journal.add_erasure(member_id, at=now)   # the last step before the commit

The line is on disk before the commit. An erasure whose commit then failed stands in the journal
too, and a restore carries it out: the person had asked for it. `now` is in microseconds since the
epoch. store.journal_lines has what a line says.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import FileIO
from pathlib import Path
from typing import Protocol, TypeVar

from plaudit.store.journal_lines import (
    Begun,
    Erasure,
    Line,
    RemovedKey,
    Stopped,
    line_of,
    text_of,
)
from plaudit.store.place import var_dir

FILE_NAME = "erasures.log"
JOURNAL_DAYS = 400
"""How long a line is kept, and how old a backup may be: older ones would bring people back."""

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
T = TypeVar("T", Begun, Erasure, RemovedKey, Stopped)


class Journal(Protocol):
    """Where an erasure is written down before it is committed."""

    def add_erasure(self, member_id: int, *, at: int) -> None:
        """Write an erasure down; it is on disk when this returns."""


class JournalFile:
    """The journal in a file that only grows.

    A line that was torn by a crash fails its check sum and is left out: its commit never came.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def add_erasure(self, member_id: int, *, at: int) -> None:
        """Write an erasure down; it is on disk when this returns.

        Refuses: OSError when the file can't be written; nothing may be committed then.
        """
        self.add([Erasure(at, member_id)])

    def add(self, lines: Iterable[Line]) -> None:
        """Write several lines down, all in one go. A new journal begins with the earliest."""
        given = list(lines)
        if not given:
            return
        is_new = not self.path.exists()
        with self._held() as file:
            is_blank = os.fstat(file.fileno()).st_size == 0
            if is_blank and not any(isinstance(line, Begun) for line in given):
                given = [Begun(min(line.at for line in given)), *given]
            # A line that a crash left torn has no end: a new one never continues it.
            start = b"\n" if _is_torn(self.path) else b""
            text = start + text_of(given)
            written = file.write(text)
            if written != len(text):
                raise OSError(f"{self.path}: only {written} of {len(text)} bytes were written")
            os.fsync(file.fileno())
        if is_new:
            _sync_folder(self.path.parent)

    def add_missing(self, lines: Iterable[Line]) -> None:
        """Write down those of some lines that the journal hasn't got."""
        known = set(self._lines())
        self.add(one for one in lines if one not in known)

    def make(self, *, at: int) -> None:
        """Begin the journal where it is missing, and say since when it is whole."""
        if self.begun_at() is None:
            self.add([Begun(at)])

    def begun_at(self) -> int | None:
        """Return since when the journal is whole; None where there is none."""
        return min((line.at for line in self._of(Begun)), default=None)

    def forget_before(self, instant: int) -> int:
        """Leave out the lines before an instant, and return how many went."""
        if not self.path.exists():
            return 0
        with self._held():
            kept = [one for one in self._lines() if isinstance(one, Begun) or one.at >= instant]
            lines = self.path.read_bytes().count(b"\n")
            if lines <= len(kept):
                return 0
            staged = self.path.with_name(f".{self.path.name}.shorter")
            with os.fdopen(os.open(staged, _CREATE | os.O_TRUNC, 0o600), "wb") as file:
                file.write(text_of(kept))
                file.flush()
                os.fsync(file.fileno())
            staged.replace(self.path)
            _sync_folder(self.path.parent)
        return lines - len(kept)

    @contextmanager
    def _held(self) -> Iterator[FileIO]:
        """Open the file to append and lock it; one that was replaced meanwhile is opened anew."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            descriptor = os.open(self.path, _CREATE | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "ab", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if _is_same(self.path, file):
                    yield file
                    return

    def erasures_since(self, instant: int) -> list[Erasure]:
        """Return the erasures at or after an instant, each once, the earliest first.

        A journal that isn't there has none.
        """
        return self._of(Erasure, since=instant)

    def removed_since(self, instant: int) -> list[RemovedKey]:
        """Return the ways in that were removed at or after an instant, the earliest first."""
        return self._of(RemovedKey, since=instant)

    def stopped_since(self, instant: int) -> list[Stopped]:
        """Return what members stopped at or after an instant, the earliest first."""
        return self._of(Stopped, since=instant)

    def _of(self, kind: type[T], *, since: int = 0) -> list[T]:
        return sorted({one for one in self._lines() if isinstance(one, kind) and one.at >= since})

    def _lines(self) -> list[Line]:
        if not self.path.exists():
            return []
        read = map(line_of, self.path.read_bytes().split(b"\n"))
        return [one for one in read if one is not None]


def journal_here() -> JournalFile:
    """Return this house's journal: PLAUDIT_ERASURES, or `erasures.log` in the folder for data.

    Another disk or machine is the better place: a lost disk then takes not both.
    """
    named = os.environ.get("PLAUDIT_ERASURES")
    return JournalFile(Path(named) if named else var_dir() / FILE_NAME)


def write_down_stopped(member_id: int, what: str, *, at: int) -> None:
    """Write into this house's journal that a member stopped something: store.journal_lines.Stopped.

    It is the last step before the commit, as with an erasure. Refuses: OSError.
    """
    journal_here().add([Stopped(at, member_id, what)])


def write_down_removed(marks: Iterable[bytes], *, at: int) -> None:
    """Write into this house's journal that these ways in open nothing any more.

    It is the last step before the commit, as with an erasure. Refuses: OSError.
    """
    lines = [RemovedKey(at, sha256(mark).hexdigest()) for mark in marks]
    if lines:
        journal_here().add(lines)


def _is_same(path: Path, file: FileIO) -> bool:
    opened = os.fstat(file.fileno())
    return path.exists() and os.path.samestat(path.stat(), opened)


def _is_torn(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
